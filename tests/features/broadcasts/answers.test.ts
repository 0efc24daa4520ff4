import { describe, expect, it } from 'vitest'
import type { Handling } from '../../../worker/boundary/graph/send-errors'
import { backoffMs } from '../../../worker/features/broadcasts/answers'
import type { Reply, SentMessage } from '../../support/meta'
import { META_CODES } from '../../support/meta-codes'
import { Shop } from '../../support/shop'

/** What must have become of a row and its broadcast after one refusal of this class. */
const EXPECTED: Record<Handling, { state: string; broadcast: string }> = {
  retry_backoff: { state: 'queued', broadcast: 'running' },
  slow_number: { state: 'queued', broadcast: 'running' },
  recipient_unreachable: { state: 'failed', broadcast: 'done' },
  opted_out: { state: 'failed', broadcast: 'done' },
  hold_recipient: { state: 'failed', broadcast: 'done' },
  stop_broadcast: { state: 'queued', broadcast: 'paused' },
  reconnect: { state: 'queued', broadcast: 'paused' },
  programming_error: { state: 'failed', broadcast: 'done' },
  ambiguous: { state: 'unknown', broadcast: 'done' },
  not_send_path: { state: 'failed', broadcast: 'done' },
}

/** One person, to whom Meta answers this. */
async function answered(reply: Reply) {
  const shop = await Shop.open()
  await shop.addMany(1)
  shop.meta.script = () => reply
  const id = await shop.running()
  await shop.sendOne()
  const [row] = await shop.rows(id)
  return { shop, id, row, broadcast: await shop.see(id) }
}

describe('each class of answer', () => {
  // One code of each class against the real row; that every code is in its class is tested in
  // tests/boundary/graph/send-errors.test.ts.
  const one = Object.keys(EXPECTED).map((handling) => {
    const found = META_CODES.find(([, , , other]) => other === handling)
    return [found?.[0] ?? 0, handling as Handling] as const
  })
  it.each(one)('%i (%s) leaves the row and the broadcast as it should', async (code, handling) => {
    const { row, broadcast } = await answered({ refuse: code })
    expect({ state: row?.state, broadcast: broadcast.state }).toEqual(EXPECTED[handling])
    expect(row?.code).toBe(String(code))
    expect(row?.wamid).toBeNull()
  })

  it('accepted keeps the id, the time, and what was sent, sealed', async () => {
    const { shop, id, row } = await answered({ accept: 'accepted' })
    expect(row).toMatchObject({ state: 'accepted', wamid: shop.meta.posts[0]?.wamid, held: 0 })
    expect(row?.sealedParams).toMatch(/^v1\./)
    expect(row?.sealedParams).not.toContain('Noa')
    const detail = await shop.get<{ parameters: object }>(`/broadcasts/${id}/recipients/1`)
    expect(detail.parameters).toEqual({ 'body.1': 'Noa' })
  })

  it('held for a quality check is accepted, and says so', async () => {
    const { row } = await answered({ accept: 'held_for_quality_assessment' })
    expect(row).toMatchObject({ state: 'accepted', held: 1 })
  })

  it.each<[string, Reply]>([
    ['a timeout', 'timeout'],
    ['a gateway error in HTML', { status: 502, body: '<html>bad gateway</html>' }],
    ['a 500 without a word', { status: 500, body: '' }],
    ['a 200 that breaks off', { status: 200, body: '{"messages":[{"id":"wam' }],
    ['a 200 that says nothing', { status: 200, body: '{}' }],
    ['a 200 without an id', { status: 200, body: '{"messages":[{"id":""}]}' }],
    ['a redirect', { status: 302, body: '' }],
  ])('%s is unknown: kept as it is, and never sent again', async (_what, reply) => {
    const { shop, id, row, broadcast } = await answered(reply)
    expect(row).toMatchObject({ state: 'unknown', wamid: null })
    expect(row?.sealedParams).not.toBeNull()
    expect(broadcast.state).toBe('done')
    await shop.sendAll()
    await shop.sweepFor(60)
    expect(shop.meta.posts).toHaveLength(1)
    expect((await shop.rows(id))[0]?.state).toBe('unknown')
  })

  it('a person who stopped marketing is suppressed, and left out from then on', async () => {
    const { shop } = await answered({ refuse: 131050 })
    expect((await shop.plan((await shop.draft()).id)).leftOut).toEqual([
      { reason: 'opted_out', count: 1 },
    ])
    // Meta's word on marketing is not a word on their order.
    expect((await shop.plan((await shop.draft({ template: 'order_update' })).id)).people).toBe(1)
  })
})

