import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { readWorkbook } from '../../../ui/features/imports/workbook'
import type { FollowUpKind } from '../../../worker/contract/broadcast-recipients'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { List } from '../../../worker/contract/common'
import type { SegmentView } from '../../../worker/contract/segments'
import type { Browser } from '../../support/browser'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'
import { aStatus } from '../../support/statuses'

/**
 * Six people: one opted out, one failed, one delivered, one read it, one read and answered, one pressed a
 * button after reading.
 */
async function finished() {
  const shop = await Shop.open()
  const people = await shop.add([
    { firstName: 'Stopped', consent: 'opted_out' },
    { firstName: 'Failed' },
    { firstName: 'Unread' },
    { firstName: 'Silent' },
    { firstName: 'Answered' },
    { firstName: 'Tapped' },
  ])
  const id = await shop.running()
  const frozen = await shop.rows(id)
  const failed = frozen.find(({ contactId }) => contactId === people[1])
  shop.meta.script = ({ to }) =>
    to === failed?.identity ? { refuse: 131026 } : { accept: 'accepted' }
  await shop.sendAll()
  const rows = await shop.rows(id)
  const said = (at: number, status: string) => {
    const row = rows.find(({ contactId }) => contactId === people[at])
    return aStatus({ status }, { broadcastId: id, no: row?.no ?? 0, token: row?.token ?? '' })
  }
  await shop.statuses(...[2, 3, 4, 5].map((at) => said(at, 'delivered')))
  await shop.statuses(...[3, 4, 5].map((at) => said(at, 'read')))
  await shop.reply(people[4] ?? '', 'How much?')
  await shop.query(
    `INSERT INTO broadcast_taps (account_id, broadcast_id, no, at) VALUES (?1, ?2, ?3, 1)`,
    id,
    rows.find(({ contactId }) => contactId === people[5])?.no,
  )
  return { shop, id, people }
}

const count = async (shop: Shop, id: string, query: string) =>
  (await shop.get<{ count: number }>(`/broadcasts/${id}/follow-ups?who=${query}`)).count

describe('an audience from a finished broadcast', () => {
  it.each<[FollowUpKind, string[]]>([
    ['missed', ['Stopped', 'Failed']],
    ['failed', ['Failed']],
    ['unread', ['Unread']],
    ['silent', ['Silent', 'Tapped']],
    ['replied', ['Answered']],
    ['tapped', ['Tapped']],
  ])('%s: is counted first and drafted by the same rule', async (who, names) => {
    const { shop, id } = await finished()
    await shop.add([{ firstName: 'Never chosen' }])
    expect(await count(shop, id, who)).toBe(names.length)

    const draft = await shop.post<BroadcastView>(`/broadcasts/${id}/follow-ups`, {
      who,
      name: `Next: ${who}`,
    })

    expect(draft).toMatchObject({ state: 'draft', name: `Next: ${who}`, templateId: null })
    expect(draft.numberId).toBe(shop.meta.numberId)
    const found = await shop.get<List<{ firstName: string }>>(
      `/contacts?segment=${draft.audience.segments?.[0]}`,
    )
    expect(found.items.map(({ firstName }) => firstName).sort()).toEqual([...names].sort())
  })

  it('knows for which reason somebody failed', async () => {
    const { shop, id } = await finished()
    expect(await count(shop, id, 'failed&code=131026')).toBe(1)
    expect(await count(shop, id, 'failed&code=131049')).toBe(0)
  })

  it('leaves out whom another try reached after all', async () => {
    const { shop, id, people } = await finished()
    await shop.query(
      `UPDATE recipients SET code = '131049' WHERE account_id = ?1 AND contact_id = ?2`,
      people[1],
    )
    shop.meta.script = () => ({ accept: 'accepted' })
    const retry = await shop.post<BroadcastView>(`/broadcasts/${id}/retry`, { what: 'failed' })
    const { people: chosen, highMicros } = await shop.plan(retry.id)
    const confirmed = { version: retry.version, people: chosen, maxCostMicros: highMicros }
    await shop.post(`/broadcasts/${retry.id}/launch`, confirmed)
    await shop.freeze(retry.id)
    await shop.sendAll()
    expect(await count(shop, id, 'missed')).toBe(1)
    expect(await count(shop, id, 'failed')).toBe(0)
  })

  it('asked for twice is one segment; and not there while the broadcast is being sent', async () => {
    const { shop, id } = await finished()
    const draft = () => shop.post(`/broadcasts/${id}/follow-ups`, { who: 'unread', name: 'Again' })
    await draft()
    await draft()
    expect((await shop.get<List<SegmentView>>('/segments')).items).toHaveLength(1)

    const other = await shop.running({ name: 'Under way' })
    const answer = await shop.browser.get(`/api/v1/broadcasts/${other}/follow-ups?who=missed`)
    expect(answer.status).toBe(409)
  })
})

