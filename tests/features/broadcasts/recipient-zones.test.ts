import { describe, expect, it } from 'vitest'
import { type QuietHours, USUAL_QUIET_HOURS } from '../../../worker/contract/schedule'
import { quietAt, rulesAt } from '../../../worker/features/broadcasts/quiet-hours'
import {
  byZone,
  type LocalStart,
  localTime,
  unplacedOf,
} from '../../../worker/features/broadcasts/recipient-zones'
import type { Wave } from '../../../worker/features/broadcasts/waves'
import { partsOfZones, shareOf, wavesByClock } from '../../../worker/features/broadcasts/zone-parts'
import {
  planZones,
  problemOfZones,
  startOfZones,
} from '../../../worker/features/broadcasts/zone-plan'
import { zoneOfCountry } from '../../../worker/lib/country-zones'
import { DAY_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'

const jerusalem = openZone('Asia/Jerusalem')
const NOW = Date.parse('2026-11-28T08:30:00Z')
const iso = (at: number | null | undefined) => (at ? new Date(at).toISOString().slice(0, 16) : null)
const tenOClock = (day: string, passed: LocalStart['passed'] = 'next_day'): LocalStart => ({
  kind: 'local',
  wallTime: `${day}T10:00`,
  passed,
})

describe('the clock of a country', () => {
  it('is its own, and where it has several that of most of its people', () => {
    expect(zoneOfCountry('IL')).toBe('Asia/Jerusalem')
    expect(zoneOfCountry('GB')).toBe('Europe/London')
    expect(zoneOfCountry('US')).toBe('America/New_York')
    expect(zoneOfCountry('RU')).toBe('Europe/Moscow')
    expect(zoneOfCountry('AU')).toBe('Australia/Sydney')
  })

  it('is known for each country that a phone number can be of, and opens', () => {
    const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const codes = letters.flatMap((a) => letters.map((b) => `${a}${b}`))
    const known = codes.filter((code) => regions.of(code) && zoneOfCountry(code))
    expect(known.length).toBeGreaterThan(235)
    for (const code of known) expect(openZone(zoneOfCountry(code) ?? '').name).toBeTruthy()
  })

  it('is none where there is no country', () => {
    expect(zoneOfCountry(null)).toBeNull()
    expect(zoneOfCountry("'); --")).toBeNull()
    expect(zoneOfCountry('ZZ')).toBeNull()
  })
})

describe('people by their clocks', () => {
  const people = [
    { country: 'DE', people: 20 },
    { country: 'IL', people: 30 },
    { country: null, people: 4 },
    { country: 'ZZ', people: 1 },
    { country: 'BR', people: 7 },
  ]

  it('are together where clocks are the same; whose country is not known goes by the workspace', () => {
    const zones = byZone(people, 'Asia/Jerusalem')
    expect(zones.map(({ zone, people: count }) => [zone, count])).toEqual([
      ['Asia/Jerusalem', 35],
      ['Europe/Berlin', 20],
      ['America/Sao_Paulo', 7],
    ])
    expect(unplacedOf(people)).toBe(5)
  })

  it('are cut into parts in the order in which they begin, and nobody is in none', () => {
    const zones = byZone(people, 'Asia/Jerusalem')
    const start = tenOClock('2026-11-30')
    const parts = partsOfZones({ zones, start, confirmedAt: NOW, likeliestAt: null })
    expect(parts.map(({ zone, opensAt }) => [zone, iso(opensAt)])).toEqual([
      ['Asia/Jerusalem', '2026-11-30T08:00'],
      ['Europe/Berlin', '2026-11-30T09:00'],
      ['America/Sao_Paulo', '2026-11-30T13:00'],
    ])
    expect(parts[0]?.passes).toEqual([[{ has: 'country', of: ['DE', 'BR'], isOther: true }]])
    expect(parts[1]?.passes).toEqual([[{ has: 'country', of: ['DE'], isOther: false }]])
  })
})

describe('a time by each recipient’s clock', () => {
  const at = (start: LocalStart, zone: string, confirmedAt = NOW) => {
    const { at: instant, ...rest } = localTime(start, openZone(zone), confirmedAt)
    return { ...rest, at: iso(instant) }
  }

  it('comes at another instant in each zone', () => {
    const start = tenOClock('2026-11-30')
    expect(at(start, 'Asia/Tokyo').at).toBe('2026-11-30T01:00')
    expect(at(start, 'America/New_York').at).toBe('2026-11-30T15:00')
  })

  it('that has passed is a day later or at once, as was chosen, by when it was confirmed', () => {
    const today = '2026-11-28'
    expect(at(tenOClock(today), 'Asia/Jerusalem')).toEqual({
      ...{ at: '2026-11-29T08:00', shown: 'once', passed: 'next_day' },
    })
    expect(at(tenOClock(today, 'now'), 'Asia/Jerusalem')).toMatchObject({ at: null, passed: 'now' })
    expect(at(tenOClock(today), 'Europe/Berlin')).toMatchObject({
      at: '2026-11-28T09:00',
      passed: null,
    })
    // Not tomorrow: when it was confirmed, ten o'clock was still to come.
    const first = jerusalem.resolve(`${today}T10:00`).at
    expect(at(tenOClock(today), 'Asia/Jerusalem', first - 1)).toMatchObject({ passed: null })
  })

  it('of a day that is over nearly everywhere comes again by tomorrow', () => {
    const late = Date.parse('2026-11-28T20:30:00Z')
    expect(at(tenOClock('2026-11-28'), 'Pacific/Kiritimati', late)).toMatchObject({
      at: '2026-11-29T20:00',
    })
  })

  it('in the hour that clocks skip is an hour later, and in the one that comes twice the first', () => {
    const half = (day: string): LocalStart => ({ ...tenOClock(day), wallTime: `${day}T02:30` })
    expect(at(half('2027-03-28'), 'Europe/Berlin')).toEqual({
      ...{ at: '2027-03-28T01:30', shown: 'never', passed: null },
    })
    expect(at(half('2027-10-31'), 'Europe/Berlin')).toMatchObject({
      ...{ at: '2027-10-31T00:30', shown: 'twice' },
    })
    expect(at(half('2027-03-28'), 'Asia/Jerusalem')).toMatchObject({ shown: 'once' })
  })
})

describe('the plan by recipients’ clocks', () => {
  const facts = {
    countries: [
      { country: 'IL', people: 3_000 },
      { country: 'DE', people: 1_000 },
      { country: null, people: 5 },
    ],
    workspace: jerusalem,
    start: tenOClock('2026-11-30'),
    startsAt: NOW,
    confirmedAt: NOW,
    perSecond: 10,
    rules: null,
  }

  it('says when the first and the last begin, and when all is over', () => {
    const plan = planZones(facts)
    expect(plan).toMatchObject({ isStart: true, unplaced: 5 })
    expect(iso(plan?.startsAt)).toBe('2026-11-30T08:00')
    expect(iso(plan?.lastStartsAt)).toBe('2026-11-30T09:00')
    expect(plan?.endsAt).toBe(Date.parse('2026-11-30T09:00:00Z') + 100_000)
    expect(plan && iso(startOfZones(plan, jerusalem)?.at)).toBe('2026-11-30T08:00')
  })

  it('counts a zone behind one that is not sent yet', () => {
    const slow = planZones({ ...facts, perSecond: 0.5 })
    // 3,005 people at one in two seconds take longer than the hour between the zones.
    expect(iso(slow?.lastStartsAt)).toBe('2026-11-30T09:40')
  })

  it('is refused where the time has passed for everybody, and begins at once where it is so chosen', () => {
    const late = planZones({ ...facts, start: tenOClock('2026-11-27') })
    expect(late && problemOfZones(late, NOW)).toBe('start_past')
    const today = planZones({ ...facts, start: tenOClock('2026-11-28', 'now') })
    expect(today && problemOfZones(today, NOW)).toBeNull()
    expect(today && startOfZones(today, jerusalem)).toBeNull()
    const far = planZones({ ...facts, start: tenOClock('2028-11-27') })
    expect(far && problemOfZones(far, NOW)).toBe('start_too_far')
  })

  it('stops one zone at its own evening while the other goes on', () => {
    const hours = Array.from({ length: 7 }, () => ({ from: '09:00', to: '20:00' }))
    const rules: QuietHours = {
      ...USUAL_QUIET_HOURS,
      ...{ isOn: true, hours, shabbat: false, holidays: false, clock: 'recipient' },
    }
    const evening = Date.parse('2026-11-30T17:59:00Z')
    const plan = planZones({ ...facts, start: null, startsAt: evening, rules })
    const [israel, germany] = plan?.zones ?? []
    expect(plan?.isStart).toBe(false)
    expect(israel?.stops).toMatchObject([{ reason: 'hours', left: 2_405 }])
    expect(iso(israel?.stops[0]?.until)).toBe('2026-12-01T07:00')
    expect(germany?.stops).toEqual([])
    expect(iso(germany?.startsAt)).toBe('2026-11-30T18:00')
    expect(planZones({ ...facts, start: null, rules: { ...rules, clock: 'workspace' } })).toBeNull()
  })
})

describe('days of rest by recipients’ clocks', () => {
  const rules: QuietHours = { ...USUAL_QUIET_HOURS, isOn: true, clock: 'recipient' }
  const saturday = Date.parse('2026-11-28T10:00:00Z')

  it('are kept in Israel only', () => {
    const berlin = openZone('Europe/Berlin')
    expect(quietAt(rulesAt(rules, jerusalem), jerusalem, saturday)?.reason).toBe('shabbat')
    expect(quietAt(rulesAt(rules, berlin), berlin, saturday)).toBeNull()
  })

  it('leave the hours of the week as they are everywhere', () => {
    const berlin = openZone('Europe/Berlin')
    const friday = Date.parse('2026-11-27T13:30:00Z')
    expect(quietAt(rulesAt(rules, berlin), berlin, friday)?.reason).toBe('hours')
  })
})

describe('waves by recipients’ clocks', () => {
  const waves: Wave[] = [
    { people: 100, opensAt: null },
    { people: 100, opensAt: NOW + DAY_MS },
    { people: 50, opensAt: NOW + 2 * DAY_MS },
  ]

  it('begin day after day when clocks show the time, also over a change of clocks', () => {
    const start = tenOClock('2027-03-27')
    const times = wavesByClock(waves, start, 'Europe/Berlin', NOW).map(({ opensAt }) =>
      iso(opensAt),
    )
    expect(times).toEqual(['2027-03-27T09:00', '2027-03-28T08:10', '2027-03-29T08:20'])
  })

  it('wait for the day on which the limit is free', () => {
    const start = tenOClock('2026-11-29')
    const later = waves.map((wave) => ({ ...wave, opensAt: NOW + 2 * DAY_MS }))
    const [first] = wavesByClock(later, start, 'Asia/Jerusalem', NOW)
    expect(iso(first?.opensAt)).toBe('2026-12-01T08:00')
  })

  it('share a zone’s people as they share everybody, to the last one', () => {
    for (let people = 0; people < 300; people += 7) {
      const own = shareOf(waves, people)
      expect(own.reduce((sum, wave) => sum + wave.people, 0)).toBe(people)
      expect(own.every((wave) => wave.people > 0)).toBe(true)
      if (people === 252) expect(own.map((wave) => wave.people)).toEqual([101, 101, 50])
    }
  })
})
