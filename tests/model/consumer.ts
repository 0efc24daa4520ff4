import { hasOpenChunk, isSettled, limitOf, record, recordAndClaim, rowsOf } from './database'
import {
  batchOf,
  FORGOTTEN,
  gaveUp,
  type Here,
  hasAnswers,
  moved,
  PROGRESS,
  rested,
  withErrors,
} from './moves'
import { follow, postRows, recordAtLast } from './posts'
import {
  at,
  type Consumer,
  freshToken,
  IDLE,
  type Note,
  PEOPLE,
  type State,
  withBroadcast,
  withChunk,
  withConsumer,
  withRow,
} from './state'
import type { Add, World } from './world'

/** All that one consumer can do, or suffer, next. */
export function consumerSteps(world: World, state: State, index: number, add: Add): void {
  const me = at(state.consumers, index)
  const here: Here = { world, state, index, me, add }
  STEPS[me.place](here)
  if (me.place === 'idle' || !world.crashes) return
  add('a consumer dies, its message comes back', gaveUp(here))
  add('a consumer dies, its message is lost', withConsumer(state, index, IDLE))
}

const STEPS: Record<Consumer['place'], (here: Here) => void> = {
  idle: take,
  claim: claimNext,
  unclear: recordAgain,
  recover: readClaim,
  post: postRows,
  follow,
  failing: recordAtLast,
  end: endChunk,
  close: (here) => {
    const { state, me } = here
    const closed = withChunk(state, me.broadcast, me.chunk, { isFinished: true })
    here.add('a consumer closes the chunk', moved(here, closed, { place: 'finish' }), PROGRESS)
  },
  finish: (here) => {
    const { state, me, add } = here
    const isLast = !hasOpenChunk(state, me.broadcast)
    const next = isLast ? moved(here, state, { place: 'done' }) : rested(here, state)
    add('a consumer looks for open chunks', next, PROGRESS)
  },
  done: (here) => {
    const { state, me, add } = here
    const isRunning = at(state.broadcasts, me.broadcast).state === 'running'
    const ended = isRunning ? withBroadcast(state, me.broadcast, { state: 'done' }) : state
    add('a consumer ends the broadcast', rested(here, ended), PROGRESS)
  },
}

/** Takes a message, at least once: it may stay in the queue. Looks whether there is anything to do. */
function take({ world, state, index, add }: Here): void {
  for (const [broadcast, { chunks, state: broadcastState }] of state.broadcasts.entries()) {
    for (const [chunk, { hasMessage, isFinished, isClosed }] of chunks.entries()) {
      if (!hasMessage) continue
      const isRunning = broadcastState === 'running' && state.account === 'active'
      const from = at(rowsOf(world, chunk), 0)
      const me: Consumer =
        isRunning && !isFinished && !isClosed
          ? { ...IDLE, place: 'claim', broadcast, chunk, from }
          : IDLE
      const taken = withConsumer(state, index, me)
      add('a message is taken', withChunk(taken, broadcast, chunk, { hasMessage: false }), PROGRESS)
      add('a message is taken, and delivered again', taken)
    }
  }
}

/** One batch records and claims; or the wait for a place in time is long, and it records alone. */
function claimNext(here: Here): void {
  const { world, state, me, add } = here
  const isRest = limitOf(world, me) === 0
  if (hasAnswers(me) || isRest) {
    const recorded = record(world, state, me)
    const next = moved(
      here,
      recorded,
      isRest ? { ...FORGOTTEN, place: 'end' } : { isRecorded: true },
    )
    add('a consumer records its window alone', next, { isProgress: isRest })
    withErrors(here, 'recording', { batch: batchOf(me), written: recorded }, { place: 'failing' })
  }
  if (isRest) return
  const trying = freshToken(state)
  const batch = batchOf(me, trying)
  const claimed = recordAndClaim(world, state, batch)
  const { breaks } = claimed
  add('a consumer records and claims', won(here, claimed.state, claimed.rows, trying), {
    ...PROGRESS,
    breaks,
  })
  if (world.mutation === 'guess_after_unclear_claim' && world.databaseErrors !== 'none') {
    const rows = rowsOf(world, me.chunk).filter((no) => no >= me.from)
    add('a claim is unclear, its rows are sent', won(here, state, rows, trying))
    return
  }
  const write = { batch, written: claimed.state, breaks }
  withErrors(here, 'recording and claiming', write, { place: 'unclear', trying })
}

/** Rows were won: they are to be sent, each once. */
function won(here: Here, state: State, rows: number[], token: number): State {
  if (rows.length === 0) return moved(here, state, { ...FORGOTTEN, place: 'end' })
  const notes = PEOPLE.map((no): Note => (rows.includes(no) ? 'to_post' : 'nothing'))
  const mayBeMore = rows.length === limitOf(here.world, here.me)
  const from = mayBeMore ? Math.max(...rows) + 1 : PEOPLE.length
  return moved(here, state, { ...FORGOTTEN, place: 'post', notes, token, from })
}

function recordAgain(here: Here): void {
  const { world, state, me, add } = here
  const place = 'recover'
  if (!hasAnswers(me)) {
    add('nothing to record again', moved(here, state, { place }), PROGRESS)
    return
  }
  const recorded = record(world, state, me)
  add('a consumer records again', moved(here, recorded, { place, isRecorded: true }), PROGRESS)
  const write = { batch: batchOf(me), written: recorded }
  withErrors(here, 'recording again', write, { place: 'failing', trying: 0 })
}

/** Which rows carry our token? Those were won, and nothing was POSTed for them yet. */
function readClaim(here: Here): void {
  const { world, state, me, add } = here
  const { rows } = at(state.broadcasts, me.broadcast)
  const ours = rowsOf(world, me.chunk).filter((no) => {
    const row = at(rows, no)
    return row.state === 'sending' && row.token === me.trying
  })
  add('a consumer reads its claim', won(here, state, ours, me.trying), PROGRESS)
  add('reading the claim fails', moved(here, state, { place: 'failing', trying: 0 }))
}

/** Nothing left to claim: ends the chunk, or queues the rest. */
function endChunk(here: Here): void {
  const { world, state, me, add } = here
  const { broadcast, chunk } = me
  if (at(state.broadcasts, broadcast).state !== 'running') {
    add('a consumer finds the broadcast at rest', rested(here, state), PROGRESS)
    return
  }
  const { rows } = at(state.broadcasts, broadcast)
  const queued = rowsOf(world, chunk).filter((no) =>
    ['queued', 'waiting'].includes(at(rows, no).state),
  )
  const leaving = queued.filter((no) => at(state.optedOut, no))
  let left = state
  for (const no of leaving) left = withRow(left, broadcast, no, { state: 'skipped' })
  if (leaving.length > 0) add('who opted out is left out', left, PROGRESS)
  else if (queued.length > 0 && at(at(state.broadcasts, broadcast).chunks, chunk).isClosed) {
    add('the rest waits until it opens', rested(here, state), PROGRESS)
  } else if (queued.length > 0) add('the rest is queued again', gaveUp(here), PROGRESS)
  else if (isSettled(world, state, broadcast, chunk)) {
    add('nothing of the chunk is open', moved(here, state, { place: 'close' }), PROGRESS)
  } else add('others are still sending', rested(here, state), PROGRESS)
}
