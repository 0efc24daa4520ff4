// Which fault is injected where, and which invariant is checked where. A run counts what it injected by
// these names; a row whose count stays zero fails it.

type Row = {
  /** What histories do to the product, as counted. */
  injected: readonly string[]
  /** What another test does, and which. */
  elsewhere?: Readonly<Record<string, string>>
}

export const FAULTS = {
  F1: { injected: ['killed before a claim'] },
  F2: { injected: ['a claim stored, its answer lost'] },
  F3: { injected: ['killed after a claim'] },
  F4: { injected: ['killed during a POST'] },
  F5: { injected: ['killed between a POST and its record'] },
  F6: { injected: ['a record that may or may not be stored'] },
  F7: { injected: ['killed between a record and its acknowledgement'] },
  F8: { injected: ['killed between acknowledgements of one batch'] },
  F9: {
    injected: [
      'a letter twice',
      'a letter hours late',
      'a letter among the dead',
      'letters out of order',
      'a batch handed out again',
      'a batch of two accounts',
      'dead letters replayed',
    ],
  },
  F10: {
    injected: [
      'Meta asks to wait',
      'Meta asks to wait inside a 500',
      'a bare 429',
      'a timeout after acceptance',
      'a timeout before acceptance',
      'a connection reset',
      'a 502',
      'a 500 with an unclear code',
      'a 200 that does not parse',
      'a 200 without an id',
      'a slow answer',
      'held for quality',
      'refused for good',
      'opted out at Meta',
    ],
  },
  F11: {
    injected: [
      'code 190',
      'code 10',
      'code 131005',
      'code 100/33',
      'code 131042',
      'code 132015',
      'code 131031',
      'code 133010',
      'code 368',
      'quality red',
    ],
  },
  F12: {
    injected: [
      'a webhook before the answer',
      'a webhook twice',
      'statuses reversed',
      'a webhook days late',
      'a webhook lost',
      'a bad item in a good body',
      'an unknown field',
      'an unknown number',
      'an unknown tag',
      'a forged webhook',
    ],
    elsewhere: {
      'a thousand statuses in one POST of 3 MB': 'tests/flows/webhooks.test.ts',
    },
  },
  F13: {
    injected: [
      'D1 failed before the statement',
      'D1 failed after the statement',
      'D1 was overloaded',
      'D1 was reset',
      'D1 took longer than 30 s',
      'a key that was there already',
    ],
    elsewhere: { 'a replica behind: no code opens a session': 'tests/simulation/coverage.test.ts' },
  },
  F14: {
    injected: ['a pacer evicted'],
    elsewhere: {
      // Only deletion sets one.
      'an alarm that is late or rings twice': 'tests/features/deletion/workflow.test.ts',
    },
  },
  F15: {
    injected: [
      'the clock an hour back',
      'the clock a day on',
      'summer time begins',
      'summer time ends',
      'a month ends',
    ],
  },
  F16: {
    injected: [
      'a pause while sending',
      'a resume while sending',
      'a cancel while sending',
      'an opt-out while sending',
      'a disconnect while sending',
      'a suspension while sending',
      'an edit while launching',
      'two launches at once',
      'a start while it is put off',
    ],
  },
  F17: {
    injected: ['a deletion begins while sending'],
    elsewhere: {
      'killed at each step of a deletion': 'tests/features/deletion/workflow.test.ts',
    },
  },
  F18: {
    injected: ['a deploy ends everything that runs', 'a job of another version'],
  },
  F19: { injected: ['a new key while sending'] },
  F20: {
    injected: [
      'cron twice',
      'cron skipped',
      'cron away for two hours',
      'sweeps that overlap',
      'a rest in quiet hours',
    ],
    // Cron is away for two hours at most; from three on a start asks.
    elsewhere: { 'a start missed by hours': 'tests/features/broadcasts/schedule.test.ts' },
  },
  // What holds broadcasts back, as histories come to it.
  held: {
    injected: [
      'a wave that waits for its day',
      'a day without room for anybody',
      'a limit that is raised',
      'a broadcast cancelled while it waits',
      'a sample that went on by itself',
      'a sample that stopped',
      'a sample that asks',
      'a message left out for hours of rest',
      'the money of a month used up',
      'people who wait for their own clock',
      'people who rest by their own clock',
      'a draft that is tried out',
      'a follow-up',
    ],
  },
  // I14: two machines whose clocks are minutes apart.
  I14: { injected: ['a machine minutes off'] },
} as const satisfies Record<string, Row>

/** A name of the table above. */
export type Injected = (typeof FAULTS)[keyof typeof FAULTS]['injected'][number]

/** Files that say so when the invariant is broken. */
export const INVARIANTS = {
  I1: ['tests/simulation/truth.ts', 'tests/simulation/checker.ts'],
  I2: ['tests/simulation/checker.ts', 'tests/simulation/rest.ts'],
  I3: ['tests/simulation/checker.ts', 'tests/simulation/final-checks.ts'],
  I4: ['tests/simulation/truth.ts', 'tests/simulation/final-checks.ts'],
  I5: ['tests/simulation/checker.ts'],
  I6: ['tests/simulation/checker.ts', 'tests/simulation/final-checks.ts'],
  I7: ['tests/simulation/checker.ts'],
  I8: ['tests/simulation/truth.ts', 'tests/simulation/final-checks.ts'],
  I9: ['tests/simulation/truth.ts'],
  I10: ['tests/simulation/final-checks.ts'],
  I11: ['tests/simulation/checker.ts', 'tests/simulation/truth.ts'],
  I12: ['tests/features/deletion/workflow.test.ts'],
  I13: ['tests/simulation/final-checks.ts'],
  // All of the above, in histories whose clocks jump and whose machines disagree.
  I14: ['tests/simulation/coverage.ts'],
} as const

/** What holds a broadcast back, and the file that says so when it did not. */
export const RESTRAINTS = {
  limit: ['tests/simulation/truth.ts', 'tests/simulation/restraints.ts'],
  ledger: ['tests/simulation/final-checks.ts'],
  canary: ['tests/simulation/restraints.ts'],
  quiet: ['tests/simulation/restraints.ts'],
  'own clock': ['tests/simulation/restraints.ts'],
  'rest hours': ['tests/simulation/restraints.ts'],
  cap: ['tests/simulation/final-checks.ts'],
  budget: ['tests/simulation/restraints.ts', 'tests/simulation/rest.ts'],
  'follow-up': ['tests/simulation/checker.ts'],
  tests: ['tests/simulation/truth.ts'],
  'marketing in the US': ['tests/simulation/truth.ts'],
} as const

/** Counts what went wrong on purpose. */
export class Tally {
  readonly counts = new Map<Injected, number>()

  readonly note = (what: Injected): void => {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

export type Note = Tally['note']

export const ALL_INJECTED: readonly Injected[] = Object.values(FAULTS).flatMap(
  ({ injected }) => injected,
)
