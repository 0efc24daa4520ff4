import {
  ACCOUNT_STATES,
  type Batch,
  BROADCAST_STATES,
  type Consumer,
  NOTES,
  PLACES,
  ROW_STATES,
  type State,
} from './state'

const indexes = <T extends string>(names: readonly T[]): Map<T, number> =>
  new Map(names.map((name, index) => [name, index]))

const ROW = indexes(ROW_STATES)
const BROADCAST = indexes(BROADCAST_STATES)
const NOTE = indexes(NOTES)
const PLACE = indexes(PLACES)
const ACCOUNT = indexes(ACCOUNT_STATES)

/**
 * A state as a short text, the same for states that differ in names only: tokens are numbered by where
 * they first appear, and it doesn't matter which consumer is which.
 */
export function keyOf(state: State): string {
  const codes: number[] = []
  const names: number[] = []
  let named = 0
  const nameOf = (token: number): number => {
    if (token === 0) return 0
    names[token] ??= ++named
    return names[token] ?? 0
  }
  let head = ACCOUNT.get(state.account) ?? 0
  for (const one of state.optedOut) head = head * 2 + Number(one)
  codes.push(head)
  for (const { state: broadcastState, rows, chunks } of state.broadcasts) {
    let code = BROADCAST.get(broadcastState) ?? 0
    for (const { isFinished, hasMessage, isClosed } of chunks) {
      code = code * 8 + Number(isClosed) * 4 + Number(isFinished) * 2 + Number(hasMessage)
    }
    codes.push(code)
    if (broadcastState === 'none' && state.account !== 'deleted') continue
    for (const row of rows) {
      const known = (ROW.get(row.state) ?? 0) * 10 + row.seen
      codes.push((known * 8 + row.attempts) * 2 + Number(row.refused))
      codes.push(nameOf(row.token) * 16 + nameOf(row.accepted))
    }
  }
  for (const consumer of byShape(state.consumers)) {
    const { token, trying } = consumer
    codes.push(batchOf(consumer), placeOf(consumer), nameOf(token) * 16 + nameOf(trying))
  }
  if (state.underWay) {
    const { token, trying } = state.underWay
    codes.push(batchOf(state.underWay), nameOf(token) * 16 + nameOf(trying))
  }
  return String.fromCharCode(...codes)
}

function byShape(consumers: Consumer[]): Consumer[] {
  const [one, other] = consumers
  if (!one || !other) return consumers
  const order = shapeOf(one) - shapeOf(other) || one.token - other.token
  return order <= 0 ? consumers : [other, one]
}

function batchOf({ broadcast, chunk, from, notes }: Batch): number {
  let code = (broadcast * 2 + chunk) * 4 + from
  for (const note of notes) code = code * 8 + (NOTE.get(note) ?? 0)
  return code
}

function placeOf({ place, mustStop, isRecorded, optedOut }: Consumer): number {
  let code = ((PLACE.get(place) ?? 0) * 2 + Number(mustStop)) * 2 + Number(isRecorded)
  for (const one of optedOut) code = code * 2 + Number(one)
  return code
}

const shapeOf = (consumer: Consumer): number => batchOf(consumer) * 256 + placeOf(consumer)
