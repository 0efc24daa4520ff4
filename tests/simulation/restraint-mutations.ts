import type { Mutation } from './mutations'

export const CLAIM = /INSERT INTO recipients[\s\S]*'sending'[\s\S]*claimed_at/

/** Bugs in what holds broadcasts back: limits, samples, quiet hours, caps and money. */
export const RESTRAINT_MUTATIONS: Mutation[] = [
  {
    title: 'a broadcast that waits elsewhere does not count against the cap',
    breaks: ['cap'],
    statements: [
      {
        where: /SELECT count\(\*\) FROM recipients AS f/,
        from: "f.state = 'queued' OR",
        to: 'false OR',
      },
    ],
  },
  {
    title: 'every chunk is given the room that there is',
    breaks: ['limit'],
    statements: [
      {
        where: /INSERT INTO limit_ledger[\s\S]*RETURNING upto/,
        from: 'cost <= (SELECT people FROM room)',
        to: '(true OR cost <= (SELECT people FROM room))',
      },
    ],
  },
  {
    title: 'what was reserved is not given back',
    breaks: ['ledger'],
    statements: [
      {
        where: /INSERT INTO limit_ledger[\s\S]*max\(r\.claimed_at\)/,
        from: 'l.at IS NULL',
        to: 'l.at IS NULL AND false',
      },
    ],
  },
  {
    title: 'the rest does not wait for the sample',
    breaks: ['canary'],
    statements: [
      {
        where: /UPDATE chunks SET opens_at = \?, waits_for = 'canary'/,
        from: 'WHERE',
        to: 'WHERE false AND',
      },
    ],
  },
  {
    title: 'a sample is not watched before the rest follows',
    breaks: ['canary'],
    statements: [
      {
        where: /UPDATE broadcasts SET canary_state = \?, canary_decides_at = \?/,
        from: 'canary_decides_at = ?',
        to: 'canary_decides_at = ? * 0',
      },
    ],
  },
  {
    title: 'nobody asks whether it is quiet',
    breaks: ['quiet'],
    statements: [{ where: /from "quiet_hours"/, from: 'where ', to: 'where false and ' }],
  },
  {
    title: 'people rest by the clock of the workspace',
    breaks: ['quiet'],
    statements: [
      {
        where: /finished_at AS finishedAt, opens_at AS opensAt, zone/,
        from: 'opensAt, zone',
        to: 'opensAt, NULL AS zone',
      },
    ],
  },
  {
    title: 'nobody waits for their own clock',
    breaks: ['own clock'],
    statements: [
      {
        where: /INSERT INTO broadcast_parts[\s\S]*AS p\s+WHERE/,
        from: 'b.total, ?, ?,',
        to: 'b.total, ?, NULL * ?,',
      },
    ],
  },
  {
    title: 'a follow-up goes to everybody who was written to',
    breaks: ['follow-up'],
    statements: [
      {
        where: /INSERT INTO recipients[\s\S]*SELECT r\.contact_id/,
        from: "r.state = 'delivered'",
        to: 'true',
      },
    ],
  },
  {
    title: 'whom a faster broadcast wrote to is written to all the same',
    breaks: ['rest hours'],
    statements: [
      {
        where: CLAIM,
        from: "f.state NOT IN ('queued', 'skipped', 'failed')",
        to: "false AND f.state NOT IN ('queued', 'skipped', 'failed')",
      },
    ],
  },
  {
    title: 'marketing goes on when the money is spent',
    breaks: ['budget'],
    statements: [
      {
        where: CLAIM,
        from: 'FROM message_budgets AS b WHERE',
        to: 'FROM message_budgets AS b WHERE false AND',
      },
    ],
  },
]
