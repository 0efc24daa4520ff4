import { describe, expect, it } from 'vitest'
import { ALWAYS_OPEN, type QuietHours } from '../../../worker/contract/sending-rules'
import { finishOf, quietAt } from '../../../worker/features/broadcasts/quiet-hours'
import { HOUR_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'

const ZONE = 'Asia/Jerusalem'
const zone = openZone(ZONE)
const at = (wallTime: string) => zone.resolve(wallTime).at
const shown = (instant: number | undefined) =>
  instant === undefined ? null : zone.wallTimeAt(instant)

/** Nine to nine on each day. */
const DAYTIME: QuietHours = {
  ...ALWAYS_OPEN,
  hours: Array.from({ length: 7 }, () => ({ from: '09:00', to: '21:00' })),
}
const RESTING: QuietHours = { ...DAYTIME, shabbat: true, holidays: true }

describe('quiet hours', () => {
  it('never begin where nothing rests', () => {
    expect(quietAt(ALWAYS_OPEN, ZONE, at('2026-11-21T03:00'))).toBeNull()
    expect(quietAt(ALWAYS_OPEN, ZONE, at('2026-11-22T00:00'))).toBeNull()
  })

  it('last from the evening to the morning', () => {
    expect(quietAt(DAYTIME, ZONE, at('2026-11-24T20:59'))).toBeNull()
    const quiet = quietAt(DAYTIME, ZONE, at('2026-11-24T21:00'))
    expect(quiet?.reason).toBe('hours')
    expect(shown(quiet?.until)).toBe('2026-11-25T09:00')
  })

  it('pass over a day on which nothing leaves', () => {
    const hours = DAYTIME.hours.map((one, weekday) => (weekday === 5 ? null : one))
    const quiet = quietAt({ ...DAYTIME, hours }, ZONE, at('2026-11-26T22:00'))
    expect(shown(quiet?.until)).toBe('2026-11-28T09:00')
  })

  it('begin before the sun sets on Friday and end on Sunday morning', () => {
    // The sun sets at 16:37 in Jerusalem on that day.
    expect(quietAt(RESTING, ZONE, at('2026-11-20T15:50'))).toBeNull()
    const quiet = quietAt(RESTING, ZONE, at('2026-11-20T16:05'))
    expect(quiet?.reason).toBe('shabbat')
    // Saturday after dark lies between 17:22 and 21:00.
    expect(shown(quiet?.until)).toMatch(/^2026-11-21T17:2/)
  })

  it('join a holiday that touches the Sabbath to one rest', () => {
    // Rosh Hashana 5787 is Saturday 12 and Sunday 13 September 2026.
    const quiet = quietAt(RESTING, ZONE, at('2026-09-11T19:00'))
    expect(quiet?.reason).toBe('rosh_hashana')
    expect(shown(quiet?.until)).toMatch(/^2026-09-13T19:3/)
  })

  it('keep Yom Kippur', () => {
    const quiet = quietAt(RESTING, ZONE, at('2026-09-21T12:00'))
    expect(quiet?.reason).toBe('yom_kippur')
  })
})

describe('a send that runs into quiet hours', () => {
  it('finishes as if there were none when it fits in the day', () => {
    const startsAt = at('2026-11-24T10:00')
    expect(finishOf(DAYTIME, ZONE, { startsAt, lasts: HOUR_MS })).toEqual({
      startsAt,
      endsAt: startsAt + HOUR_MS,
      waits: 0,
    })
  })

  it('goes on in the morning', () => {
    const { endsAt, waits } = finishOf(DAYTIME, ZONE, {
      startsAt: at('2026-11-24T20:00'),
      lasts: 3 * HOUR_MS,
    })
    expect(shown(endsAt)).toBe('2026-11-25T11:00')
    expect(waits).toBe(12 * HOUR_MS)
  })

  it('that is asked for at night starts in the morning', () => {
    const { startsAt } = finishOf(DAYTIME, ZONE, { startsAt: at('2026-11-24T23:00'), lasts: 1 })
    expect(shown(startsAt)).toBe('2026-11-25T09:00')
  })

  it('is not held up by midnight when nothing rests', () => {
    const startsAt = at('2026-11-24T20:00')
    const { endsAt, waits } = finishOf(ALWAYS_OPEN, ZONE, { startsAt, lasts: 60 * HOUR_MS })
    expect(endsAt).toBe(startsAt + 60 * HOUR_MS)
    expect(waits).toBe(0)
  })
})
