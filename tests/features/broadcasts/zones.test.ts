import { describe, expect, it } from 'vitest'
import { USUAL_CANARY } from '../../../worker/contract/broadcast-canary'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { CalendarView } from '../../../worker/contract/calendar'
import {
  cancelBroadcast,
  pauseBroadcast,
} from '../../../worker/features/broadcasts/control-operations'
import { freezeJob } from '../../../worker/features/broadcasts/jobs'
import { zoneOfCountry } from '../../../worker/lib/country-zones'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../worker/lib/time'
import { openZone, type Zone } from '../../../worker/lib/zones'
import { dayOfChange } from '../../support/clock-changes'
import { Kills } from '../../support/kills'
import { Shop } from '../../support/shop'

const jerusalem = openZone('Asia/Jerusalem')
const berlin = openZone('Europe/Berlin')
const saoPaulo = openZone('America/Sao_Paulo')

const waitUntil = (shop: Shop, at: number) => shop.wait(at - shop.now())

/** Three in Israel and one of whom no country is known, two in Germany, two in Brazil. */
async function threeCountries() {
  const shop = await Shop.open()
  await shop.addMany(3)
  await shop.addMany(2, { country: 'DE' })
  await shop.addMany(2, { country: 'BR' })
  await shop.add([{ country: null, phone: null, bsuid: 'ZZ.1234567' }])
  return shop
}

const local = (wallTime: string, passed: 'now' | 'next_day' = 'next_day') => ({
  start: { kind: 'local' as const, wallTime, passed },
})

const sentTo = async (shop: Shop, id: string) => {
  const rows = await shop.rows(id)
  const countries = rows.flatMap(({ state, country }) => (state === 'accepted' ? [country] : []))
  return countries.map((country) => country ?? '??').sort()
}

async function goOn(shop: Shop, at: number) {
  waitUntil(shop, at + SECOND_MS)
  await shop.sweep()
  await shop.sendAll()
}

