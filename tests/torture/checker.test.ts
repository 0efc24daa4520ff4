import { describe, expect, it } from 'vitest'
import { check, type History, measure } from './checker.ts'

const phone = (at: number) => `+97254500000${at}`
const logged = (at: number, outcome: string, answer = 'ok') => ({
  person: `person ${at}`,
  to: phone(at),
  answer,
  outcome,
})
const row = (no: number, state: string) => ({ no, identity: phone(no), state })

/** What an honest run leaves: one killed before its POST, one whose answer was lost, one left out. */
const honest = (): History => ({
  people: [1, 2, 3, 4, 5, 6].map(phone),
  kills: 1,
  windowRows: 2,
  revivals: [{ kills: 1, sending: 2, unknown: 0 }],
  log: [
    logged(1, 'read'),
    logged(2, 'delivered', 'timeout'),
    logged(3, 'failed'),
    logged(4, 'sent'),
  ],
  unclearRefusals: 0,
  beforeStatuses: [
    ...[row(1, 'read'), row(2, 'unknown'), row(3, 'accepted')],
    ...[row(4, 'unknown'), row(5, 'unknown'), row(6, 'skipped')],
  ],
  recipients: [
    ...[row(1, 'read'), row(2, 'delivered'), row(3, 'failed')],
    ...[row(4, 'sent'), row(5, 'unknown'), row(6, 'skipped')],
  ],
  progress: {
    state: 'done',
    total: 6,
    counts: { read: 1, delivered: 1, failed: 1, sent: 1, unknown: 1, skipped: 1 },
  },
})

/** The last state of a row, with the totals that a product which believes it would show. */
function endingAs(history: History, no: number, state: string): History {
  const recipients = history.recipients.map((one) => (one.no === no ? { ...one, state } : one))
  return { ...history, recipients, progress: { ...history.progress, counts: totals(recipients) } }
}

function totals(rows: History['recipients']): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

const LIES: [what: string, rule: string, lie: (history: History) => History][] = [
  [
    'somebody was written to twice',
    'I1 twice',
    (history) => ({ ...history, log: [...history.log, logged(1, 'read')] }),
  ],
  [
    'somebody was written to twice under another spelling',
    'I1 twice',
    (history) => ({
      ...history,
      log: [...history.log, { ...logged(1, 'read'), to: '0545000001' }],
    }),
  ],
  [
    'the broadcast never ends',
    'I2 one final result',
    (history) => ({ ...history, progress: { ...history.progress, state: 'running' } }),
  ],
  ['somebody waits for ever', 'I2 one final result', (history) => endingAs(history, 5, 'queued')],
  [
    'somebody is under way for ever',
    'I2 one final result',
    (history) => endingAs(history, 5, 'sending'),
  ],
  [
    'somebody of the audience has no row',
    'I2 one final result',
    (history) => ({ ...history, people: [...history.people, phone(7)] }),
  ],
  [
    'somebody has two rows',
    'I2 one final result',
    (history) => ({
      ...history,
      recipients: [...history.recipients, { ...row(7, 'failed'), identity: phone(1) }],
    }),
  ],
  [
    'a page of the list is repeated',
    'I2 one final result',
    (history) => ({ ...history, recipients: [...history.recipients, row(1, 'read')] }),
  ],
  [
    'a stranger has a row',
    'I2 one final result',
    (history) => ({ ...history, recipients: [...history.recipients, row(9, 'failed')] }),
  ],
  [
    'the totals are not those of the rows',
    'I3 adds up',
    (history) => {
      const { progress } = history
      const counts = { ...progress.counts, read: 0, delivered: 2 }
      return { ...history, progress: { ...progress, counts } }
    },
  ],
  [
    'the total is not the audience',
    'I3 adds up',
    (history) => ({ ...history, progress: { ...history.progress, total: 5 } }),
  ],
  [
    'a result has no name in the report',
    'I3 adds up',
    (history) => endingAs(history, 5, 'vanished'),
  ],
  [
    'a row claims what Meta never accepted',
    'I3 as Meta knows it',
    (history) => endingAs(history, 5, 'accepted'),
  ],
  [
    'a status was told and forgotten',
    'I3 as Meta knows it',
    (history) => endingAs(history, 1, 'delivered'),
  ],
  [
    'somebody who got it stays not confirmed',
    'I3 as Meta knows it',
    (history) => endingAs(history, 2, 'unknown'),
  ],
  [
    'somebody who was left out got it',
    'I3 as Meta knows it',
    (history) => endingAs(history, 1, 'skipped'),
  ],
  [
    'Meta accepted a message to nobody of the audience',
    'I3 as Meta knows it',
    (history) => ({ ...history, log: [...history.log, logged(9, 'sent')] }),
  ],
  [
    'a kill hit more than one window',
    'window',
    (history) => ({ ...history, revivals: [{ kills: 1, sending: 4, unknown: 0 }] }),
  ],
  [
    'more are open than kills and unclear answers explain',
    'window',
    (history) => ({ ...history, revivals: [{ kills: 1, sending: 2, unknown: 2 }] }),
  ],
  [
    'too many are not confirmed before the statuses',
    'window',
    (history) => ({ ...history, kills: 0, revivals: [] }),
  ],
  [
    'too many stay not confirmed after the statuses',
    'window',
    (history) => {
      const people = [...history.people, phone(7), phone(8)]
      const recipients = [...history.recipients, row(7, 'unknown'), row(8, 'unknown')]
      const progress = { ...history.progress, total: 8, counts: totals(recipients) }
      return { ...history, people, recipients, progress }
    },
  ],
]

describe('the checker of the torture', () => {
  it('finds nothing in an honest history', () => {
    expect(check(honest())).toEqual([])
  })

  it.each(LIES)('sees that %s', (_, rule, lie) => {
    expect(check(lie(honest())).map((violation) => violation.rule)).toContain(rule)
  })

  it('counts duplicates, the lost and the not confirmed', () => {
    expect(measure(honest())).toEqual({
      accepted: 4,
      duplicates: 0,
      lost: 0,
      unknownBefore: 3,
      unknownPostedBefore: 2,
      unknownAfter: 1,
      unknownPostedAfter: 0,
    })
    const history = endingAs(honest(), 5, 'queued')
    const log = [...history.log, logged(1, 'read')]
    expect(measure({ ...history, log })).toMatchObject({ duplicates: 1, lost: 1 })
  })

  it('names a few of many, and how many more there are', () => {
    const log = Array.from({ length: 9 }, (_, at) => [
      logged(at, 'sent'),
      logged(at, 'sent'),
    ]).flat()
    const twice = check({ ...honest(), log }).filter(({ rule }) => rule === 'I1 twice')
    expect(twice).toHaveLength(6)
    expect(twice.at(-1)?.message).toBe('… and 4 more')
  })
})
