import { describe, expect, it } from 'vitest'
import { USUAL_CANARY } from '../../../worker/contract/broadcast-canary'
import { type QuietHours, USUAL_QUIET_HOURS } from '../../../worker/contract/schedule'
import { sendChunkJob, sweepBroadcastsJob } from '../../../worker/features/broadcasts/jobs'
import { DAY_MS, SECOND_MS } from '../../../worker/lib/time'
import { addDays, openZone, weekdayOf } from '../../../worker/lib/zones'
import { Kills } from '../../support/kills'
import { Shop } from '../../support/shop'

const jerusalem = openZone('Asia/Jerusalem')

/** Nine to eight on every day by each recipient's clock; these tests run on any day. */
const RULES: QuietHours = {
  ...USUAL_QUIET_HOURS,
  isOn: true,
  clock: 'recipient',
  hours: Array.from({ length: 7 }, () => ({ from: '09:00', to: '20:00' })),
  shabbat: false,
  holidays: false,
}

const setRules = (shop: Shop, change: Partial<QuietHours> = {}) =>
  shop.browser.read(
    shop.browser.send('PATCH', '/api/v1/quiet-hours', { body: { ...RULES, ...change } }),
  )

const waitUntil = (shop: Shop, at: number) => shop.wait(at - shop.now())
const tomorrowAt = (shop: Shop, clock: string) =>
  jerusalem.resolve(`${jerusalem.dayAt(shop.now() + DAY_MS)}T${clock}`).at

/** A hundred in Israel, a hundred in Germany, a slow number, and Israel's evening near. */
async function nearEvening(people = 100, rules: Partial<QuietHours> = {}) {
  const shop = await Shop.open()
  await shop.makeSlow()
  await shop.addMany(people)
  await shop.addMany(people, { country: 'DE' })
  await setRules(shop, rules)
  const edge = tomorrowAt(shop, '20:00')
  waitUntil(shop, edge - 10 * 60 * SECOND_MS)
  const id = await shop.running()
  waitUntil(shop, edge - 3 * SECOND_MS)
  const sent = async (country: string) =>
    (await shop.rows(id)).filter((row) => row.country === country && row.state === 'accepted')
      .length
  return { shop, id, sent, edge, morning: tomorrowAt(shop, '09:00') }
}

