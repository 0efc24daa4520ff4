import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthSheet } from '../../../worker/features/broadcasts/month'
import { FARTHEST_MS, problemOf, resolveStart } from '../../../worker/features/broadcasts/start'
import { HOUR_MS, MINUTE_MS } from '../../../worker/lib/time'
import { openZone } from '../../../worker/lib/zones'

const jerusalem = openZone('Asia/Jerusalem')
const start = (wallTime: string, isSecond = false, zone = jerusalem) =>
  resolveStart({ kind: 'at', wallTime, isSecond }, zone)
const iso = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())

describe('a chosen start', () => {
  it('is nothing to resolve when it is now', () => {
    expect(resolveStart({ kind: 'now' }, jerusalem)).toBeNull()
  })

  it('in the skipped hour is as much later as clocks go forward', () => {
    const found = start('2027-03-26T02:30')
    expect(found?.shown).toBe('never')
    expect(jerusalem.wallTimeAt(found?.at ?? 0)).toBe('2027-03-26T03:30')
  })

  it('in the doubled hour is the first time, or the second where that was chosen', () => {
    const first = start('2026-10-25T01:30')
    const second = start('2026-10-25T01:30', true)
    expect(first?.shown).toBe('twice')
    expect(iso(first?.at)).toBe('2026-10-24T22:30:00.000Z')
    expect(iso(second?.at)).toBe('2026-10-24T23:30:00.000Z')
    expect(first?.choices).toEqual([first?.at, second?.at])
  })

  it('knows a zone whose clocks go back by half an hour', () => {
    const howe = openZone('Australia/Lord_Howe')
    const found = start('2026-04-05T01:45', true, howe)
    expect(found?.shown).toBe('twice')
    expect(found && (found.choices[1] ?? 0) - (found.choices[0] ?? 0)).toBe(HOUR_MS / 2)
  })

  it('that comes once has no second time', () => {
    const found = start('2026-12-01T10:00', true)
    expect(found?.choices).toEqual([found?.at])
  })

  it('shows the chosen time whenever clocks show it at all', () => {
    const zones = ['Asia/Jerusalem', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham']
    const minutes = fc.integer({ min: 29_700_000, max: 31_000_000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, fc.boolean(), (name, minute, isSecond) => {
        const zone = openZone(name)
        const wallTime = new Date(minute * MINUTE_MS).toISOString().slice(0, 16)
        const found = start(wallTime, isSecond, zone)
        if (!found) throw new Error('a time was chosen')
        if (found.shown === 'never') expect(zone.wallTimeAt(found.at) > wallTime).toBe(true)
        else for (const at of found.choices) expect(zone.wallTimeAt(at)).toBe(wallTime)
        expect(found.choices.length).toBe(found.shown === 'twice' ? 2 : 1)
      }),
    )
  })

  it('must lie ahead, and within a year', () => {
    expect(problemOf(1000, 1000)).toBe('start_past')
    expect(problemOf(1001, 1000)).toBeNull()
    expect(problemOf(1001 + FARTHEST_MS, 1000)).toBe('start_too_far')
  })
})

describe('the sheet of a month', () => {
  it('has the month and a week around it, from midnight to midnight of the zone', () => {
    const { days, from, until } = monthSheet('2026-02', jerusalem)
    expect(days[0]).toBe('2026-01-26')
    expect(days.at(-1)).toBe('2026-03-06')
    expect(days).toHaveLength(40)
    expect(jerusalem.wallTimeAt(from)).toBe('2026-01-26T00:00')
    expect(jerusalem.wallTimeAt(until)).toBe('2026-03-07T00:00')
  })
})
