import { describe, expect, it } from 'vitest'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { CalendarView } from '../../../worker/contract/calendar'
import { freezeJob } from '../../../worker/features/broadcasts/jobs'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'

const zone = openZone('Asia/Jerusalem')

/** A shop with a broadcast that starts so long from now, on a whole minute. */
async function scheduled(inMs = 2 * HOUR_MS, people = 3) {
  const shop = await Shop.open()
  await shop.addMany(people)
  const wallTime = zone.wallTimeAt(Date.now() + inMs)
  const id = await shop.launch({ start: { kind: 'at', wallTime, isSecond: false } })
  const at = zone.resolve(wallTime).at
  const waitUntil = (instant: number) => shop.wait(instant - shop.now())
  return { shop, id, at, waitUntil, path: `/broadcasts/${id}` }
}

describe('a scheduled broadcast', () => {
  it('waits for its time with nobody frozen, then goes out without a hold', async () => {
    const { shop, id, at, waitUntil } = await scheduled()
    expect(await shop.see(id)).toMatchObject({ state: 'scheduled', startsAt: at, holdUntil: null })
    await shop.sweep()
    expect(await shop.rows(id)).toEqual([])

    waitUntil(at + 1000)
    await shop.sweep()
    await shop.sendAll()

    const { state, startedAt, startsAt } = await shop.progress(id)
    expect(state).toBe('done')
    expect(startsAt).toBe(at)
    expect((startedAt ?? 0) - at).toBeLessThan(MINUTE_MS)
    expect(shop.meta.recipients()).toHaveLength(3)
  })

  it('is started once by however many chores and sweeps', async () => {
    const { shop, id, at, waitUntil } = await scheduled()
    waitUntil(at + 1000)
    const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
    await Promise.all([freezeJob(shop.deps, job), freezeJob(shop.deps, job), shop.sweep()])
    await shop.sweep()
    await shop.sendAll()
    expect(new Set(shop.meta.recipients()).size).toBe(3)
    expect(shop.meta.posts).toHaveLength(3)
  })

  it('writes to who belongs to the audience at the start, within what was confirmed', async () => {
    const { shop, id, at, waitUntil } = await scheduled()
    await shop.add([{ stopped: 'marketing' }, {}, {}])
    waitUntil(at + 1000)
    await shop.sweep()
    await shop.sendAll()
    const { skipped, counts } = await shop.progress(id)
    // Three were confirmed; two more came, and one who said no.
    expect(counts).toMatchObject({ accepted: 3, skipped: 3 })
    expect(skipped).toEqual({ over_limit: 2, opted_out: 1 })
  })

  it('that comes two hours late is sent, and shows how late', async () => {
    const { shop, id, at, waitUntil } = await scheduled()
    waitUntil(at + 2 * HOUR_MS)
    await shop.sweep()
    await shop.sendAll()
    const { startedAt, startsAt, state } = await shop.progress(id)
    expect(state).toBe('done')
    expect((startedAt ?? 0) - (startsAt ?? 0)).toBeGreaterThanOrEqual(2 * HOUR_MS)
  })

  it('that was missed by more than three hours asks, once, and is sent when somebody says so', async () => {
    const { shop, id, at, waitUntil, path } = await scheduled()
    waitUntil(at + 4 * HOUR_MS)
    for (let sweep = 0; sweep < 3; sweep++) await shop.sweep()
    await shop.sendAll()

    expect(await shop.see(id)).toMatchObject({ state: 'scheduled', stateReason: 'start_missed' })
    expect((await shop.see(id)).stateText).toContain('three hours')
    expect(shop.meta.posts).toEqual([])
    const mails = await mailsTo(shop.person.email)
    expect(mails.filter(({ subject }) => subject.includes('did not start'))).toHaveLength(1)

    await shop.post(`${path}/start`)
    expect(await shop.see(id)).toMatchObject({ state: 'holding', stateReason: null })
    await shop.freeze(id)
    await shop.sendAll()
    expect(shop.meta.recipients()).toHaveLength(3)
  })

  it('can be sent now, with the seconds in which a cancel leaves nothing sent', async () => {
    const { shop, id, path } = await scheduled()
    await shop.post(`${path}/start`)
    await shop.post(`${path}/start`)
    expect((await shop.see(id)).state).toBe('holding')
    await shop.post(`${path}/cancel`)
    await shop.finishCancel(id)
    expect((await shop.see(id)).state).toBe('cancelled')
    expect(shop.meta.posts).toEqual([])
  })

  it('that is cancelled before its time sends nothing, whatever comes after', async () => {
    const { shop, id, at, waitUntil, path } = await scheduled()
    await shop.post(`${path}/cancel`)
    await shop.finishCancel(id)
    waitUntil(at + MINUTE_MS)
    await shop.sweepFor(10)
    expect((await shop.see(id)).state).toBe('cancelled')
    expect(shop.meta.posts).toEqual([])
  })

  it('becomes a draft again, and an old message of its start does not start the new time', async () => {
    const { shop, id, at, waitUntil, path } = await scheduled()
    const draft = await shop.post<BroadcastView>(`${path}/unschedule`)
    expect(draft).toMatchObject({ state: 'draft', startsAt: null, launchedAt: null })
    expect(draft.start).toMatchObject({ kind: 'at' })

    const wallTime = zone.wallTimeAt(at + 3 * HOUR_MS)
    const { version } = await shop.browser.read<BroadcastView>(
      shop.browser.patch(`/api/v1${path}`, {
        version: draft.version,
        start: { kind: 'at', wallTime, isSecond: false },
      }),
    )
    const { people, highMicros } = await shop.plan(id)
    await shop.post(`${path}/launch`, { version, people, maxCostMicros: highMicros })
    waitUntil(at + 1000)
    const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
    await freezeJob(shop.deps, job)
    await shop.sweep()
    expect(await shop.see(id)).toMatchObject({ state: 'scheduled', startsAt: at + 3 * HOUR_MS })
    expect(await shop.rows(id)).toEqual([])
  })

  it('is either edited or started, never both, when the two meet', async () => {
    const { shop, id, at, waitUntil, path } = await scheduled()
    waitUntil(at + 1000)
    const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
    const [edited] = await Promise.all([
      shop.browser.post(`/api/v1${path}/unschedule`),
      freezeJob(shop.deps, job),
    ])
    await shop.sendAll()
    const { state } = await shop.see(id)
    expect([edited.status, state, shop.meta.posts.length]).toEqual(
      edited.status === 200 ? [200, 'draft', 0] : [409, 'done', 3],
    )
  })

  it('is refused for a time that has passed, or is more than a year away', async () => {
    const shop = await Shop.open()
    await shop.addMany(1)
    for (const [at, problem] of [
      [Date.now() - 2 * MINUTE_MS, 'start_past'],
      [Date.now() + 400 * DAY_MS, 'start_too_far'],
    ] as const) {
      const wallTime = zone.wallTimeAt(at)
      const draft = await shop.draft({ start: { kind: 'at', wallTime, isSecond: false } })
      const { problems } = await shop.plan(draft.id)
      expect(problems).toContainEqual(expect.objectContaining({ code: problem, blocking: true }))
    }
  })

  it('leaves a line for each step of who did it', async () => {
    const { shop, id, path } = await scheduled()
    await shop.post(`${path}/unschedule`)
    const lines = await shop.query<{ actor: string; before: string; after: string }>(
      'SELECT actor, before, after FROM audit WHERE account_id = ? AND target = ?',
      id,
    )
    expect(
      lines.map(({ actor, before, after }) => `${actor.slice(0, 5)} ${before} ${after}`),
    ).toEqual(expect.arrayContaining(['user: draft scheduled', 'user: scheduled draft']))
  })
})

describe('the calendar', () => {
  it('shows broadcasts on the day they start, and holidays', async () => {
    const { shop, id, at } = await scheduled(30 * HOUR_MS)
    const sent = await shop.send()
    const day = zone.dayAt(at)
    const sheet = await shop.get<CalendarView>(`/calendar?month=${day.slice(0, 7)}`)
    expect(sheet.zone).toBe('Asia/Jerusalem')
    expect(sheet.broadcasts).toContainEqual({
      ...{ id, name: 'Summer', state: 'scheduled', day, at, lastAt: null },
    })
    expect(sheet.broadcasts.map((one) => one.id)).toContain(sent)

    const { days, broadcasts } = await shop.get<CalendarView>('/calendar?month=2024-10')
    expect(broadcasts).toEqual([])
    expect(days.filter(({ holiday }) => holiday).map((one) => one.day)).toEqual([
      '2024-10-03',
      '2024-10-04',
      '2024-10-12',
      '2024-10-17',
      '2024-10-24',
    ])
  })
})