describe('quiet hours by each recipient’s clock', () => {
  it('stop the people of one zone at their edge, while the others are sent to', async () => {
    const { shop, id, sent, morning } = await nearEvening()
    await shop.sendAll()
    const israelis = await sent('IL')
    expect(israelis).toBeGreaterThan(0)
    expect(israelis).toBeLessThan(100)
    expect(await sent('DE')).toBe(100)
    const progress = await shop.progress(id)
    expect(progress).toMatchObject({
      state: 'running',
      rests: null,
      waiting: { reason: 'quiet', until: morning, people: 100 - israelis },
    })
    expect(progress.parts.map(({ zone, waitsFor }) => [zone, waitsFor])).toEqual([
      ['Asia/Jerusalem', 'quiet'],
      ['Europe/Berlin', null],
    ])
    await shop.sweepFor(60)
    expect(await sent('IL')).toBe(israelis)

    waitUntil(shop, morning + SECOND_MS)
    await shop.sweep()
    await shop.sendAll()
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 200 } })
    expect(new Set(shop.meta.recipients()).size).toBe(200)
    expect(shop.meta.posts).toHaveLength(200)
  })

  it('give way at once where they are switched off, or the other clock is chosen', async () => {
    const { shop, id, sent } = await nearEvening()
    await shop.sendAll()
    expect(await sent('IL')).toBeLessThan(100)
    await setRules(shop, { clock: 'workspace' })
    await shop.sweepFor(2)
    // It rests all the same, as a whole.
    expect(await shop.progress(id)).toMatchObject({ rests: { reason: 'hours' }, waiting: null })
    await setRules(shop, { isOn: false })
    await shop.sweepFor(2)
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 200 } })
  })

  it('end earlier or later where the hours are changed', async () => {
    const { shop, id, edge } = await nearEvening()
    await shop.sendAll()
    const hours = RULES.hours.map(() => ({ from: '07:00', to: '20:00' }))
    await setRules(shop, { hours })
    await shop.sweep()
    const until = jerusalem.resolve(`${addDays(jerusalem.dayAt(edge), 1)}T07:00`).at
    expect((await shop.progress(id)).waiting).toMatchObject({ reason: 'quiet', until })
  })

  it('keep the Sabbath in Israel only', async () => {
    const shop = await Shop.open()
    await shop.addMany(2)
    await shop.addMany(2, { country: 'DE' })
    await setRules(shop, { shabbat: true, hours: USUAL_QUIET_HOURS.hours })
    let day = jerusalem.dayAt(shop.now() + DAY_MS)
    while (weekdayOf(day) !== 6) day = addDays(day, 1)
    waitUntil(shop, jerusalem.resolve(`${day}T12:00`).at)
    const id = await shop.running()
    await shop.sendAll()
    const rows = await shop.rows(id)
    const by = (state: string) =>
      rows.filter((row) => row.state === state).map((row) => row.country)
    expect(by('accepted')).toEqual(['DE', 'DE'])
    expect(by('queued')).toEqual(['IL', 'IL'])
    expect((await shop.progress(id)).waiting?.until).toBe(
      jerusalem.resolve(`${addDays(day, 1)}T09:00`).at,
    )
  })

  it('take no places of the portfolio’s limit for people who rest', async () => {
    const { shop, id } = await nearEvening(20)
    await shop.query('UPDATE numbers SET messaging_limit = 250 WHERE account_id = ?')
    waitUntil(shop, tomorrowAt(shop, '04:00'))
    await shop.sendAll()
    expect(await shop.groupBy(id)).toEqual({ queued: 40 })
    const ledger = await shop.query('SELECT 1 FROM limit_ledger WHERE account_id = ?')
    expect(ledger).toEqual([])
  })

  it('are kept by a sample too: each zone’s part of it in its own hours', async () => {
    const shop = await Shop.open()
    await shop.addMany(40)
    await shop.addMany(40, { country: 'DE' })
    await setRules(shop)
    waitUntil(shop, tomorrowAt(shop, '20:30'))
    const id = await shop.running({ canary: USUAL_CANARY })
    await shop.sendAll()
    const states = (await shop.rows(id)).filter(({ state }) => state === 'accepted')
    expect(states.every(({ country }) => country === 'DE')).toBe(true)
    expect(states.length).toBeGreaterThan(5)
    expect((await shop.progress(id)).canary).toMatchObject({ state: 'sampling' })
  })

  it('are told in the plan, zone by zone, and in the audit', async () => {
    const { shop } = await nearEvening(2)
    const { id } = await shop.draft()
    const { rests, zones } = await shop.plan(id)
    expect(rests).toBeNull()
    expect(zones).toMatchObject({ isStart: false, zones: [{ people: 2 }, { people: 2 }] })
    const lines = await shop.query<{ after: string }>(
      "SELECT after FROM audit WHERE account_id = ? AND action = 'broadcast.quiet_hours'",
    )
    expect(lines).toMatchObject([{ after: 'marketing:recipient' }])
  })

  it('begin and end once, wherever what works on them is killed', async () => {
    const { shop, id, morning } = await nearEvening(3)
    waitUntil(shop, tomorrowAt(shop, '04:00'))
    const kills = new Kills(shop)
    const jobs = shop.sends.splice(0)
    for (const { job } of jobs) await kills.until((deps) => sendChunkJob(deps, job))
    expect(kills.both("waits_for = 'quiet', enqueued_at = NULL")).toBe(1)
    expect((await shop.progress(id)).waiting).toMatchObject({ reason: 'quiet' })

    const hours = RULES.hours.map(() => ({ from: '03:00', to: '20:00' }))
    await setRules(shop, { hours })
    await kills.until((deps) => sweepBroadcastsJob(deps))
    expect(kills.both('waits_for = iif')).toBe(1)
    await shop.sweepFor(10)
    await shop.sendAll()
    expect(morning).toBeGreaterThan(0)
    expect(new Set(shop.meta.recipients()).size).toBe(6)
    expect(shop.meta.posts).toHaveLength(6)
  })
})
