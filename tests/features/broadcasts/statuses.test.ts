import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Status } from '../../../worker/boundary/graph/webhooks'
import { recordAndClaim, recordAnswers } from '../../../worker/features/broadcasts/send-queries'
import { applyStatuses } from '../../../worker/features/broadcasts/status-operations'
import { formatTag } from '../../../worker/features/broadcasts/tags'
import { recordOptIn } from '../../../worker/features/contacts/consent-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS } from '../../../worker/lib/time'
import { accept } from '../../support/meta'
import { type Row, Shop } from '../../support/shop'
import { anyStatus, aStatus } from '../../support/statuses'
import { tallyAt } from '../../support/tally'

const TOKEN = randomId()
const tagOf = ({ broadcastId, no, token }: Row) => ({ broadcastId, no, token: token ?? '' })

/** A broadcast to some people, sent; answers its rows. */
async function sent(people: number) {
  const shop = await Shop.open()
  await shop.addMany(people)
  const id = await shop.send()
  return { shop, id, rows: await shop.rows(id) }
}

const said = (row: Row | undefined, status: string, more: object = {}) =>
  aStatus({ status, ...more }, row ? tagOf(row) : undefined)
const failed = (row: Row | undefined, code: number, timestamp = 1_800_000_000) =>
  said(row, 'failed', { errors: [{ code }], timestamp })