describe('"later"', () => {
  it.each([131056, 130429, 80007, 131057])(
    '%i is tried five times in all, each time after a pause, then given up',
    async (code) => {
      const { shop, id } = await answered({ refuse: code })
      const pauses: number[] = []
      for (let tries = 1; shop.sends.length > 0; tries++) {
        expect(shop.meta.posts).toHaveLength(tries)
        pauses.push((shop.sends[0]?.dueAt ?? 0) - shop.now())
        await shop.sendOne()
      }
      expect(shop.meta.posts).toHaveLength(5)
      expect(await shop.rows(id)).toMatchObject([{ state: 'failed', code: `${code}`, attempts: 5 }])
      expect((await shop.see(id)).state).toBe('done')
      expect(Math.min(...pauses)).toBeGreaterThan(400)
    },
  )

  it('that ends well leaves nothing of the refusals, and each try had its own tag', async () => {
    const shop = await Shop.open()
    await shop.addMany(1)
    shop.meta.script = (_message, nth) => (nth < 3 ? { refuse: 131056 } : { accept: 'accepted' })
    const id = await shop.send()
    expect(await shop.rows(id)).toMatchObject([{ state: 'accepted', code: null, attempts: 3 }])
    const tags = shop.meta.posts.map(({ message }) => message.biz_opaque_callback_data)
    expect(new Set(tags).size).toBe(3)
  })

  it('holds up nobody else', async () => {
    const shop = await Shop.open()
    const [slow] = await shop.add([{ phone: '+972540000001' }, {}, {}])
    const isSlow = ({ to }: SentMessage) => to === '+972540000001'
    shop.meta.script = (message) => (isSlow(message) ? { refuse: 131056 } : { accept: 'accepted' })
    const id = await shop.running()
    await shop.sendOne()
    expect(await shop.groupBy(id)).toEqual({ queued: 1, accepted: 2 })
    expect((await shop.rows(id)).find(({ state }) => state === 'queued')?.contactId).toBe(slow)
  })

  it('waits longer each time, never longer than a quarter of an hour, and not in step', () => {
    for (const code of [131056, 130429, 80007]) {
      const waits = [1, 2, 3, 4, 5].map((attempts) => backoffMs(code, attempts, 0.999))
      expect(waits).toEqual([...waits].sort((a, b) => a - b))
      expect(Math.max(...waits)).toBeLessThanOrEqual(15 * 60_000)
      expect(backoffMs(code, 3, 0)).toBeLessThan(backoffMs(code, 3, 0.9))
    }
    expect(backoffMs(131056, 4, 0.9999)).toBeCloseTo(64_000, -2)
  })
})

describe('"stop"', () => {
  it.each([
    [190, 'meta_190'],
    [10, 'meta_10'],
    [131005, 'meta_131005'],
    [131031, 'meta_131031'],
    [131042, 'meta_131042'],
    [131048, 'meta_131048'],
    [368, 'meta_368'],
    [133010, 'meta_133010'],
    [132015, 'meta_132015'],
  ])('%i pauses the broadcast, puts the row back, and says why', async (code, reason) => {
    const { shop, id, row, broadcast } = await answered({ refuse: code })
    expect(row?.state).toBe('queued')
    expect(broadcast).toMatchObject({ state: 'paused', stateReason: reason })
    expect(broadcast.stateText).toMatch(/\w+\. \w+/)
    // Nothing goes on by itself …
    await shop.sendAll()
    await shop.sweepFor(30)
    expect(shop.meta.posts).toHaveLength(1)
    // … and everything once a person has mended it.
    shop.meta.script = () => ({ accept: 'accepted' })
    if (code === 190) await shop.browser.read(shop.reconnect())
    await shop.resume(id)
    expect(await shop.groupBy(id)).toEqual({ accepted: 1 })
  })

  it('lets through at most what is under way at that moment', async () => {
    const shop = await Shop.open()
    await shop.addMany(40)
    shop.meta.script = (_message, nth) => (nth === 3 ? { refuse: 131042 } : { accept: 'accepted' })
    const id = await shop.send()
    expect(shop.meta.posts.length).toBeLessThanOrEqual(3 + 6)
    const { queued = 0, accepted = 0 } = await shop.groupBy(id)
    expect(queued + accepted).toBe(40)
    expect(accepted).toBe(shop.meta.accepted().length)
  })
})

describe('a run of bad answers', () => {
  it.each<[string, Reply, string, number]>([
    ['our own mistakes on the first messages', { refuse: 132000 }, 'our_mistake', 3],
    ['no clear answers', 'timeout', 'no_answers', 5],
    ['one same refusal', { refuse: 131026 }, 'many_same_failures', 16],
  ])('%s stops the broadcast within one window', async (_what, reply, reason, most) => {
    const shop = await Shop.open()
    await shop.addMany(100)
    shop.meta.script = () => reply
    const id = await shop.send()
    expect(await shop.see(id)).toMatchObject({ state: 'paused', stateReason: reason })
    // The six that may be open at once come on top.
    expect(shop.meta.posts.length).toBeLessThanOrEqual(most + 6)
    expect((await shop.groupBy(id)).queued).toBe(100 - shop.meta.posts.length)
  })
})
