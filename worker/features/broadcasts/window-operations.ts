import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { sendMessage } from '../../boundary/graph/messages'
import type { SendAnswer } from '../../boundary/graph/send-errors'
import { mapAtMost } from '../../lib/lists'
import { logFailure } from '../../lib/log'
import type { Secret } from '../../lib/secret'
import { recordOptOut } from '../contacts/consent-operations'
import { reportDeadToken } from '../meta/token-operations'
import { templateMessage } from '../templates/message'
import { parametersOf } from '../templates/parameters'
import { type Answer, answerFor, type Consequence, queuedAnswer, skippedAnswer } from './answers'
import { type BreakerState, judge, type Outcome } from './breaker'
import type { PacerStub } from './durable'
import type { FrozenTemplate } from './frozen-template'
import { LATE_MS } from './pacing'
import type { Broadcast } from './queries'
import type { Chunk, ClaimedRow } from './send-queries'
import { stopBroadcast } from './stop-operations'
import { formatTag } from './tags'
import { valuesFor } from './values'

/** A Worker may hold six connections that wait for an answer. */
const OPEN_REQUESTS = 6

export type SendDeps = Pick<
  Deps,
  'clock' | 'sleep' | 'random' | 'db' | 'keys' | 'graph' | 'jobs' | 'live' | 'mailer'
> & {
  pacer(accountId: string, numberId: string): PacerStub
}

/** What the windows of a chunk have in common. */
export type Work = {
  db: AccountDb
  broadcast: Broadcast
  template: FrozenTemplate
  chunk: Chunk
  perSecond: number
  connectionId: string
  numberId: string
  token: Secret
}

/** A claimed row that has not been POSTed: what its message is filled with, or why there is none. */
export type Filled = { row: ClaimedRow } & (
  | { values: Record<string, string>; sealedParams: string }
  | { skipped: 'deleted' | 'missing_parameter' }
)

/** The i-th row leaves at `firstAt + i * spacingMs`; the breaker is where this run of the broadcast is. */
export type Slots = { firstAt: number; spacingMs: number; breaker: BreakerState }

/** What a window came to: records of its rows, and what they mean beyond that. */
export type Delivered = {
  answers: Answer[]
  outcomes: Outcome[]
  consequences: { row: ClaimedRow; consequence: Consequence }[]
}

/**
 * Fills a window's messages and seals what is kept of them, so that a person can see later what was sent.
 * Whatever may fail fails here, before the first POST.
 */
export async function fillWindow(
  { keys }: Pick<Deps, 'keys'>,
  { db, chunk, template, broadcast }: Work,
  window: ClaimedRow[],
): Promise<Filled[]> {
  const opened = await keys.open(db)
  const parameters = parametersOf(template.components)
  const fill = async (row: ClaimedRow): Promise<Filled> => {
    const { person } = row
    if (!person) return { row, skipped: 'deleted' }
    const { values, missing } = valuesFor(person, parameters, broadcast.mapping)
    if (missing.length > 0) return { row, skipped: 'missing_parameter' }
    const rowId = `${chunk.broadcastId}:${row.no}`
    const text = JSON.stringify(values)
    return { row, values, sealedParams: await opened.seal('recipients.sealed_params', rowId, text) }
  }
  return Promise.all(window.map(fill))
}

/**
 * POSTs each row at its place in time, at most six at once, and turns every answer into a record. When the
 * answers say stop, the rest of the window goes back: it was claimed, but it is not POSTed.
 */
export async function deliverWindow(
  deps: SendDeps,
  work: Work,
  window: Filled[],
  slots: Slots,
): Promise<Delivered> {
  const { clock } = deps
  const consequences: Delivered['consequences'] = []
  const outcomes: Outcome[] = []
  const isStopped = () =>
    consequences.some(({ consequence }) => consequence.kind === 'stop') ||
    judge(slots.breaker, outcomes).stop !== null
  const takePlace = placesFor(deps, work, window.length, slots)

  const deliver = async (filled: Filled): Promise<Answer> => {
    const { row } = filled
    if ('skipped' in filled) return skippedAnswer(row, filled.skipped, clock.now())
    const hasPlace = await takePlace()
    if (!hasPlace || isStopped()) return queuedAnswer(row, clock.now())
    const sent = await postRow(deps, work, row, filled.values)
    outcomes.push(outcomeOf(sent))
    const { answer, consequence } = answerFor(row, sent, clock.now(), deps.random())
    if (consequence.kind !== 'none') consequences.push({ row, consequence })
    const maySee = answer.state === 'accepted' || answer.state === 'unknown'
    return maySee ? { ...answer, sealedParams: filled.sealedParams } : answer
  }
  const answers = await mapAtMost(OPEN_REQUESTS, window, deliver)
  return { answers, outcomes, consequences }
}

