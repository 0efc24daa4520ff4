import type { State, Status } from './state'

/** What can happen in one exploration; everything that can, can at any time and any number of times. */
export type World = {
  /** How many rows one claim takes. */
  window: 1 | 2
  rowsPerChunk: 1 | 2
  consumers: 1 | 2
  /** How often a row is tried in all when Meta says "later". */
  attempts: number
  statuses: Status[]
  /** Meta's answers beside "accepted". */
  answers: ('no_answer' | 'refused' | 'later' | 'stop' | 'opted_out')[]
  /** Consumers die; their message comes back or is lost. */
  crashes: boolean
  /** D1 fails before a write, or after it, or the write lands later. */
  databaseErrors: 'none' | 'before_and_after' | 'and_late'
  /** Begin with the ten seconds' hold and the freeze; else with queued rows. */
  isHeld: boolean
  /** People that the user confirmed. */
  mostPeople: number
  isPausable: boolean
  isCancellable: boolean
  /** The last chunk is closed at first; any may be pushed back while it is sent, and opens when it likes. */
  waits: boolean
  /** People opt out; contacts vanish between claim and POST. */
  peopleLeave: boolean
  /** The account is suspended and set free again, closed, deleted. */
  accountEnds: boolean
  /** People who are not confirmed are sent to again, as a broadcast of their own. */
  sendsAgain: boolean
  mutation: Mutation | null
}

/** Bugs put in on purpose. */
export type Mutation =
  | 'post_without_claim'
  | 'lease_back_to_queued'
  | 'repeat_without_answer'
  | 'last_word_wins'
  | 'no_sweep_of_lost_messages'
  | 'record_without_token'
  | 'claim_whatever_the_broadcast'
  | 'cancelled_before_skipped'
  | 'guess_after_unclear_claim'
  | 'answer_for_whole_window'
  | 'claim_who_opted_out'
  | 'claim_whatever_the_account'
  | 'cancel_takes_sending'
  | 'again_with_the_same_rows'
  | 'done_while_sending'
  | 'freeze_without_limit'
  | 'freeze_forgets_a_row'
  | 'status_makes_a_row'
  | 'claim_before_it_opens'

/** Those of the sending engine; docs/sending.md says them in words. */
export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I12'] as const
export type Invariant = (typeof INVARIANTS)[number]

/** Something that can happen. */
export type Step = {
  name: string
  to: State
  /** The machine by itself, or a person doing the one thing that the page asks for, gets on with it. */
  isProgress: boolean
  /** Broken by this very step. */
  breaks: Invariant | null
}

export type Add = (
  name: string,
  to: State,
  more?: { isProgress?: boolean; breaks?: Invariant | null },
) => void
