import { applyStatus, hasOpenChunk, isSettled, record, recordAndClaim } from './database'
import {
  type Broadcast,
  NO_ROW,
  PEOPLE,
  replaced,
  type State,
  withBroadcast,
  withChunk,
  withMessages,
  withRow,
} from './state'
import type { Add, World } from './world'

const PROGRESS = { isProgress: true }
const UNDER_WAY: Broadcast['state'][] = ['running', 'paused', 'cancelling']

/** What happens around the consumers. */
export function outsideSteps(world: World, state: State, add: Add): void {
  for (const [index, broadcast] of state.broadcasts.entries()) {
    const here = { world, state, add, index, broadcast }
    freezeSteps(here)
    statusSteps(here)
    if (UNDER_WAY.includes(broadcast.state)) sweepSteps(here)
    if (world.waits && broadcast.state === 'running') waitSteps(here)
    if (broadcast.state === 'cancelling') cancelSteps(here)
    controlSteps(here)
  }
  if (state.underWay) {
    const { underWay } = state
    const isClaim = underWay.trying > 0
    const written = isClaim
      ? recordAndClaim(world, state, underWay)
      : { state: record(world, state, underWay), breaks: null }
    add('a late write lands', { ...written.state, underWay: null }, { breaks: written.breaks })
    add('a late write never lands', { ...state, underWay: null })
  }
  peopleSteps(world, state, add)
  accountSteps(world, state, add)
  if (world.sendsAgain) againSteps(world, state, add)
}

type Here = { world: World; state: State; add: Add; index: number; broadcast: Broadcast }

/** The hold, then the rows one by one, then the start; each is guarded by where the last one got to. */
function freezeSteps({ world, state, add, index, broadcast }: Here): void {
  const { rows } = broadcast
  if (broadcast.state === 'holding') {
    add('the hold is over', withBroadcast(state, index, { state: 'freezing' }), PROGRESS)
  }
  if (broadcast.state !== 'freezing') return
  const no = rows.findIndex((row) => row.state === 'none')
  const isCut = world.mutation === 'freeze_forgets_a_row' && no === rows.length - 1
  if (no === -1 || isCut) {
    const started = withBroadcast(state, index, { state: 'running' })
    const chunks = withMessages(broadcast.chunks)
    add('the broadcast starts', withBroadcast(started, index, { chunks }), PROGRESS)
    add('the broadcast starts, the messages are lost', started)
    return
  }
  const included = rows.filter((row) => row.state === 'queued').length
  const isOver = included >= world.mostPeople && world.mutation !== 'freeze_without_limit'
  const frozen = withRow(state, index, no, { state: isOver ? 'skipped' : 'queued' })
  add('a row is frozen', frozen, PROGRESS)
}

/** Webhooks: about whatever Meta accepted, in any order, any number of times, early, late or never. */
function statusSteps({ world, state, add, index, broadcast }: Here): void {
  for (const no of PEOPLE) {
    if ((broadcast.rows[no] ?? NO_ROW).accepted === 0) continue
    for (const status of world.statuses) {
      add(`a webhook says ${status}`, applyStatus(world, state, index, no, status))
    }
  }
}

/** Each minute, or never, or twice at once; also with a state of the broadcast that it read long ago. */
function sweepSteps({ world, state, add, index, broadcast }: Here): void {
  for (const no of PEOPLE) {
    const row = broadcast.rows[no] ?? NO_ROW
    if (row.state === 'sending') {
      const to = world.mutation === 'lease_back_to_queued' ? 'queued' : 'unknown'
      add('the sweep finds a row stranded', withRow(state, index, no, { state: to }), PROGRESS)
    }
    if (row.state === 'waiting') {
      add('a wait is over', withRow(state, index, no, { state: 'queued' }), PROGRESS)
    }
  }
  for (const [chunk, { isFinished, hasMessage, isClosed }] of broadcast.chunks.entries()) {
    if (isFinished) continue
    if (isSettled(world, state, index, chunk)) {
      const settled = withChunk(state, index, chunk, { isFinished: true })
      add('the sweep closes a chunk', settled, PROGRESS)
    }
    if (!hasMessage && !isClosed && world.mutation !== 'no_sweep_of_lost_messages') {
      const again = withChunk(state, index, chunk, { hasMessage: true })
      add('the sweep queues a lost message again', again, PROGRESS)
    }
  }
  if (broadcast.state === 'running' && !hasOpenChunk(state, index)) {
    add('the sweep ends the broadcast', withBroadcast(state, index, { state: 'done' }), PROGRESS)
  }
}

