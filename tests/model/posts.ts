import { record } from './database'
import { addLate, batchOf, gaveUp, type Here, moved, PROGRESS } from './moves'
import {
  at,
  type Consumer,
  IDLE,
  type Note,
  PEOPLE,
  replaced,
  type State,
  withBroadcast,
  withRow,
} from './state'

/** Each row of the window in any order: Meta accepts or not, and we hear of it or not. */
export function postRows(here: Here): void {
  const { world, state, me, add } = here
  if (!me.notes.some((note) => note === 'to_post')) {
    const hasMore = me.mustStop || me.optedOut.some(Boolean)
    const place = hasMore ? 'follow' : 'claim'
    add('a window is through', moved(here, state, { place }), PROGRESS)
    return
  }
  if (me.notes.every((note) => note === 'nothing' || note === 'to_post')) putWindowBack(here)
  for (const no of PEOPLE) {
    if (at(me.notes, no) !== 'to_post') continue
    postRow(here, no)
    if (me.mustStop) add('a row is put back', noted(here, state, no, 'put_back'), PROGRESS)
    if (world.peopleLeave) add('a contact is gone', noted(here, state, no, 'skipped'))
  }
}

/** Filling the messages failed: nobody was POSTed to, so all go back. */
function putWindowBack(here: Here): void {
  const { world, state, me, add } = here
  if (world.databaseErrors === 'none') return
  const notes = me.notes.map((note): Note => (note === 'to_post' ? 'put_back' : note))
  const back = { ...me, notes }
  add('a window cannot be filled', gaveUp(here, record(world, state, back)))
  addLate(here, 'putting a window back', batchOf(back), gaveUp(here))
}

function noted(here: Here, state: State, no: number, note: Note, more: Partial<Consumer> = {}) {
  const notes = replaced(here.me.notes, no, note)
  // Scaled down: two without an answer in one window are a broken line.
  const isBroken = notes.every((one) => one === 'unknown')
  return moved(here, state, { notes, mustStop: here.me.mustStop || isBroken, ...more })
}

function postRow(here: Here, no: number): void {
  const { world, state, me, add } = here
  const { answers } = world
  const row = at(at(state.broadcasts, me.broadcast).rows, no)
  const taken = withRow(state, me.broadcast, no, { accepted: me.token })
  const breaks = row.accepted > 0 ? 'I1' : null
  add('Meta accepts', noted(here, taken, no, 'accepted'), { ...PROGRESS, breaks })
  if (answers.includes('no_answer')) {
    const note = world.mutation === 'repeat_without_answer' ? 'later' : 'unknown'
    add('Meta accepts, we hear nothing', noted(here, taken, no, note), { breaks })
    add('Meta does not get it, we hear nothing', noted(here, state, no, note))
  }
  const refused = withRow(state, me.broadcast, no, { refused: true })
  const isLast = row.attempts >= world.attempts
  if (answers.includes('refused')) add('Meta refuses', noted(here, refused, no, 'failed'))
  if (answers.includes('later')) {
    const later = isLast ? noted(here, refused, no, 'failed') : noted(here, state, no, 'later')
    add('Meta says later', later)
  }
  if (answers.includes('stop')) {
    add('Meta says stop', noted(here, state, no, 'put_back', { mustStop: true }))
  }
  if (answers.includes('opted_out')) {
    const optedOut = replaced(me.optedOut, no, true)
    add('Meta says opted out', noted(here, refused, no, 'failed', { optedOut }))
  }
}

/** What the answers mean beyond their rows, before they are recorded. */
export function follow(here: Here): void {
  const { world, state, me, add } = here
  const place = 'claim'
  if (me.mustStop) {
    const isRunning = at(state.broadcasts, me.broadcast).state === 'running'
    const paused = isRunning ? withBroadcast(state, me.broadcast, { state: 'paused' }) : state
    const isAll = !me.optedOut.some(Boolean)
    const change = isAll ? ({ place, mustStop: false } as const) : { mustStop: false }
    add('the broadcast stops by itself', moved(here, paused, change), PROGRESS)
  } else {
    const optedOut = state.optedOut.map((one, no) => one || at(me.optedOut, no))
    const change = { place, optedOut: IDLE.optedOut } as const
    add('an opt-out is noted', moved(here, { ...state, optedOut }, change), PROGRESS)
  }
  if (world.databaseErrors !== 'none') {
    add('following up fails', moved(here, state, { place: 'failing' }))
  }
}

/** Something threw: the answers are written once more, then the message goes back. */
export function recordAtLast(here: Here): void {
  const { world, state, me, add } = here
  add('a consumer records at last', gaveUp(here, record(world, state, me)), PROGRESS)
  add('recording at last fails', gaveUp(here))
  addLate(here, 'recording at last', batchOf({ ...me, isRecorded: false }), gaveUp(here))
}
