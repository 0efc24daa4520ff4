import {
  at,
  type Batch,
  isOpen,
  MODEL_RANK,
  type Note,
  PEOPLE,
  type RowState,
  rankOf,
  type State,
  type Status,
  withRow,
} from './state'
import type { Invariant, World } from './world'

/** Rows of a chunk. */
export const rowsOf = (world: World, chunk: number): number[] =>
  PEOPLE.filter((no) => Math.floor(no / world.rowsPerChunk) === chunk)

export const limitOf = (world: World, { chunk, from }: Pick<Batch, 'chunk' | 'from'>): number =>
  Math.min(world.window, rowsOf(world, chunk).filter((no) => no >= from).length)

export type Claimed = { state: State; rows: number[]; breaks: Invariant | null }

/** One statement: takes the next queued rows, and checks what forbids it where it takes them. */
export function claim(world: World, state: State, batch: Batch): Claimed {
  const { mutation } = world
  const broadcast = at(state.broadcasts, batch.broadcast)
  const isRunning = broadcast.state === 'running'
  const isActive = state.account === 'active'
  const mayRun = isRunning || mutation === 'claim_whatever_the_broadcast'
  const mayAct = isActive || mutation === 'claim_whatever_the_account'
  const { isClosed } = at(broadcast.chunks, batch.chunk)
  const mayBegin = !isClosed || mutation === 'claim_before_it_opens'
  if (!mayRun || !mayAct || !mayBegin) return { state, rows: [], breaks: null }
  const rows = rowsOf(world, batch.chunk)
    .filter(
      (no) =>
        no >= batch.from &&
        at(broadcast.rows, no).state === 'queued' &&
        (!at(state.optedOut, no) || mutation === 'claim_who_opted_out'),
    )
    .slice(0, limitOf(world, batch))
  const isForbidden =
    !isRunning || !isActive || isClosed || rows.some((no) => at(state.optedOut, no))
  const breaks = rows.length > 0 && isForbidden ? 'I5' : null
  if (mutation === 'post_without_claim') return { state, rows, breaks }
  let next = state
  for (const no of rows) {
    const attempts = Math.min(at(broadcast.rows, no).attempts + 1, world.attempts)
    const change = { state: 'sending', token: batch.trying, attempts, refused: false } as const
    next = withRow(next, batch.broadcast, no, change)
  }
  return { state: next, rows, breaks }
}

const STATE_OF_NOTE: Partial<Record<Note, RowState>> = {
  accepted: 'accepted',
  unknown: 'unknown',
  failed: 'failed',
}
const PUT_BACK: Partial<Record<Note, RowState>> = {
  later: 'waiting',
  put_back: 'queued',
  skipped: 'skipped',
}

/** Joins answers to rows by claim token: evidence climbs; back, or left out, only from `sending`. */
export function record(world: World, state: State, batch: Batch): State {
  const { mutation } = world
  let next = state
  for (const [no, own] of batch.notes.entries()) {
    const isWhole = mutation === 'answer_for_whole_window' && own !== 'nothing'
    const note = isWhole ? (batch.notes.find((one) => one !== 'nothing') ?? own) : own
    const row = at(at(next.broadcasts, batch.broadcast).rows, no)
    if (row.state === 'none') continue
    if (row.token !== batch.token && mutation !== 'record_without_token') continue
    const to = STATE_OF_NOTE[note]
    const isStronger = to && (MODEL_RANK[to] > rankOf(row) || mutation === 'last_word_wins')
    if (isStronger && row.state !== 'skipped') {
      next = withRow(next, batch.broadcast, no, { state: to })
    }
    const back = PUT_BACK[note]
    if (back && row.state === 'sending') {
      next = withRow(next, batch.broadcast, no, { state: back })
    }
  }
  return next
}

/** One batch: what the last window came to, and the claim of the next. */
export function recordAndClaim(world: World, state: State, batch: Batch): Claimed {
  const claimed = claim(world, state, batch)
  return { ...claimed, state: record(world, claimed.state, batch) }
}

/** Joins a status to the row and the claim that its tag names. */
export function applyStatus(
  world: World,
  state: State,
  broadcast: number,
  no: number,
  status: Status,
): State {
  const row = at(at(state.broadcasts, broadcast).rows, no)
  const rank = MODEL_RANK[status]
  if (row.state === 'none') {
    return world.mutation === 'status_makes_a_row'
      ? withRow(state, broadcast, no, { state: status })
      : state
  }
  const seen = Math.max(row.seen, rank)
  const isOurs = row.token === row.accepted || world.mutation === 'record_without_token'
  const isStronger = rank > rankOf(row) || world.mutation === 'last_word_wins'
  const isTaken = isOurs && isStronger && row.state !== 'skipped'
  return withRow(state, broadcast, no, isTaken ? { state: status, seen } : { seen })
}

/** Whether nothing of a chunk is queued or being sent. */
export function isSettled(world: World, state: State, broadcast: number, chunk: number): boolean {
  const { rows } = at(state.broadcasts, broadcast)
  return rowsOf(world, chunk).every((no) => {
    const row = at(rows, no)
    return !isOpen(row) || (world.mutation === 'done_while_sending' && row.state === 'sending')
  })
}

export const hasOpenChunk = (state: State, broadcast: number): boolean =>
  at(state.broadcasts, broadcast).chunks.some(({ isFinished }) => !isFinished)
