import { describe, expect, it } from 'vitest'
import {
  bandsOf,
  type Eta,
  figuresOf,
  newestProgress,
  ratePerMinute,
  steadyEta,
  wholePercents,
} from '../../../ui/features/broadcasts/figures'
import type { ProgressView } from '../../../worker/contract/broadcasts'

const SECOND_MS = 1000

const progress = (change: Partial<ProgressView> = {}): ProgressView => ({
  id: 'a'.repeat(26),
  state: 'running',
  stateReason: null,
  stateText: null,
  stateLink: null,
  holdUntil: null,
  startsAt: null,
  rests: null,
  waiting: null,
  parts: [],
  canary: null,
  total: 12_480,
  counts: {
    queued: 4540,
    sending: 6,
    accepted: 10,
    unknown: 2,
    sent: 390,
    delivered: 4076,
    read: 2900,
    played: 3,
    failed: 37,
    skipped: 516,
  },
  replied: 118,
  failures: [],
  skipped: { opted_out: 388, no_consent: 128 },
  retryable: { failed: 0, notConfirmed: 0 },
  currency: 'USD',
  costSoFarMicros: 0,
  costByCountry: [],
  estimateMicros: null,
  rateDate: '2026-10-01',
  startedAt: 0,
  lastEventAt: null,
  finishedAt: null,
  perMinute: [],
  etaSeconds: null,
  at: 1000,
  planned: null,
  ...change,
})

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)

describe('the figures of a broadcast', () => {
  it('add up to everybody who was chosen', () => {
    const { messages, queued, onItsWay, sent, failed, stopped, leftOut } = figuresOf(progress())
    expect(queued + onItsWay + sent + failed + stopped).toBe(messages)
    expect(messages + leftOut).toBe(12_480)
  })

  it('count whoever read a message among those it was delivered and sent to', () => {
    expect(figuresOf(progress())).toMatchObject({ sent: 7369, delivered: 6979, read: 2903 })
  })

  it('tell those who were not reached by a stop from those who were left out', () => {
    const stopped = progress({
      counts: { delivered: 60, skipped: 40 },
      total: 100,
      skipped: { opted_out: 10, cancelled: 30 },
    })
    expect(figuresOf(stopped)).toMatchObject({ messages: 90, leftOut: 10, stopped: 30, queued: 0 })
    expect(wholePercents(figuresOf(stopped))).toBe(0.66)
  })

  it('call everybody queued who is written down and not counted by state yet', () => {
    const freezing = progress({ state: 'freezing', total: 500, counts: {}, skipped: {} })
    expect(figuresOf(freezing)).toMatchObject({ messages: 500, queued: 500, handled: 0 })
  })

  it('say 100% only when the last message is handled', () => {
    const last = progress({ total: 1000, counts: { queued: 1, read: 999 }, skipped: {} })
    expect(wholePercents(figuresOf(last))).toBe(0.99)
  })
})

describe('the bar', () => {
  it('holds each handled message in exactly one band', () => {
    const figures = figuresOf(progress())
    expect(sum(bandsOf(figures).map(({ value }) => value))).toBe(figures.handled)
  })

  it('stays true when people answer before Meta reports that they read', () => {
    const early = figuresOf(
      progress({
        total: 100,
        counts: { sent: 50, delivered: 30, read: 20 },
        skipped: {},
        replied: 60,
      }),
    )
    const bands = Object.fromEntries(bandsOf(early).map(({ key, value }) => [key, value]))
    expect(bands).toMatchObject({ replied: 60, read: 0, delivered: 0, sent: 40 })
  })
})

describe('news that overtake each other', () => {
  const later = (change: Partial<ProgressView>) => progress({ at: 2000, ...change })

  it('show the later one', () => {
    expect(newestProgress(progress({ at: 2000 }), progress({ at: 1000 })).at).toBe(2000)
  })

  it('never take a figure back, but take the state', () => {
    const next = newestProgress(progress(), later({ state: 'paused', counts: { sent: 5 } }))
    expect(next.state).toBe('paused')
    expect(figuresOf(next)).toEqual(figuresOf(progress()))
  })

  it('believe the end, whatever it says', () => {
    const end = later({ state: 'done', counts: { failed: 12_480 }, skipped: {} })
    expect(newestProgress(progress(), end)).toEqual(end)
  })
})

describe('the time left', () => {
  const at = (seconds: number, etaSeconds: number | null) =>
    progress({ at: seconds * SECOND_MS, etaSeconds })
  const shownAfter = (estimates: number[]) => {
    let shown: Eta = { seconds: null, changedAt: 0 }
    return estimates.map((eta, index) => {
      shown = steadyEta(shown, at(index * 5, eta))
      return shown.seconds
    })
  }

  it('moves one step at a time, however far the estimate leaps', () => {
    expect(shownAfter([290, 900, 900, 100])).toEqual([300, 360, 420, 360])
  })

  it('does not flutter round a step', () => {
    expect(shownAfter([59, 63, 58, 66, 59])).toEqual([60, 60, 60, 60, 60])
  })

  it('holds for a moment, since frames come four times a second', () => {
    const shown = steadyEta({ seconds: 300, changedAt: 10_000 }, at(11, 20))
    expect(shown.seconds).toBe(300)
  })

  it('is not said when it is not known', () => {
    expect(steadyEta({ seconds: 60, changedAt: 0 }, at(9, null)).seconds).toBeNull()
  })
})

describe('the pace', () => {
  it('is that of the last whole minute', () => {
    expect(ratePerMinute(progress({ perMinute: [410, 598, 12] }))).toBe(598)
  })

  it('goes by the seconds so far within the first minute', () => {
    expect(ratePerMinute(progress({ perMinute: [100], startedAt: 0, at: 10_000 }))).toBe(600)
    expect(ratePerMinute(progress({ perMinute: [40], startedAt: 0, at: 900 }))).toBeNull()
  })

  it('is not said of a broadcast that rests', () => {
    expect(ratePerMinute(progress({ state: 'paused', perMinute: [598, 12] }))).toBeNull()
  })
})