describe('a broadcast at a time of each recipient’s clock', () => {
  it('goes out zone by zone, also where clocks skip the time, and each person gets it once', async () => {
    const shop = await threeCountries()
    // The next spring day on which Berlin’s clocks skip half past two.
    const day = dayOfChange(berlin, 60)
    const wallTime = `${day}T02:30`
    const draft = await shop.draft(local(wallTime))
    const plan = await shop.plan(draft.id)
    const at = (zone: Zone) => zone.resolve(wallTime).at
    expect(plan.zones).toMatchObject({
      isStart: true,
      unplaced: 1,
      startsAt: at(jerusalem),
      lastStartsAt: at(saoPaulo),
      zones: [
        { zone: 'Asia/Jerusalem', people: 4, at: at(jerusalem), shown: 'once', passed: null },
        { zone: 'Europe/Berlin', people: 2, at: at(berlin), shown: 'never' },
        { zone: 'America/Sao_Paulo', people: 2, at: at(saoPaulo), shown: 'once' },
      ],
    })
    expect(berlin.wallTimeAt(at(berlin))).toBe(`${day}T03:30`)
    await shop.post(`/broadcasts/${draft.id}/launch`, {
      version: draft.version,
      people: plan.people,
      maxCostMicros: plan.highMicros,
    })
    const { id } = draft
    expect(await shop.see(id)).toMatchObject({ state: 'scheduled', startsAt: at(jerusalem) })
    const month = jerusalem.dayAt(at(jerusalem)).slice(0, 7)
    const calendar = await shop.get<CalendarView>(`/calendar?month=${month}`)
    expect(calendar.broadcasts).toMatchObject([{ id, at: at(jerusalem), lastAt: at(saoPaulo) }])

    await goOn(shop, at(jerusalem))
    expect(await sentTo(shop, id)).toEqual(['??', 'IL', 'IL', 'IL'])
    const first = await shop.progress(id)
    expect(first).toMatchObject({
      state: 'running',
      waiting: { reason: 'zone', until: at(berlin), people: 4 },
      parts: [
        { zone: 'Asia/Jerusalem', people: 4, isOver: true },
        { zone: 'Europe/Berlin', people: 2, opensAt: at(berlin), waitsFor: 'zone' },
        { zone: 'America/Sao_Paulo', people: 2, opensAt: at(saoPaulo) },
      ],
    })
    await goOn(shop, at(berlin) - MINUTE_MS)
    expect(shop.meta.posts).toHaveLength(4)
    await goOn(shop, at(berlin))
    expect(await sentTo(shop, id)).toEqual(['??', 'DE', 'DE', 'IL', 'IL', 'IL'])
    await goOn(shop, at(saoPaulo) - MINUTE_MS)
    expect(shop.meta.posts).toHaveLength(6)
    await goOn(shop, at(saoPaulo))
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 8 } })
    expect(new Set(shop.meta.recipients()).size).toBe(8)
  })

  it('that is cancelled in between leaves counts and the ledger exact', async () => {
    const shop = await threeCountries()
    await shop.query('UPDATE numbers SET messaging_limit = 250 WHERE account_id = ?')
    const wallTime = `${jerusalem.dayAt(Date.now() + 2 * DAY_MS)}T10:00`
    const id = await shop.launch(local(wallTime))
    await goOn(shop, jerusalem.resolve(wallTime).at)
    await goOn(shop, berlin.resolve(wallTime).at)
    await cancelBroadcast(shop.deps, await shop.db(), 'user:owner', id)
    await shop.finishCancel(id)
    await goOn(shop, saoPaulo.resolve(wallTime).at)
    expect(await shop.progress(id)).toMatchObject({
      state: 'cancelled',
      counts: { accepted: 6, skipped: 2 },
      skipped: { cancelled: 2 },
    })
    expect(shop.meta.posts).toHaveLength(6)
    const ledger = await shop.query<{ people: number; isOpen: number }>(
      'SELECT sum(people) AS people, sum(at IS NULL) AS isOpen FROM limit_ledger WHERE account_id = ?',
    )
    expect(ledger).toEqual([{ people: 6, isOpen: 0 }])
  })

  it('that is paused and resumed sends what has come meanwhile, and what has not in its time', async () => {
    const shop = await threeCountries()
    const wallTime = `${jerusalem.dayAt(Date.now() + 2 * DAY_MS)}T10:00`
    const id = await shop.launch(local(wallTime))
    await goOn(shop, jerusalem.resolve(wallTime).at)
    await pauseBroadcast(shop.deps, await shop.db(), 'user:owner', id)
    await goOn(shop, berlin.resolve(wallTime).at)
    expect(shop.meta.posts).toHaveLength(4)
    await shop.resume(id)
    expect(shop.meta.posts).toHaveLength(6)
    await goOn(shop, saoPaulo.resolve(wallTime).at)
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 8 } })
  })

  it('is for who belongs to the audience at the start, also in countries that were not in the plan', async () => {
    const shop = await threeCountries()
    const wallTime = `${jerusalem.dayAt(Date.now() + 2 * DAY_MS)}T10:00`
    const id = await shop.launch(local(wallTime))
    await shop.query("DELETE FROM contacts WHERE account_id = ? AND country = 'DE'")
    await shop.add([{ country: 'GB' }])
    await goOn(shop, jerusalem.resolve(wallTime).at)
    const { parts } = await shop.progress(id)
    expect(parts.map(({ zone, people }) => [zone, people])).toEqual([
      ['Asia/Jerusalem', 4],
      ['Europe/London', 1],
      ['America/Sao_Paulo', 2],
    ])
    expect(parts[1]?.opensAt).toBe(openZone('Europe/London').resolve(wallTime).at)
  })

  it('where the time has passed begins at once, or a day later, as was chosen and shown', async () => {
    for (const passed of ['now', 'next_day'] as const) {
      const shop = await Shop.open()
      const past = openZone('Pacific/Kiritimati')
      const coming = openZone('Pacific/Pago_Pago')
      await shop.addMany(2, { country: 'AS' })
      await shop.addMany(1, { country: 'JP' })
      // Now in the east, ten hours from now and more in the west.
      const wallTime = openZone('Asia/Tokyo').wallTimeAt(Date.now() - HOUR_MS)
      expect(past.name && coming.resolve(wallTime).at).toBeGreaterThan(Date.now())
      const id = await shop.launch(local(wallTime, passed))
      const plan = await shop.plan((await shop.draft(local(wallTime, passed))).id)
      expect(plan.zones?.zones.find(({ zone }) => zone === 'Asia/Tokyo')).toMatchObject({ passed })
      if (passed === 'now') {
        expect(await shop.see(id)).toMatchObject({ state: 'holding', startsAt: null })
        await shop.freeze(id)
        await shop.sendAll()
        expect(await sentTo(shop, id)).toEqual(['JP'])
      } else {
        const { state, startsAt } = await shop.see(id)
        expect([state, startsAt]).toEqual(['scheduled', coming.resolve(wallTime).at])
      }
    }
  })

  it('that is told to start now goes to everybody at once', async () => {
    const shop = await threeCountries()
    const wallTime = `${jerusalem.dayAt(Date.now() + 2 * DAY_MS)}T10:00`
    const id = await shop.launch(local(wallTime))
    await shop.post(`/broadcasts/${id}/start`)
    await shop.freeze(id)
    await shop.sendAll()
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 8 } })
  })

  it('is refused where the time has passed for everybody', async () => {
    const shop = await threeCountries()
    const { id } = await shop.draft(local('2026-01-05T10:00'))
    const { problems } = await shop.plan(id)
    expect(problems).toMatchObject([{ code: 'start_past', blocking: true }])
  })

  it('takes its sample from those who begin first, and the others keep their time', async () => {
    const shop = await threeCountries()
    await shop.addMany(60)
    const wallTime = `${jerusalem.dayAt(Date.now() + 2 * DAY_MS)}T10:00`
    const id = await shop.launch({ ...local(wallTime), canary: USUAL_CANARY })
    await goOn(shop, jerusalem.resolve(wallTime).at)
    const { canary, parts } = await shop.progress(id)
    expect(canary).toMatchObject({ state: 'waiting', people: 50 })
    expect(parts.map(({ kind, zone, people }) => [kind, zone, people])).toEqual([
      ['canary', 'Asia/Jerusalem', 50],
      ['zone', 'Asia/Jerusalem', 14],
      ['zone', 'Europe/Berlin', 2],
      ['zone', 'America/Sao_Paulo', 2],
    ])
    await shop.post(`/broadcasts/${id}/go-on`)
    await shop.sweep()
    await shop.sendAll()
    expect(shop.meta.posts).toHaveLength(64)
    await goOn(shop, berlin.resolve(wallTime).at)
    await goOn(shop, saoPaulo.resolve(wallTime).at)
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 68 } })
  })

  it('above the limit goes out in waves, each by recipients’ clocks, and never above it', async () => {
    const shop = await Shop.open()
    await shop.query('UPDATE numbers SET messaging_limit = 50 WHERE account_id = ?')
    await shop.addMany(60)
    await shop.addMany(30, { country: 'DE' })
    const posts: number[] = []
    shop.meta.script = () => {
      posts.push(shop.now())
      return { accept: 'accepted' }
    }
    const day = jerusalem.dayAt(Date.now() + 2 * DAY_MS)
    const wallTime = `${day}T10:00`
    const id = await shop.launch({ ...local(wallTime), template: 'order_update', waves: true })
    await goOn(shop, jerusalem.resolve(wallTime).at)
    const { parts } = await shop.progress(id)
    expect(parts.map(({ kind, zone, people }) => [kind, zone, people])).toEqual([
      ['wave', 'Asia/Jerusalem', 31],
      ['wave', 'Asia/Jerusalem', 29],
      ['wave', 'Europe/Berlin', 16],
      ['wave', 'Europe/Berlin', 14],
    ])
    expect(posts).toHaveLength(31)
    for (let hours = 0; hours < 54; hours++) await goOn(shop, shop.now() + HOUR_MS)
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 90 } })
    expect(new Set(shop.meta.recipients()).size).toBe(90)
    for (const at of posts) {
      expect(posts.filter((other) => other > at - DAY_MS && other <= at).length).toBeLessThan(50)
    }
  })

  it('to dozens of countries, with a sample and in waves, is cut and sent like any other', async () => {
    const shop = await Shop.open()
    await shop.query('UPDATE numbers SET messaging_limit = 250 WHERE account_id = ?')
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const codes = letters.flatMap((a) => letters.map((b) => `${a}${b}`)).filter(zoneOfCountry)
    const some = codes.filter((_, at) => at % 6 === 0)
    await shop.add([...some, ...some, ...some, ...some].map((country) => ({ country })))
    const wallTime = `${jerusalem.dayAt(Date.now() + 3 * DAY_MS)}T10:00`
    const id = await shop.launch({
      ...local(wallTime),
      ...{ template: 'order_update', waves: true, canary: USUAL_CANARY },
    })
    const first = (await shop.see(id)).startsAt ?? 0
    waitUntil(shop, first)
    await shop.freeze(id)
    await shop.sendAll()
    const { total, state, parts } = await shop.progress(id)
    expect([total, state]).toEqual([4 * some.length, 'running'])
    expect(new Set(parts.map(({ zone }) => zone)).size).toBeGreaterThan(40)
    expect(new Set((await shop.rows(id)).map(({ contactId }) => contactId)).size).toBe(total)
    expect(parts[0]).toMatchObject({ kind: 'canary', isOver: true })
  })

  it('is drawn and cut once, wherever its freeze is killed', async () => {
    const shop = await threeCountries()
    const wallTime = `${jerusalem.dayAt(Date.now() + 2 * DAY_MS)}T10:00`
    const id = await shop.launch(local(wallTime))
    waitUntil(shop, jerusalem.resolve(wallTime).at + SECOND_MS)
    const kills = new Kills(shop)
    const job = { type: 'broadcast.freeze' as const, accountId: shop.accountId, broadcastId: id }
    await kills.until((deps) => freezeJob(deps, job))
    expect(kills.both('UPDATE broadcasts SET parts')).toBe(1)
    const rows = await shop.rows(id)
    expect(new Set(rows.map(({ contactId }) => contactId)).size).toBe(8)
    expect(rows).toHaveLength(8)
    for (const zone of [jerusalem, berlin, saoPaulo]) await goOn(shop, zone.resolve(wallTime).at)
    expect(await shop.progress(id)).toMatchObject({ state: 'done', counts: { accepted: 8 } })
    expect(shop.meta.posts).toHaveLength(8)
  })

  it('is a draft that can be copied, without when', async () => {
    const shop = await threeCountries()
    const wallTime = `${jerusalem.dayAt(Date.now() + 2 * DAY_MS)}T10:00`
    const { id } = await shop.draft(local(wallTime))
    const copy = await shop.post<BroadcastView>(`/broadcasts/${id}/duplicate`, { name: 'Again' })
    expect(copy.start).toEqual({ kind: 'now' })
  })
})
