import { describe, expect, it } from 'vitest'
import { onEvents, replayArchivedJob } from '../../../worker/consumer/events'
import { formatTag } from '../../../worker/features/broadcasts/tags'
import { randomId } from '../../../worker/lib/ids'
import { testEnv } from '../../support/lists'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

/** Whatever webhooks write to, each with its whole rows; `chunks` only say that a recount is due. */
const TABLES = [
  ...['recipients', 'outbox', 'broadcasts', 'messages'],
  ...['contacts', 'identities', 'consents', 'suppressions'],
]

type Cells = Record<string, unknown>
type Tables = Record<string, Cells[]>
/** A change as the archive keeps it. */
type Archived = { wabaId: string; field: string; value: object }

describe('a day of webhooks, kept sealed before it was applied', () => {
  it('changes not one byte when all of it is applied again', async () => {
    const { shop, after } = await aDay()
    const archive = await archiveOf(shop)
    expect(archive.length).toBeGreaterThan(5)
    await apply(shop, archive)
    expect(await tablesOf(shop)).toEqual(after)
    await apply(shop, archive.toReversed())
    expect(await tablesOf(shop)).toEqual(after)
  })

  it('gives the same results in tables that had lost the day', async () => {
    const { shop, before, after } = await aDay()
    await restore(shop, before)
    expect(await tablesOf(shop)).toEqual(before)

    const { accountId, deps } = shop
    const day = new Date(shop.now()).toISOString().slice(0, 10)
    await replayArchivedJob(deps, { type: 'webhooks.replay', accountId, day, after: '' })
    const again = await tablesOf(shop)
    expect(again.recipients).toEqual(after.recipients)
    // Sealed anew, of a contact that is made anew, with the time at which they are written.
    expect(only(again.messages, 'wamid', 'id', 'at', 'type', 'broadcast_id')).toEqual(
      only(after.messages, 'wamid', 'id', 'at', 'type', 'broadcast_id'),
    )
    expect(only(again.suppressions, 'identity', 'scope', 'reason')).toEqual(
      only(after.suppressions, 'identity', 'scope', 'reason'),
    )
    expect(only(again.contacts, 'phone', 'consent', 'consent_source')).toEqual(
      only(after.contacts, 'phone', 'consent', 'consent_source'),
    )
    expect(after.suppressions).toHaveLength(3)
  })
})

/** A broadcast to six people, and everything that Meta and they say about it. */
async function aDay(): Promise<{ shop: Shop; before: Tables; after: Tables }> {
  const shop = await Shop.open()
  await shop.addMany(6)
  const rows = await shop.rows(await shop.send())
  const before = await tablesOf(shop)

  const about = (at: number) => {
    const { broadcastId = '', no = 0, token } = rows[at] ?? {}
    return formatTag({ broadcastId, no, token: token ?? '' })
  }
  const said = (at: number, status: string, seconds: number, more: object = {}) => ({
    ...aStatus({ status, timestamp: 1_800_000_000 + seconds, ...more }),
    biz_opaque_callback_data: about(at),
  })
  await shop.statuses(said(0, 'sent', 1), said(1, 'sent', 1), said(2, 'sent', 2))
  await shop.statuses(said(0, 'read', 9), said(0, 'delivered', 5))
  await shop.statuses(said(0, 'read', 9))
  await shop.statuses(said(1, 'failed', 3, { errors: [{ code: 131049 }] }), { id: 7 })
  await shop.statuses(said(1, 'delivered', 4), said(2, 'failed', 3, { errors: [{ code: 131050 }] }))
  await shop.statuses(said(3, 'delivered', 6), said(4, 'delivered', 7))

  const write = (at: number, body: string, seconds: number) => ({
    id: `wamid.${randomId()}`,
    from: rows[at]?.identity.slice(1),
    type: 'text',
    timestamp: `${Math.floor(shop.now() / 1000) + seconds}`,
    text: { body },
  })
  const stop = write(3, 'STOP', 1)
  await shop.inbound(write(4, 'Thanks!', 1), stop)
  await shop.inbound(stop)
  await shop.inbound(write(5, 'הסר', 2), { ...write(5, 'Who is this?', 3), from: '972545550199' })
  return { shop, before, after: await tablesOf(shop) }
}

async function tablesOf(shop: Shop): Promise<Tables> {
  const read = async (table: string) => {
    const rows = await shop.query<Cells>(`SELECT * FROM ${table} WHERE account_id = ?`)
    return [table, rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))]
  }
  return Object.fromEntries(await Promise.all(TABLES.map(read)))
}

/** What lies in R2, opened, in the order in which it came. */
async function archiveOf({ accountId, deps }: Shop): Promise<Archived[][]> {
  const prefix = `raw/${accountId}/`
  const { objects } = await testEnv.FILES.list({ prefix })
  const keys = await deps.keys.open(await deps.db.account(accountId))
  const opened = objects.map(async ({ key }) => {
    const sealed = (await (await testEnv.FILES.get(key))?.bytes()) ?? new Uint8Array()
    expect(new TextDecoder().decode(sealed)).not.toContain('Thanks!')
    const bytes = await keys.openBytes('raw.changes', key.slice(prefix.length), sealed)
    // What `archive` put there.
    return JSON.parse(new TextDecoder().decode(bytes)) as Archived[]
  })
  return Promise.all(opened)
}

async function apply({ deps, now }: Shop, archive: Archived[][]): Promise<void> {
  for (const changes of archive) {
    const entry = changes.map(({ wabaId, field, value }) => ({
      id: wabaId,
      changes: [{ field, value }],
    }))
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
    const { failed } = await onEvents(deps, [{ type: 'webhook.body', body, receivedAt: now() }])
    expect(failed.size).toBe(0)
  }
}

/** As a restore of the database leaves it. */
async function restore(shop: Shop, tables: Tables): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    await shop.query(`DELETE FROM ${table} WHERE account_id = ?`)
    for (const { account_id: _, ...row } of rows) {
      const columns = Object.keys(row)
      const places = columns.map(() => '?').join()
      await shop.query(
        `INSERT INTO ${table} (account_id, ${columns.join()}) VALUES (?, ${places})`,
        ...Object.values(row),
      )
    }
  }
}

/** Some columns, in the order of the first. */
const only = (rows: Cells[] = [], ...columns: string[]) =>
  rows.map((row) => columns.map((column) => row[column])).sort()
