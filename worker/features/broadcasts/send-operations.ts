import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { type SendAnswer, sendMessage } from '../../boundary/graph/messages'
import { randomId } from '../../lib/ids'
import { mapAtMost } from '../../lib/lists'
import { logFailure } from '../../lib/log'
import type { Secret } from '../../lib/secret'
import { MINUTE_MS } from '../../lib/time'
import { recordOptOut } from '../contacts/consent-operations'
import { reportDeadToken, withToken } from '../meta/operations'
import { findNumber } from '../meta/queries'
import { templateMessage } from '../templates/message'
import { parametersOf } from '../templates/parameters'
import { type Answer, answerFor, type Consequence, queuedAnswer, skippedAnswer } from './answers'
import type { Outcome } from './breaker'
import type { Reservation, Reserved } from './durable'
import { enqueueChunks } from './freeze-operations'
import type { FrozenTemplate } from './frozen-template'
import { type Broadcast, findBroadcast, moveBroadcast } from './queries'
import {
  type Chunk,
  type ClaimedRow,
  findChunk,
  findPeople,
  finishChunk,
  hasOpenChunks,
  recordAndClaim,
  recordAnswers,
  recoverClaim,
  skipSuppressed,
} from './send-queries'
import { stopBroadcast } from './stop-operations'
import { formatTag } from './tags'
import { valuesFor } from './values'

/** Rows claimed at once: a crash leaves at most these `unknown`, and a pause waits for them. */
export const WINDOW_ROWS = 40

/** A Worker may hold six connections that wait for an answer. */
const OPEN_REQUESTS = 6

/** A consumer lives 15 minutes; a chunk that takes longer goes on in a new message. */
const CHUNK_MS = 10 * MINUTE_MS

/** Below this a wait is not worth writing the answers down alone. */
const SHORT_WAIT_MS = 50

export type PacerStub = {
  reserve(reservation: Reservation): Promise<Reserved>
  reserveReply(perSecond: number): Promise<{ waitMs: number }>
  slowDown(pauseMs: number): Promise<void>
}

export type SendDeps = Pick<
  Deps,
  'clock' | 'sleep' | 'random' | 'db' | 'keys' | 'graph' | 'jobs' | 'live' | 'mailer'
> & {
  pacer(accountId: string, numberId: string): PacerStub
}

type Work = {
  db: AccountDb
  broadcast: Broadcast
  template: FrozenTemplate
  chunk: Chunk
  perSecond: number
  numberId: string
  token: Secret
}

/**
 * Sends one chunk in windows: claim, POST, record. A row is POSTed only by the winner of its claim, and
 * only once; answers that are not clear are never repeated. A redelivery finds nothing left to claim.
 */
export async function sendChunk(
  deps: SendDeps,
  db: AccountDb,
  broadcastId: string,
  chunkNumber: number,
): Promise<void> {
  const [broadcast, chunk] = await Promise.all([
    findBroadcast(db, broadcastId),
    findChunk(db, broadcastId, chunkNumber),
  ])
  if (broadcast?.state !== 'running' || !chunk || chunk.finishedAt !== null) return
  const { template, numberId, connectionId } = broadcast
  const number = numberId ? await findNumber(db, numberId) : undefined
  if (!template || !number || !connectionId) {
    await stopBroadcast(deps, db, broadcastId, 'number_gone')
    return
  }
  try {
    await withToken(deps, db, connectionId, (token) =>
      sendWindows(deps, {
        db,
        broadcast,
        template,
        chunk,
        token,
        numberId: number.id,
        perSecond: number.throughputPerSecond,
      }),
    )
  } catch (error) {
    if (!isConnectionGone(error)) throw error
    await stopBroadcast(deps, db, broadcastId, 'connection_dead')
    return
  }
  await endChunk(deps, db, broadcast, template, chunk)
}

const isConnectionGone = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('connection.')

async function sendWindows(deps: SendDeps, work: Work): Promise<void> {
  const { clock } = deps
  const { db, broadcast, chunk, numberId, perSecond } = work
  const pacer = deps.pacer(db.accountId, numberId)
  const stopAt = clock.now() + CHUNK_MS
  const run = `${broadcast.id}:${broadcast.updatedAt}`
  let answers: Answer[] = []
  let outcomes: Outcome[] = []
  let from = chunk.first
  for (;;) {
    // Places in time first, rows second: what is claimed is sent at once, so that a pause bites.
    const { waitMs, spacingMs, stop } = await pacer.reserve({
      count: WINDOW_ROWS,
      perSecond,
      run,
      outcomes,
    })
    if (stop) await stopBroadcast(deps, db, broadcast.id, stop)
    if (waitMs > SHORT_WAIT_MS) {
      await recordAnswers(db, chunk, answers, clock.now())
      answers = []
      await deps.live.changed(db.accountId, [`broadcast:${broadcast.id}`])
      await deps.sleep(waitMs)
    }
    const isOver = clock.now() > stopAt
    const window = await nextWindow(deps, work, answers, from, isOver ? 0 : WINDOW_ROWS)
    if (answers.length > 0) await deps.live.changed(db.accountId, [`broadcast:${broadcast.id}`])
    if (window.length === 0) {
      if (from === chunk.first || isOver) return
      // Once more from the start, for rows that Meta asked to try later.
      from = chunk.first
      answers = []
      outcomes = []
      continue
    }
    from = Math.max(...window.map(({ no }) => no)) + 1
    const sent = await deliverWindow(deps, work, window, { firstAt: clock.now(), spacingMs })
    answers = sent.answers
    outcomes = sent.outcomes
  }
}

