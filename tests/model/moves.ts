import { limitOf } from './database'
import {
  type Batch,
  type Consumer,
  IDLE,
  NO_NOTES,
  type State,
  withChunk,
  withConsumer,
} from './state'
import type { Add, Invariant, World } from './world'

/** A consumer, the state it finds, and where its next steps go. */
export type Here = { world: World; state: State; index: number; me: Consumer; add: Add }

export const PROGRESS = { isProgress: true }

/** The consumer's next place; in `claim` with nothing left to write or to take it is at the end. */
export function moved({ world, me, index }: Here, state: State, change: Partial<Consumer>): State {
  const next = { ...me, ...change }
  const isIdleClaim = next.place === 'claim' && !hasAnswers(next) && limitOf(world, next) === 0
  return withConsumer(state, index, isIdleClaim ? { ...next, ...FORGOTTEN, place: 'end' } : next)
}

export const rested = ({ index }: Here, state: State): State => withConsumer(state, index, IDLE)

/** The message goes back to the queue. */
export function gaveUp({ state, me, index }: Here, after: State = state): State {
  const idle = withConsumer(after, index, IDLE)
  return withChunk(idle, me.broadcast, me.chunk, { hasMessage: true })
}

/** Answers that are not written down yet. */
export const hasAnswers = ({ notes, isRecorded }: Consumer): boolean =>
  !isRecorded && notes.some((note) => note !== 'nothing')

/** What a write of this consumer holds. */
export const batchOf = (me: Consumer, trying = 0): Batch => {
  const { broadcast, chunk, from, token } = me
  return { broadcast, chunk, from, token, trying, notes: hasAnswers(me) ? me.notes : NO_NOTES }
}

export const FORGOTTEN = { notes: NO_NOTES, token: 0, trying: 0, isRecorded: false }

export type Write = { batch: Batch; written: State; breaks?: Invariant | null }

/** A write that fails before it is done, after it, or that is done later, if at all. */
export function withErrors(here: Here, what: string, write: Write, then: Partial<Consumer>): void {
  const { world, state, add } = here
  if (world.databaseErrors === 'none') return
  const { batch, written, breaks = null } = write
  const failed = moved(here, state, then)
  add(`${what} fails`, failed)
  add(`${what} is done, the answer lost`, moved(here, written, then), { breaks })
  addLate(here, what, batch, failed)
}

export function addLate(
  { world, state, add }: Here,
  what: string,
  batch: Batch,
  then: State,
): void {
  if (world.databaseErrors !== 'and_late' || state.underWay) return
  add(`${what} is still under way`, { ...then, underWay: batch })
}
