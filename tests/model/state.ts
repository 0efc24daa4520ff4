/** What a row of the model can be. `none`: not written yet, or deleted with its account. */
export const ROW_STATES = [
  'none',
  'queued',
  'waiting', // queued, but not to be claimed before its time
  'sending',
  'unknown',
  'accepted',
  'sent',
  'failed',
  'delivered',
  'read',
  'played',
  'skipped',
] as const
export type RowState = (typeof ROW_STATES)[number]

/** Evidence only climbs. Written down here once more on purpose: see `ties.test.ts`. */
export const MODEL_RANK: Record<RowState, number> = {
  none: 0,
  queued: 0,
  waiting: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  played: 8,
  skipped: 9,
}

export type Status = 'sent' | 'failed' | 'delivered' | 'read' | 'played'

/** One recipient of one broadcast, and beside it what really happened, which no rule may look at. */
export type Row = {
  state: RowState
  /** Names the claim; 0: never claimed. */
  token: number
  attempts: number
  /** Truth: the claim whose POST Meta accepted; 0: none. */
  accepted: number
  /** Truth: Meta refused the POST of the present claim for good. */
  refused: boolean
  /** Truth: the highest rank that a webhook about this row has reported. */
  seen: number
}

export const BROADCAST_STATES = [
  'none',
  'holding',
  'freezing',
  'running',
  'paused',
  'cancelling',
  'cancelled',
  'done',
] as const
export type BroadcastState = (typeof BROADCAST_STATES)[number]

/** `isClosed`: a wave whose day has not come, the rest behind a sample, a portfolio without room. */
export type Chunk = { isFinished: boolean; hasMessage: boolean; isClosed: boolean }
export type Broadcast = { state: BroadcastState; rows: Row[]; chunks: Chunk[] }

/** What a consumer remembers about a row of its window. */
export const NOTES = [
  'nothing',
  'to_post',
  'accepted',
  'unknown',
  'failed',
  'later', // Meta: not now
  'put_back', // claimed, but not POSTed
  'skipped',
] as const
export type Note = (typeof NOTES)[number]

/** Where a consumer is; each is a place where it can die. */
export const PLACES = [
  'idle',
  'claim', // record the last window, claim the next
  'unclear', // that batch gave no clear answer: record again
  'recover', // read which rows carry our token
  'post',
  'follow', // stop the broadcast, note an opt-out
  'failing', // something threw: a last try to record
  'end', // nothing left to claim
  'close', // no row of the chunk is open
  'finish', // was it the last chunk?
  'done', // it was
] as const
export type Place = (typeof PLACES)[number]

export type Consumer = {
  place: Place
  broadcast: number
  chunk: number
  /** The first row that the next claim looks at. */
  from: number
  notes: Note[]
  /** The claim that the notes are about, and the one that an unclear batch tried. */
  token: number
  trying: number
  /** The notes are written down already and kept for a last try only. */
  isRecorded: boolean
  /** What follows from the answers beyond their rows. */
  mustStop: boolean
  optedOut: boolean[]
}

/** A write that gave no answer and is still on its way: it may land at any time, or never. */
export type Batch = Pick<Consumer, 'broadcast' | 'chunk' | 'from' | 'notes' | 'token' | 'trying'>

export const ACCOUNT_STATES = ['active', 'suspended', 'closed', 'deleted'] as const

export type State = {
  account: (typeof ACCOUNT_STATES)[number]
  /** Who wants no more messages. */
  optedOut: boolean[]
  broadcasts: Broadcast[]
  consumers: Consumer[]
  underWay: Batch | null
}

export const PEOPLE = [0, 1]
export const NO_NOTES: Note[] = ['nothing', 'nothing']
const NOBODY = [false, false]

export const NO_ROW: Row = {
  state: 'none',
  token: 0,
  attempts: 0,
  accepted: 0,
  refused: false,
  seen: 0,
}

export const IDLE: Consumer = {
  place: 'idle',
  broadcast: 0,
  chunk: 0,
  from: 0,
  notes: NO_NOTES,
  token: 0,
  trying: 0,
  isRecorded: false,
  mustStop: false,
  optedOut: NOBODY,
}

export function initialState(
  rowsPerChunk: number,
  { isHeld, waits }: { isHeld: boolean; waits: boolean },
  consumers: number,
): State {
  const count = Math.ceil(PEOPLE.length / rowsPerChunk)
  const chunks = Array.from({ length: count }, (_, chunk) => ({
    isFinished: false,
    hasMessage: false,
    isClosed: waits && chunk === count - 1,
  }))
  const blank: Broadcast = { state: 'none', rows: PEOPLE.map(() => NO_ROW), chunks }
  const queued: Row = { ...NO_ROW, state: 'queued' }
  const first: Broadcast = isHeld
    ? { ...blank, state: 'holding' }
    : {
        state: 'running',
        rows: PEOPLE.map(() => queued),
        chunks: withMessages(chunks),
      }
  return {
    account: 'active',
    optedOut: NOBODY,
    broadcasts: [first, blank],
    consumers: Array.from({ length: consumers }, () => IDLE),
    underWay: null,
  }
}

/** Every chunk that is open gets a message; one that is closed gets it when it opens. */
export const withMessages = (chunks: Chunk[]): Chunk[] =>
  chunks.map((chunk) =>
    chunk.isFinished || chunk.isClosed ? chunk : { ...chunk, hasMessage: true },
  )

export const rankOf = ({ state }: Row): number => MODEL_RANK[state]
export const isOpen = ({ state }: Row): boolean =>
  state === 'queued' || state === 'waiting' || state === 'sending'

/** A list's element that is there by construction. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error(`the model has no element ${index}`)
  return item
}

export function replaced<T>(list: readonly T[], index: number, item: T): T[] {
  const copy = list.slice()
  copy[index] = item
  return copy
}

export function withBroadcast(state: State, index: number, change: Partial<Broadcast>): State {
  const broadcast = { ...at(state.broadcasts, index), ...change }
  return { ...state, broadcasts: replaced(state.broadcasts, index, broadcast) }
}

export function withRow(state: State, broadcast: number, no: number, change: Partial<Row>): State {
  const { rows } = at(state.broadcasts, broadcast)
  return withBroadcast(state, broadcast, {
    rows: replaced(rows, no, { ...at(rows, no), ...change }),
  })
}

export function withChunk(
  state: State,
  broadcast: number,
  chunk: number,
  change: Partial<Chunk>,
): State {
  const { chunks } = at(state.broadcasts, broadcast)
  return withBroadcast(state, broadcast, {
    chunks: replaced(chunks, chunk, { ...at(chunks, chunk), ...change }),
  })
}

export function withConsumer(state: State, index: number, consumer: Consumer): State {
  return { ...state, consumers: replaced(state.consumers, index, consumer) }
}

/** A token that nothing in the whole state refers to: as good as one never used. */
export function freshToken({ broadcasts, consumers, underWay }: State): number {
  const used = new Set<number>()
  for (const { rows } of broadcasts) {
    for (const { token, accepted } of rows) used.add(token).add(accepted)
  }
  for (const { token, trying } of consumers) used.add(token).add(trying)
  if (underWay) used.add(underWay.token).add(underWay.trying)
  let token = 1
  while (used.has(token)) token++
  return token
}
