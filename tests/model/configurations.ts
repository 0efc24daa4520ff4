import type { World } from './world'

/** Two recipients in one window, two consumers that die at any moment, and webhooks; nothing else yet. */
export const PLAIN: World = {
  window: 2,
  rowsPerChunk: 2,
  consumers: 2,
  attempts: 2,
  statuses: ['delivered'],
  answers: ['no_answer'],
  crashes: true,
  databaseErrors: 'none',
  isHeld: false,
  mostPeople: 2,
  isPausable: false,
  isCancellable: false,
  waits: false,
  peopleLeave: false,
  accountEnds: false,
  sendsAgain: false,
  mutation: null,
}

/** An exploration, and how large it is at least: a model that shrinks unnoticed proves less. */
export type Configuration = {
  title: string
  world: World
  states: number
  steps: number
}

export const CONFIGURATIONS: Configuration[] = [
  {
    title:
      'the database fails before or after a write, Meta says later, two consumers in one window',
    world: {
      ...PLAIN,
      answers: ['later'],
      databaseErrors: 'before_and_after',
      statuses: [],
    },
    states: 70_000,
    steps: 545_000,
  },
  {
    title: 'a write lands late or never, and another consumer has the row by then',
    world: { ...PLAIN, consumers: 1, answers: ['no_answer', 'later'], databaseErrors: 'and_late' },
    states: 111_000,
    steps: 812_000,
  },
  {
    title: 'two windows of one row each, Meta says later',
    world: { ...PLAIN, window: 1, answers: ['later'] },
    states: 75_000,
    steps: 582_000,
  },
  {
    title: 'two chunks, each with its own message',
    world: { ...PLAIN, rowsPerChunk: 1 },
    states: 76_000,
    steps: 669_000,
  },
  {
    title: 'people pause, resume and cancel, and Meta says stop',
    world: {
      ...PLAIN,
      isPausable: true,
      isCancellable: true,
      answers: ['no_answer', 'stop'],
      statuses: [],
    },
    states: 72_000,
    steps: 566_000,
  },
  {
    title: 'a part waits, opens, is pushed back while it is sent, and is cancelled at any moment',
    world: {
      ...PLAIN,
      rowsPerChunk: 1,
      waits: true,
      isCancellable: true,
      answers: [],
      statuses: [],
    },
    states: 182_000,
    steps: 1_414_000,
  },
  {
    title: 'people opt out, by themselves or by Meta’s word, and contacts vanish',
    world: { ...PLAIN, peopleLeave: true, answers: ['opted_out'], statuses: ['failed'] },
    states: 39_000,
    steps: 313_000,
  },
  {
    title: 'the account is suspended, set free, closed and deleted',
    world: {
      ...PLAIN,
      window: 1,
      consumers: 1,
      accountEnds: true,
      databaseErrors: 'before_and_after',
    },
    states: 43_000,
    steps: 319_000,
  },
  {
    title: 'those not confirmed are sent to again',
    world: { ...PLAIN, consumers: 1, sendsAgain: true },
    states: 67_000,
    steps: 470_000,
  },
  {
    title: 'the hold, the freeze within the people confirmed, and cancel in the midst of it',
    world: {
      ...PLAIN,
      isHeld: true,
      mostPeople: 1,
      isPausable: true,
      isCancellable: true,
      answers: ['no_answer', 'later', 'refused'],
    },
    states: 10_000,
    steps: 87_000,
  },
  {
    title: 'every status there is, in any order, as often as may be',
    world: {
      ...PLAIN,
      consumers: 1,
      window: 1,
      statuses: ['sent', 'failed', 'delivered', 'read', 'played'],
      answers: ['no_answer', 'refused', 'later'],
    },
    states: 42_000,
    steps: 455_000,
  },
]

/** The same questions, asked together: minutes instead of seconds. `MODEL=large` explores these. */
export const LARGE_CONFIGURATIONS: Configuration[] = [
  {
    title: 'two consumers, two windows, writes that land late',
    world: {
      ...PLAIN,
      window: 1,
      answers: ['later'],
      databaseErrors: 'and_late',
      statuses: [],
    },
    states: 1_360_000,
    steps: 13_647_000,
  },
  {
    title: 'two consumers, three attempts, a database that fails, webhooks',
    world: {
      ...PLAIN,
      attempts: 3,
      answers: ['no_answer', 'later'],
      databaseErrors: 'before_and_after',
    },
    states: 512_000,
    steps: 4_724_000,
  },
  {
    title: 'two chunks, Meta says later, webhooks',
    world: { ...PLAIN, rowsPerChunk: 1, answers: ['no_answer', 'later'] },
    states: 528_000,
    steps: 4_485_000,
  },
  {
    title: 'two consumers, and those not confirmed are sent to again',
    world: { ...PLAIN, sendsAgain: true },
    states: 1_067_000,
    steps: 10_629_000,
  },
  {
    title: 'pause, cancel and stop between two windows, Meta says later, two consumers',
    world: {
      ...PLAIN,
      window: 1,
      isPausable: true,
      isCancellable: true,
      answers: ['no_answer', 'later', 'stop'],
    },
    states: 404_000,
    steps: 3_694_000,
  },
  {
    title: 'deletion while writes are under way and Meta says later',
    world: {
      ...PLAIN,
      consumers: 1,
      accountEnds: true,
      answers: ['later'],
      databaseErrors: 'and_late',
    },
    states: 299_000,
    steps: 2_613_000,
  },
]