describe('statuses from Meta', () => {
  it('move a row up, each with its time', async () => {
    const { shop, id, rows } = await sent(1)
    for (const [at, status] of ['sent', 'delivered', 'read'].entries()) {
      await shop.statuses(said(rows[0], status, { timestamp: `${1_800_000_000 + at}` }))
    }
    expect(await shop.rows(id)).toMatchObject([
      { state: 'read', sentAt: 1_800_000_000_000, readAt: 1_800_000_002_000 },
    ])
    expect((await shop.rows(id))[0]?.wamid).toBe(rows[0]?.wamid)
  })

  it('that say delivered after failed are believed; failed after delivered is not', async () => {
    const { shop, id, rows } = await sent(2)
    await shop.statuses(failed(rows[0], 131026))
    await shop.statuses(said(rows[0], 'delivered'))
    await shop.statuses(said(rows[1], 'delivered'))
    await shop.statuses(failed(rows[1], 131026))
    expect((await shop.rows(id)).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
    // Neither counts as a failure, nor stands in the list of those.
    expect(await shop.progress(id)).toMatchObject({ counts: { delivered: 2 }, failures: [] })
    const path = `/broadcasts/${id}/recipients?reason=131026`
    expect((await shop.get<{ items: object[] }>(path)).items).toEqual([])
  })

  it('that come before the answer are recorded, and the answer adds what it knows', async () => {
    const shop = await Shop.open()
    await shop.addMany(1)
    const id = await shop.running()
    shop.meta.script = async ({ biz_opaque_callback_data: tag }) => {
      await shop.statuses(aStatus({ status: 'sent', biz_opaque_callback_data: tag }))
      await shop.statuses(aStatus({ status: 'delivered', biz_opaque_callback_data: tag }))
      expect((await shop.rows(id))[0]).toMatchObject({ state: 'delivered', acceptedAt: null })
      return accept
    }
    await shop.sendAll()
    const [row] = await shop.rows(id)
    expect(row).toMatchObject({ state: 'delivered', wamid: shop.meta.posts[0]?.wamid })
    expect(row?.acceptedAt && row.sealedParams).toBeTruthy()
    expect((await shop.see(id)).state).toBe('done')
  })

  it('settle what was unknown, days later too', async () => {
    const shop = await Shop.open()
    await shop.addMany(1)
    shop.meta.script = () => 'timeout'
    const id = await shop.send()
    const [row] = await shop.rows(id)
    expect(row?.state).toBe('unknown')
    shop.wait(6 * DAY_MS)
    await shop.statuses(said(row, 'delivered'))
    expect((await shop.rows(id))[0]).toMatchObject({ state: 'delivered', wamid: 'wamid.1' })
    expect(await shop.progress(id)).toMatchObject({ counts: { delivered: 1 } })
  })

  it('without our tag, with another claim or of nobody change nothing', async () => {
    const { shop, id, rows } = await sent(2)
    const [row] = rows
    if (!row) throw new Error('no row')
    const before = await shop.rows(id)
    const token = randomId()
    await shop.statuses(
      aStatus({ status: 'read', biz_opaque_callback_data: undefined, id: row.wamid ?? '' }),
      aStatus({ status: 'read' }, { ...tagOf(row), token }),
      failed({ ...row, token }, 131050),
      aStatus({ status: 'read' }, { ...tagOf(row), no: 99 }),
      aStatus({ status: 'read' }, { ...tagOf(row), broadcastId: token }),
    )
    expect(await shop.rows(id)).toEqual(before)
    const consents = 'SELECT * FROM consents WHERE account_id = ?'
    expect(await shop.query(consents)).toEqual([])
  })

  it('never touch somebody who was not written to', async () => {
    const shop = await Shop.open()
    await shop.add([{}, { stopped: 'all' }])
    const id = await shop.send()
    const skipped = (await shop.rows(id)).find(({ state }) => state === 'skipped')
    await shop.query(`UPDATE recipients SET token = '${TOKEN}' WHERE account_id = ?`)
    await shop.statuses(said(skipped && { ...skipped, token: TOKEN }, 'delivered'))
    expect((await shop.rows(id)).map(({ state }) => state)).toContain('skipped')
  })

  it('keep what Meta charges: the country at list price, or nothing', async () => {
    const { shop, id, rows } = await sent(3)
    const price = (type: string) => ({ pricing: { type, category: 'marketing' } })
    await shop.statuses(
      said(rows[0], 'delivered', price('regular')),
      said(rows[1], 'delivered', price('free_entry_point')),
      said(rows[2], 'sent', price('regular')),
    )
    const { costSoFarMicros, costByCountry } = await shop.progress(id)
    expect(costByCountry).toMatchObject([{ country: 'IL', people: 1 }])
    expect(costSoFarMicros).toBe(costByCountry[0]?.rateMicros)
  })
})

describe('a person who stopped marketing at Meta', () => {
  it('is left out from then on', async () => {
    const { shop, rows } = await sent(2)
    await shop.statuses(failed(rows[0], 131050))
    const plan = await shop.plan((await shop.draft()).id)
    expect(plan.leftOut).toEqual([{ reason: 'opted_out', count: 1 }])
  })

  it('and came back is not stopped again by the same news, repeated', async () => {
    const { shop, rows } = await sent(1)
    const [row] = rows
    const at = Math.floor(shop.now() / 1000)
    const news = failed(row, 131050, at)
    await shop.statuses(news)
    shop.wait(DAY_MS)
    const back = { contactId: row?.contactId ?? '', identities: [], source: 'agent', wording: null }
    await recordOptIn(await shop.db(), { ...back, actor: 'user:x' }, shop.now())
    await shop.statuses(news)
    expect((await shop.plan((await shop.draft()).id)).people).toBe(1)
    await shop.statuses(failed(row, 131050, at + 2 * 86_400))
    expect((await shop.plan((await shop.draft()).id)).people).toBe(0)
  })
})

describe('statuses from Meta', () => {
  it('come to the same rows in any order, in any batches, repeated, and around the answer', async () => {
    const shop = await Shop.open()
    await shop.addMany(80)
    const id = await shop.running()
    const db = await shop.db()
    const chunk = { accountId: shop.accountId, broadcastId: id, chunk: 1, first: 1, last: 80 }
    const claim = {
      category: 'MARKETING',
      token: randomId(),
      from: 1,
      limit: 80,
      now: shop.now(),
      tally: tallyAt(shop.now()),
    }
    const claimed = await recordAndClaim(db, chunk, [], claim)
    let next = 0

    /** One row that hears all of this; `answerAt` is when our own record of the POST is written. */
    const hear = async (batches: Status[][], answerAt: number) => {
      const { no = 0, token = '' } = claimed[next++] ?? {}
      const tag = formatTag({ broadcastId: id, no, token })
      const accepted = { no, token, state: 'accepted', rank: 3, at: 5, sealedParams: 'v1' } as const
      for (let at = 0; at <= batches.length; at++) {
        if (at === answerAt) {
          await recordAnswers(
            db,
            chunk,
            [{ ...accepted, wamid: 'wamid.1' }],
            shop.now(),
            claim.tally,
          )
        }
        const batch = batches[at]?.map((one) => ({ ...one, biz_opaque_callback_data: tag }))
        if (batch) await applyStatuses(shop.deps, db, batch)
      }
      const row = (await shop.rows(id)).find((one) => one.no === no)
      return { ...row, no: 0, contactId: '', identity: '' }
    }

    const history = fc.array(anyStatus, { minLength: 1, maxLength: 5 }).chain((list) =>
      fc.record({
        list: fc.constant(list),
        repeated: fc.shuffledSubarray([...list, ...list]),
        order: fc.shuffledSubarray(list, { minLength: list.length }),
        answerAt: fc.nat(list.length),
      }),
    )
    await fc.assert(
      fc.asyncProperty(history, async ({ list, repeated, order, answerAt }) => {
        const once = await hear([list], 0)
        const many = await hear([...order.map((one) => [one]), repeated], answerAt)
        expect(many).toEqual(once)
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })
})
