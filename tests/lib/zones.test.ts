import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../worker/lib/time'
import { openZone } from '../../worker/lib/zones'

const jerusalem = openZone('Asia/Jerusalem')
const iso = (at: number) => new Date(at).toISOString()

describe('a time on the wall', () => {
  it('is one instant on a usual day', () => {
    const { at, shown } = jerusalem.resolve('2026-06-01T10:00')
    expect(iso(at)).toBe('2026-06-01T07:00:00.000Z')
    expect(shown).toBe('once')
  })

  it('that is skipped in spring is as much later as clocks go forward', () => {
    const { at, shown } = jerusalem.resolve('2026-03-27T02:30')
    expect(shown).toBe('never')
    expect(jerusalem.wallTimeAt(at)).toBe('2026-03-27T03:30')
  })

  it('that comes twice in autumn is the first of both', () => {
    const { at, shown } = jerusalem.resolve('2026-10-25T01:30')
    expect(shown).toBe('twice')
    expect(iso(at)).toBe('2026-10-24T22:30:00.000Z')
    expect(jerusalem.wallTimeAt(at + 60 * MINUTE_MS)).toBe('2026-10-25T01:30')
  })

  it('is found again for any minute in any zone', () => {
    const zones = ['Asia/Jerusalem', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Australia/Lord_Howe']
    const minutes = fc.integer({ min: 29_000_000, max: 30_000_000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (name, minute) => {
        const zone = openZone(name)
        const at = minute * MINUTE_MS
        const wallTime = zone.wallTimeAt(at)
        const found = zone.resolve(wallTime)
        expect(zone.wallTimeAt(found.at)).toBe(wallTime)
        expect(found.at === at || found.shown === 'twice').toBe(true)
      }),
    )
  })

  it('of a zone nobody knows is refused', () => {
    expect(() => openZone('Asia/Nowhere')).toThrow(RangeError)
  })
})
