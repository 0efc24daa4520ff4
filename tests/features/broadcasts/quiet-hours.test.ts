import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type QuietHours, USUAL_QUIET_HOURS } from '../../../worker/contract/schedule'
import {
  appliesTo,
  isQuietDay,
  quietAt,
  restsOf,
} from '../../../worker/features/broadcasts/quiet-hours'
import { DAY_MS, HOUR_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'

const zone = openZone('Asia/Jerusalem')
const at = (wallTime: string) => zone.resolve(wallTime).at
const shown = (instant: number | undefined) =>
  instant === undefined ? null : zone.wallTimeAt(instant)

/** Nine to nine on each day. */
const DAYTIME: QuietHours = {
  ...USUAL_QUIET_HOURS,
  isOn: true,
  hours: Array.from({ length: 7 }, () => ({ from: '09:00', to: '21:00' })),
  shabbat: false,
  holidays: false,
}
const RESTING: QuietHours = { ...DAYTIME, shabbat: true, holidays: true }

const quiet = (rules: QuietHours, wallTime: string) => {
  const found = quietAt(rules, zone, at(wallTime))
  return found && { reason: found.reason, until: shown(found.until) }
}

describe('quiet hours', () => {
  it('hold marketing back, and everything only where that was chosen', () => {
    expect(appliesTo(DAYTIME, 'MARKETING')).toBe(true)
    expect(appliesTo(DAYTIME, 'UTILITY')).toBe(false)
    expect(appliesTo({ ...DAYTIME, appliesTo: 'everything' }, 'UTILITY')).toBe(true)
    expect(appliesTo({ ...DAYTIME, isOn: false }, 'MARKETING')).toBe(false)
  })

  it('last from the evening to the morning', () => {
    expect(quiet(DAYTIME, '2026-11-24T20:59')).toBeNull()
    expect(quiet(DAYTIME, '2026-11-24T21:00')).toEqual({
      reason: 'hours',
      until: '2026-11-25T09:00',
    })
    expect(quiet(DAYTIME, '2026-11-25T09:00')).toBeNull()
  })

  it('pass over a day on which nothing leaves', () => {
    const hours = DAYTIME.hours.map((one, weekday) => (weekday === 5 ? null : one))
    expect(quiet({ ...DAYTIME, hours }, '2026-11-26T22:00')?.until).toBe('2026-11-28T09:00')
  })

  it('keep the Sabbath from Friday afternoon, and the night after it belongs to it', () => {
    expect(quiet(RESTING, '2026-11-20T14:59')).toBeNull()
    expect(quiet(RESTING, '2026-11-20T15:00')).toEqual({
      reason: 'shabbat',
      until: '2026-11-21T20:30',
    })
    const early = { ...RESTING, restUntil: '21:30' }
    expect(quiet(early, '2026-11-20T15:00')?.until).toBe('2026-11-22T09:00')
  })

  it('join a holiday that touches the Sabbath to one rest', () => {
    // Rosh Hashana 5787 is Saturday 12 and Sunday 13 September 2026.
    expect(quiet(RESTING, '2026-09-11T19:00')).toEqual({
      reason: 'rosh_hashana',
      until: '2026-09-13T20:30',
    })
  })

  it('keep the days of mourning and Independence Day after them', () => {
    expect(quiet(RESTING, '2026-04-21T11:00')).toEqual({
      reason: 'memorial_day',
      until: '2026-04-22T20:30',
    })
    expect(quiet(RESTING, '2026-04-14T11:00')?.reason).toBe('holocaust_day')
  })

  it('end at the hour that clocks show, also in the night in which they change', () => {
    // Clocks go forward on 27 March 2026 and back on 25 October 2026.
    for (const day of ['2026-03-26', '2026-10-24']) {
      expect(quiet(DAYTIME, `${day}T22:00`)?.until).toMatch(/T09:00$/)
    }
    const night = quietAt(DAYTIME, zone, at('2026-10-24T21:00'))
    expect(night && night.until - at('2026-10-24T21:00')).toBe(13 * HOUR_MS)
  })

  it('always end, at a moment that is not quiet, and no moment before it is open', () => {
    const clock = fc
      .integer({ min: 0, max: 23 })
      .map((hour) => `${String(hour).padStart(2, '0')}:00`)
    const open = fc
      .tuple(clock, clock)
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ from, to }))
    const rules = fc.record({
      hours: fc.tuple(open, ...Array.from({ length: 6 }, () => fc.option(open))),
      shabbat: fc.boolean(),
      holidays: fc.boolean(),
      restFrom: clock,
      restUntil: clock,
    })
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 3 * 365 * 24 }), (chosen, hour) => {
        const mine = { ...DAYTIME, ...chosen }
        const now = at('2026-01-01T00:00') + hour * HOUR_MS
        const found = quietAt(mine, zone, now)
        if (!found) return
        expect(found.until).toBeGreaterThan(now)
        expect(quietAt(mine, zone, found.until)).toBeNull()
        expect(quietAt(mine, zone, found.until - 1)).not.toBeNull()
      }),
      { numRuns: 200 },
    )
  })

  it('tell a day on which nothing leaves', () => {
    expect(isQuietDay(RESTING, zone, '2026-11-21')).toBe(false)
    const late = { ...RESTING, restUntil: '21:00' }
    expect(isQuietDay(late, zone, '2026-11-21')).toBe(true)
    expect(isQuietDay(late, zone, '2026-11-22')).toBe(false)
  })
})

describe('a send that runs into quiet hours', () => {
  const send = (wallTime: string, people: number) =>
    restsOf(DAYTIME, zone, { startsAt: at(wallTime), people, perSecond: 1 })

  it('does not stop when it fits in the day', () => {
    const startsAt = at('2026-11-24T10:00')
    expect(send('2026-11-24T10:00', 3600)).toEqual({
      startsAt,
      endsAt: startsAt + HOUR_MS,
      stops: [],
    })
  })

  it('stops at the edge with those who are left, and goes on in the morning', () => {
    const { stops, endsAt } = send('2026-11-24T20:00', 3 * 3600)
    expect(stops).toEqual([
      {
        from: at('2026-11-24T21:00'),
        until: at('2026-11-25T09:00'),
        reason: 'hours',
        left: 2 * 3600,
      },
    ])
    expect(shown(endsAt)).toBe('2026-11-25T11:00')
  })

  it('that is asked for at night begins in the morning', () => {
    const { startsAt, stops } = send('2026-11-24T23:00', 10)
    expect(shown(startsAt)).toBe('2026-11-25T09:00')
    expect(stops).toHaveLength(1)
  })

  it('names the first stops of many, and knows the end all the same', () => {
    const { stops, endsAt } = send('2026-11-24T09:00', 5 * 12 * 3600)
    expect(stops).toHaveLength(3)
    expect(endsAt).toBe(at('2026-11-24T21:00') + 4 * DAY_MS)
  })
})