/**
 * Waits for one place in time after the other. A place that a machine was too late for is lost, and
 * whoever has none at the end takes new ones: to make up for lost time would be a burst, and the time
 * after the window may be another consumer's. False: there are none to be had, and the row goes back.
 */
function placesFor(deps: SendDeps, work: Work, rows: number, slots: Slots): () => Promise<boolean> {
  const { clock } = deps
  let { firstAt: nextAt, spacingMs } = slots
  let free = rows
  let waiting = 0
  let gone = 0
  let lastAt = Number.NEGATIVE_INFINITY
  let taking: Promise<boolean> | null = null

  const takeMore = async () => {
    const { db, broadcast, numberId, perSecond } = work
    const count = rows - gone - waiting
    try {
      const reservation = { count, perSecond, run: runOf(broadcast), outcomes: [] }
      const reserved = await deps.pacer(db.accountId, numberId).reserve(reservation)
      nextAt = clock.now() + reserved.waitMs
      spacingMs = reserved.spacingMs
      free = count
      taking = null
      return true
    } catch (error) {
      logFailure('broadcast.no_places', error)
      return false
    }
  }
  const nextPlace = () => {
    const at = nextAt
    nextAt += spacingMs
    free--
    return at
  }

  return async () => {
    for (let waits = 0; ; ) {
      while (free === 0) {
        taking ??= takeMore()
        if (!(await taking)) return false
      }
      const at = nextPlace()
      waiting++
      const waitMs = at - clock.now()
      if (waitMs > 0) {
        await deps.sleep(waitMs)
        waits++
      }
      waiting--
      const now = clock.now()
      // A machine that is late each time it waits goes on all the same, at the spacing.
      if (now - at <= LATE_MS || (waits > 1 && now - lastAt >= spacingMs)) {
        gone++
        lastAt = now
        return true
      }
    }
  }
}

/** Names the run of a broadcast that breakers look at: they start afresh after a resume. */
export const runOf = ({ id, updatedAt }: Broadcast) => `${id}:${updatedAt}`

function outcomeOf(sent: SendAnswer): Outcome {
  if (sent.kind === 'accepted') return { kind: 'fine' }
  if (sent.kind === 'ambiguous') return { kind: 'ambiguous' }
  // Meta asking for patience says nothing about the broadcast.
  if (sent.handling === 'retry_backoff' || sent.handling === 'slow_number') return { kind: 'fine' }
  const isOurMistake = sent.handling === 'programming_error' || sent.handling === 'not_send_path'
  return { kind: 'refused', code: sent.code, isOurMistake }
}

function postRow(
  deps: SendDeps,
  { template, chunk, numberId, token }: Work,
  row: ClaimedRow,
  values: Record<string, string>,
): Promise<SendAnswer> {
  const tag = formatTag({ broadcastId: chunk.broadcastId, no: row.no, token: row.token })
  const content = { type: 'template', template: templateMessage(template, values) }
  return sendMessage(deps.graph, token, numberId, { identity: row.identity, tag, content })
}

/** What answers mean beyond their rows: a slower number, a stopped broadcast, a person who said no. */
export async function follow(
  deps: SendDeps,
  { db, broadcast, connectionId, numberId }: Work,
  consequences: Delivered['consequences'],
): Promise<void> {
  const stop = consequences.find(({ consequence }) => consequence.kind === 'stop')
  if (stop?.consequence.kind === 'stop') {
    const { reason } = stop.consequence
    if (reason === 'meta_190') await reportDeadToken(deps, db, connectionId)
    await stopBroadcast(deps, db, broadcast.id, reason)
  }
  for (const { row, consequence } of consequences) {
    if (consequence.kind !== 'opted_out') continue
    const { contactId, identity } = row
    await recordOptOut(
      db,
      { contactId, identities: [identity], source: 'meta', wording: null, actor: 'meta' },
      deps.clock.now(),
    )
  }
  const pauses = consequences.flatMap(({ consequence }) =>
    consequence.kind === 'slow_down' ? consequence.pauseMs : [],
  )
  if (pauses.length > 0) await deps.pacer(db.accountId, numberId).slowDown(Math.max(...pauses))
}
