import type { AccountKeys } from '../../boundary/crypto/data-keys'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { sendMessage } from '../../boundary/graph/messages'
import type { SendAnswer } from '../../boundary/graph/send-errors'
import { mapAtMost } from '../../lib/lists'
import type { Secret } from '../../lib/secret'
import { otherNameOf } from '../contacts/phone'
import { type TemplateMessage, templateMessage } from '../templates/message'
import { parametersOf } from '../templates/parameters'
import { type Answer, answerFor, type LastMoment, queuedAnswer, skippedAnswer } from './answers'
import { type BreakerState, judge, type Outcome } from './breaker'
import { type Heard, heed, stopIn } from './consequence-operations'
import type { PacerStub } from './durable'
import type { FrozenTemplate } from './frozen-template'
import {
  type OnOurClock,
  OPEN_REQUESTS,
  type Places,
  placesFor,
  USUAL_POST_MS,
} from './place-operations'
import type { Broadcast } from './queries'
import type { Rest } from './quiet-operations'
import type { Chunk, ClaimedRow } from './send-queries'
import type { Tally } from './spending'
import { stopBroadcast } from './stop-operations'
import { formatTag } from './tags'
import { valuesFor } from './values'

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
  /** The portfolio has a limit: only what was reserved is claimed. */
  isLimited: boolean
  connectionId: string
  numberId: string
  token: Secret
  onOurClock: OnOurClock
  /** By what its messages are counted against the month's money. */
  tally: Tally
  /** Whether it is quiet now, for everybody or for people of a zone: nothing is claimed then. */
  quiet: () => Promise<Rest | null>
}

/** A claimed row that has not been POSTed: what its message is filled with, or why there is none. */
export type Filled = { row: ClaimedRow } & (
  | { content: Content; sealedParams: string }
  | { skipped: LastMoment }
)

type Content = { type: 'template'; template: TemplateMessage }

/** When rows leave; the breaker is where this run of the broadcast is. */
export type Slots = Places & { breaker: BreakerState }

/** What a window came to: records of its rows, and what they mean beyond that. */
export type Delivered = {
  answers: Answer[]
  outcomes: Outcome[]
  consequences: Heard[]
  /** What a POST took, on average. */
  tookMs: number
}

/**
 * Fills a window's messages and seals what is kept of them, so that a person can see later what was sent.
 * Whatever may fail fails here, before the first POST.
 */
export async function fillWindow(
  keys: AccountKeys,
  { chunk, template, broadcast }: Work,
  window: ClaimedRow[],
): Promise<Filled[]> {
  const parameters = parametersOf(template.components)
  const fill = async (row: ClaimedRow): Promise<Filled> => {
    const { person } = row
    if (!person) return { row, skipped: 'deleted' }
    if (!row.isTheirs) return { row, skipped: 'moved' }
    const { values, missing } = valuesFor(person, parameters, broadcast.mapping)
    if (missing.length > 0) return { row, skipped: 'missing_parameter' }
    const rowId = `${chunk.broadcastId}:${row.no}`
    const text = JSON.stringify(values)
    return {
      row,
      content: { type: 'template', template: templateMessage(template, values, parameters) },
      sealedParams: await keys.seal('recipients.sealed_params', rowId, text),
    }
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
  let spentMs = 0
  let { breaker } = slots
  let isStopped = false
  const note = (outcome: Outcome) => {
    const judged = judge(breaker, [outcome])
    breaker = judged.state
    isStopped ||= judged.stop !== null
    outcomes.push(outcome)
  }
  const takePlace = placesFor(deps, work, window.length, slots)

  const deliver = async (filled: Filled): Promise<Answer> => {
    const { row } = filled
    if ('skipped' in filled) return skippedAnswer(row, filled.skipped, clock.now())
    const hasPlace = await takePlace()
    if (!hasPlace || isStopped) return queuedAnswer(row, clock.now())
    const postedAt = clock.now()
    const sent = await postRow(deps, work, row, filled.content)
    spentMs += clock.now() - postedAt
    note(outcomeOf(sent))
    const { answer, consequence } = answerFor(row, sent, clock.now(), deps.random())
    isStopped ||= consequence.kind === 'stop'
    if (consequence.kind !== 'none') consequences.push({ row, consequence })
    const name = sent.kind === 'accepted' ? otherNameOf(row, sent.waId) : null
    if (name) consequences.push({ row, consequence: { kind: 'other_name', name } })
    const maySee = answer.state === 'accepted' || answer.state === 'unknown'
    return maySee ? { ...answer, sealedParams: filled.sealedParams } : answer
  }
  const answers = await mapAtMost(OPEN_REQUESTS, window, deliver)
  const tookMs = outcomes.length > 0 ? spentMs / outcomes.length : USUAL_POST_MS
  return { answers, outcomes, consequences, tookMs }
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
  { chunk, numberId, token }: Work,
  row: ClaimedRow,
  content: Content,
): Promise<SendAnswer> {
  const tag = formatTag({ broadcastId: chunk.broadcastId, no: row.no, token: row.token })
  return sendMessage(deps.graph, token, numberId, { identity: row.identity, tag, content })
}

/** What a window's answers mean beyond its rows: the broadcast may have to stop. */
export async function follow(
  deps: SendDeps,
  { db, broadcast, connectionId, numberId }: Work,
  consequences: Delivered['consequences'],
): Promise<void> {
  const stop = stopIn(consequences)
  if (stop) await stopBroadcast(deps, db, broadcast.id, stop)
  await heed(deps, db, { connectionId, numberId }, consequences)
}