/** One batch; when its outcome is unknown, the rows themselves tell it. Never a POST on a guess. */
async function nextWindow(
  { clock }: SendDeps,
  { db, chunk, template }: Work,
  answers: Answer[],
  from: number,
  limit: number,
): Promise<ClaimedRow[]> {
  const { category } = template
  const token = randomId()
  try {
    const now = clock.now()
    return await recordAndClaim(db, chunk, answers, { category, token, from, limit, now })
  } catch (error) {
    logFailure('broadcast.window_unclear', error)
    return recoverClaim(db, chunk, answers, token, clock.now())
  }
}

/** POSTs each row at its place in time, at most six at once, and turns every answer into a record. */
async function deliverWindow(
  deps: SendDeps,
  work: Work,
  window: ClaimedRow[],
  slots: { firstAt: number; spacingMs: number },
): Promise<{ answers: Answer[]; outcomes: Outcome[] }> {
  const { db, chunk } = work
  const [people, keys] = await Promise.all([
    findPeople(
      db,
      window.map(({ contactId }) => contactId),
    ),
    deps.keys.open(db),
  ])
  const parameters = parametersOf(work.template.components)
  const consequences: { row: ClaimedRow; consequence: Consequence }[] = []
  const outcomes: Outcome[] = []

  const deliver = async (row: ClaimedRow, index: number): Promise<Answer> => {
    const person = people.get(row.contactId)
    if (!person) return skippedAnswer(row, 'deleted', deps.clock.now())
    const { values, missing } = valuesFor(person, parameters, work.broadcast.mapping)
    if (missing.length > 0) return skippedAnswer(row, 'missing_parameter', deps.clock.now())

    const waitMs = slots.firstAt + index * slots.spacingMs - deps.clock.now()
    if (waitMs > 0) await deps.sleep(waitMs)
    // Meta said stop: the rest of the window was claimed but is not POSTed.
    const isStopped = consequences.some(({ consequence }) => consequence.kind === 'stop')
    if (isStopped) return queuedAnswer(row, deps.clock.now())
    const sent = await postRow(deps, work, row, values)
    outcomes.push(outcomeOf(sent))
    const { answer, consequence } = answerFor(row, sent, deps.clock.now(), deps.random())
    if (consequence.kind !== 'none') consequences.push({ row, consequence })
    if (answer.state !== 'accepted' && answer.state !== 'unknown') return answer
    // What may have been sent is kept, sealed, so that a person can see it later.
    const rowId = `${chunk.broadcastId}:${row.no}`
    const sealedParams = await keys.seal('recipients.sealed_params', rowId, JSON.stringify(values))
    return { ...answer, sealedParams }
  }

  const answers = await mapAtMost(OPEN_REQUESTS, window, deliver)
  await follow(deps, work, consequences)
  return { answers, outcomes }
}

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
async function follow(
  deps: SendDeps,
  work: Work,
  consequences: { row: ClaimedRow; consequence: Consequence }[],
): Promise<void> {
  const { db, broadcast, numberId } = work
  const pauses = consequences.flatMap(({ consequence }) =>
    consequence.kind === 'slow_down' ? consequence.pauseMs : [],
  )
  if (pauses.length > 0) await deps.pacer(db.accountId, numberId).slowDown(Math.max(...pauses))
  for (const { row, consequence } of consequences) {
    if (consequence.kind !== 'opted_out') continue
    const { contactId, identity } = row
    await recordOptOut(
      db,
      { contactId, identities: [identity], source: 'meta', wording: null, actor: 'meta' },
      deps.clock.now(),
    )
  }
  const stop = consequences.find(({ consequence }) => consequence.kind === 'stop')
  if (stop?.consequence.kind !== 'stop') return
  if (stop.consequence.reason === 'meta_190' && broadcast.connectionId) {
    await reportDeadToken(deps, db, broadcast.connectionId)
  }
  await stopBroadcast(deps, db, broadcast.id, stop.consequence.reason)
}

/** Nothing left to claim: ends the chunk, or queues the rest for when it is due. */
async function endChunk(
  deps: SendDeps,
  db: AccountDb,
  broadcast: Broadcast,
  template: FrozenTemplate,
  chunk: Chunk,
): Promise<void> {
  const present = await findBroadcast(db, broadcast.id)
  if (present?.state !== 'running') return
  await skipSuppressed(db, chunk, template.category)
  const now = deps.clock.now()
  const { queued, sending, nextAt } = await finishChunk(db, chunk, now)
  if (queued > 0) {
    const delaySeconds = Math.max(1, Math.ceil(((nextAt ?? now) - now) / 1000))
    const { accountId, broadcastId } = chunk
    const job = { type: 'broadcast.send' as const, accountId, broadcastId, chunk: chunk.chunk }
    await deps.jobs.sends([job], { delaySeconds })
  } else if (sending === 0) {
    await enqueueChunks(deps, db, broadcast.id)
    await finishBroadcast(deps, db, broadcast.id)
  }
  await deps.live.changed(db.accountId, [`broadcast:${broadcast.id}`])
}

/** `done` only when no row is `queued` or `sending`, that is when no chunk is open. Repeatable. */
export async function finishBroadcast(
  { clock, live }: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  broadcastId: string,
): Promise<void> {
  if (await hasOpenChunks(db, broadcastId)) return
  const now = clock.now()
  const done = await moveBroadcast(db, broadcastId, ['running', 'finishing'], 'done', now, {
    finishedAt: now,
  })
  if (done) await live.changed(db.accountId, [`broadcast:${broadcastId}`, 'broadcasts'])
}