/** A day comes, or somebody decides; or a portfolio has no room, in the midst of a chunk. */
function waitSteps({ state, add, index, broadcast }: Here): void {
  for (const [chunk, { isFinished, isClosed }] of broadcast.chunks.entries()) {
    if (isFinished) continue
    if (!isClosed) {
      const change = { isClosed: true, hasMessage: false }
      add('a chunk is pushed back', withChunk(state, index, chunk, change))
    } else {
      add('a chunk opens', withChunk(state, index, chunk, { isClosed: false }), PROGRESS)
    }
  }
}

/** The cancelling job: rows slice by slice, then the chunks (see the sweep), then the broadcast. */
function cancelSteps({ world, state, add, index, broadcast }: Here): void {
  for (const no of PEOPLE) {
    const row = broadcast.rows[no] ?? NO_ROW
    const isTaken = row.state === 'sending' && world.mutation === 'cancel_takes_sending'
    if (row.state !== 'queued' && row.state !== 'waiting' && !isTaken) continue
    add('cancelling skips a row', withRow(state, index, no, { state: 'skipped' }), PROGRESS)
  }
  if (!hasOpenChunk(state, index) || world.mutation === 'cancelled_before_skipped') {
    add('cancelling ends', withBroadcast(state, index, { state: 'cancelled' }), PROGRESS)
  }
}

/** What people press. */
function controlSteps({ world, state, add, index, broadcast }: Here): void {
  if (broadcast.state === 'running' && world.isPausable) {
    add('somebody pauses', withBroadcast(state, index, { state: 'paused' }))
  }
  if (broadcast.state === 'paused') {
    const resumed = withBroadcast(state, index, { state: 'running' })
    const chunks = withMessages(broadcast.chunks)
    add('somebody resumes', withBroadcast(resumed, index, { chunks }), PROGRESS)
    add('somebody resumes, the messages are lost', resumed)
  }
  const isCancellable = ['holding', 'freezing', 'running', 'paused'].includes(broadcast.state)
  if (isCancellable && world.isCancellable) {
    add('somebody cancels', withBroadcast(state, index, { state: 'cancelling' }))
  }
}

function peopleSteps(world: World, state: State, add: Add): void {
  if (!world.peopleLeave) return
  for (const no of PEOPLE) {
    const optedOut = replaced(state.optedOut, no, true)
    if (!state.optedOut[no]) add('a person opts out', { ...state, optedOut })
  }
}

function accountSteps(world: World, state: State, add: Add): void {
  if (!world.accountEnds) return
  const { account, broadcasts } = state
  if (account === 'active') add('the account is suspended', { ...state, account: 'suspended' })
  if (account === 'suspended') {
    add('the account is set free', { ...state, account: 'active' }, PROGRESS)
  }
  if (account === 'active' || account === 'suspended') {
    add('the account is closed', { ...state, account: 'closed' })
  }
  if (account !== 'closed') return
  const purged = broadcasts.map((broadcast) => ({
    ...broadcast,
    state: 'none' as const,
    rows: broadcast.rows.map((row) => ({ ...row, state: 'none' as const })),
  }))
  for (const [index, { rows }] of broadcasts.entries()) {
    const no = rows.findIndex((row) => row.state !== 'none')
    if (no !== -1) add('a row is deleted', withRow(state, index, no, { state: 'none' }), PROGRESS)
  }
  add('the rest is deleted', { ...state, account: 'deleted', broadcasts: purged }, PROGRESS)
}

/** Somebody sends again to those who are not confirmed: a broadcast of its own, with its own rows. */
function againSteps(world: World, state: State, add: Add): void {
  const [first, second] = state.broadcasts
  if (!first || second?.state !== 'none' || state.account !== 'active') return
  const isOver = first.state === 'done' || first.state === 'cancelled'
  if (!isOver || !first.rows.some((row) => row.state === 'unknown')) return
  if (world.mutation === 'again_with_the_same_rows') {
    const rows = first.rows.map((row) =>
      row.state === 'unknown' ? { ...row, state: 'queued' as const } : row,
    )
    const chunks = first.chunks.map((one) => ({ ...one, isFinished: false, hasMessage: true }))
    add('the same rows once more', withBroadcast(state, 0, { state: 'running', rows, chunks }))
    return
  }
  const rows = first.rows.map((row, no) => {
    if (row.state !== 'unknown') return NO_ROW
    return { ...NO_ROW, state: state.optedOut[no] ? ('skipped' as const) : ('queued' as const) }
  })
  add('somebody sends again', withBroadcast(state, 1, { state: 'running', rows }))
}