describe('a duplicate', () => {
  it('has the message, sender, audience, values and settings, and nothing of how it went', async () => {
    const { shop } = await finished()
    const original = await shop.draft({ restHours: 48, audience: { everyone: true } })
    const copy = await shop.post<BroadcastView>(`/broadcasts/${original.id}/duplicate`, {
      name: 'Summer (copy)',
    })
    const { numberId, templateId, audience, mapping, restHours } = original
    expect(copy).toMatchObject({ numberId, templateId, audience, mapping, restHours: 48 })
    expect(copy).toMatchObject({ state: 'draft', name: 'Summer (copy)', launchedAt: null })
    expect(copy.id).not.toBe(original.id)
    expect(restHours).toBe(48)
  })

  it('is not made of another try, which has no audience of its own', async () => {
    const { shop, id } = await finished()
    await shop.query(
      `UPDATE recipients SET code = '131049' WHERE account_id = ? AND code = '131026'`,
    )
    const retry = await shop.post<BroadcastView>(`/broadcasts/${id}/retry`, { what: 'failed' })
    const answer = await shop.browser.post(`/api/v1/broadcasts/${retry.id}/duplicate`, {
      name: 'Copy',
    })
    expect(answer.status).toBe(409)
  })
})

describe('the export of everybody', () => {
  const fileOf = async (browser: Browser, id: string, format: string, language = 'en') => {
    const answer = await browser.get(
      `/api/v1/broadcasts/${id}/recipients/export?format=${format}`,
      {
        'Accept-Language': language,
      },
    )
    expect(answer.status).toBe(200)
    return answer
  }
  const recordsOf = async (answer: Response) =>
    Papa.parse<string[]>((await answer.text()).replace(/^\ufeff/, '').trimEnd()).data

  it('says of each what was sent, what became of it and why', async () => {
    const { shop, id } = await finished()
    const [head, ...records] = await recordsOf(await fileOf(shop.browser, id, 'csv'))
    expect(head).toEqual(expect.arrayContaining(['Name', 'Phone', 'Result', 'Reason', 'body.1']))
    expect(records).toHaveLength(6)
    const byName = new Map(records.map((record) => [record[1], record]))
    const resultOf = (name: string) => byName.get(name)?.[4]
    expect(resultOf('Stopped')).toBe('Left out')
    expect(byName.get('Stopped')?.[5]).toMatch(/marketing/)
    expect(resultOf('Failed')).toBe('Failed')
    expect(resultOf('Unread')).toBe('Delivered')
    expect(resultOf('Silent')).toBe('Read')
    expect(byName.get('Silent')?.at(-1)).toBe('Silent')
  })

  it('is a workbook of text cells too', async () => {
    const { shop, id } = await finished()
    const answer = await fileOf(shop.browser, id, 'xlsx')
    const book = await readWorkbook(new Uint8Array(await answer.arrayBuffer()), null)
    if ('fault' in book) throw new Error(book.fault)
    expect(book.rows).toHaveLength(7)
  })

  it('runs nothing in a spreadsheet', async () => {
    const shop = await Shop.open()
    await shop.add([{ firstName: '=SUM(A1)' }])
    const id = await shop.send()
    const records = await recordsOf(await fileOf(shop.browser, id, 'csv'))
    for (const cell of records.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
  })

  it.each(['marketer', 'viewer'] as const)('masks numbers for a %s', async (role) => {
    const { shop, id } = await finished()
    const member = await invite(shop.person, role)
    const records = await recordsOf(await fileOf(member.browser, id, 'csv'))
    expect(records).toHaveLength(7)
    expect(JSON.stringify(records)).not.toMatch(/\+972/)
    expect(records.at(-1)?.[2]).toMatch(/^••••••\d{3}$/)
  })

  it('is a matter of record', async () => {
    const { shop, id } = await finished()
    await (await fileOf(shop.browser, id, 'csv')).text()
    const lines = await shop.query(
      `SELECT action, target, after FROM audit WHERE account_id = ? AND action = 'broadcast.exported'`,
    )
    expect(lines).toEqual([{ action: 'broadcast.exported', target: id, after: 'csv' }])
  })
})
