import type { SendAnswer } from '../../boundary/graph/send-errors'
import type { SkipReason } from '../../contract/broadcasts'
import { MINUTE_MS, SECOND_MS } from '../../lib/time'
import type { OtherName } from '../contacts/phone'
import { RANK } from './states'

/** What is written about a row after its POST, or instead of one. */
export type Answer = {
  no: number
  token: string
  state: 'accepted' | 'failed' | 'unknown' | 'queued' | 'skipped'
  rank: number
  wamid?: string
  code?: string
  held?: 1
  sealedParams?: string
  notBefore?: number
  at: number
}

/** What an answer means beyond its row. */
export type Consequence =
  | { kind: 'none' }
  | { kind: 'slow_down'; pauseMs: number }
  | { kind: 'stop'; reason: string }
  | { kind: 'opted_out' }
  | { kind: 'other_name'; name: OtherName }

/** A message that Meta refused for now is tried this often in all. */
export const MOST_ATTEMPTS = 5
const MOST_BACKOFF_MS = 15 * MINUTE_MS

type Row = { no: number; token: string; attempts: number }

/** The one place where an answer of Meta's becomes a state of ours (security: answer classes). */
export function answerFor(
  row: Row,
  answer: SendAnswer,
  now: number,
  jitter: number,
): { answer: Answer; consequence: Consequence } {
  const base = { no: row.no, token: row.token, at: now }
  const none: Consequence = { kind: 'none' }
  if (answer.kind === 'accepted') {
    const held = answer.isHeld ? { held: 1 as const } : {}
    return {
      answer: { ...base, state: 'accepted', rank: RANK.accepted, wamid: answer.wamid, ...held },
      consequence: none,
    }
  }
  if (answer.kind === 'ambiguous') {
    const code = answer.code === null ? {} : { code: String(answer.code) }
    return { answer: { ...base, state: 'unknown', rank: RANK.unknown, ...code }, consequence: none }
  }

  const code = String(answer.code)
  const failed: Answer = { ...base, state: 'failed', rank: RANK.failed, code }
  const again = (notBefore: number): Answer => ({
    ...base,
    state: 'queued',
    rank: RANK.queued,
    code,
    notBefore,
  })
  switch (answer.handling) {
    case 'retry_backoff':
    case 'slow_number': {
      const waitMs = backoffMs(answer.code, row.attempts, jitter)
      const isLast = row.attempts >= MOST_ATTEMPTS
      const consequence: Consequence =
        answer.handling === 'slow_number' ? { kind: 'slow_down', pauseMs: waitMs } : none
      return { answer: isLast ? failed : again(now + waitMs), consequence }
    }
    case 'stop_broadcast':
    case 'reconnect':
      return { answer: again(now), consequence: { kind: 'stop', reason: stopReason(answer.code) } }
    case 'opted_out':
      return { answer: failed, consequence: { kind: 'opted_out' } }
    default:
      return { answer: failed, consequence: none }
  }
}

/**
 * The same for a message to one person: there is nothing that a person would resume, so what stops a
 * broadcast fails it, with the reason for whoever wrote it.
 */
export const singleAnswer = ({ answer, consequence }: ReturnType<typeof answerFor>): Answer =>
  consequence.kind === 'stop' ? { ...answer, state: 'failed', rank: RANK.failed } : answer

/** Why a broadcast stopped by itself; texts are `broadcast.paused.<reason>`. */
export const stopReason = (code: number) => `meta_${code}`

/**
 * 4^n s for one pair (131056), a minute where Meta is busy or in maintenance, else 1 s doubling.
 * Full jitter on top of half, at most 15 minutes.
 */
export function backoffMs(code: number, attempts: number, jitter: number): number {
  const tries = Math.max(0, attempts - 1)
  const wholeMs =
    code === 131056
      ? 4 ** tries * SECOND_MS
      : [4, 613, 80007, 80008, 131057, 134101].includes(code)
        ? 2 ** tries * MINUTE_MS
        : 2 ** tries * SECOND_MS
  return Math.round(Math.min(wholeMs, MOST_BACKOFF_MS) * (0.5 + jitter / 2))
}

/** Why a claimed row is not written to after all. */
export type LastMoment = Extract<SkipReason, 'deleted' | 'moved' | 'missing_parameter'>

/** Written for people whose contact or number is gone, or whose values are empty, at the last moment. */
export const skippedAnswer = (row: Row, code: LastMoment, at: number): Answer => ({
  no: row.no,
  token: row.token,
  state: 'skipped',
  rank: RANK.skipped,
  code,
  at,
})

/** Puts back a claimed row that was certainly not POSTed. */
export const queuedAnswer = (row: Row, at: number): Answer => ({
  no: row.no,
  token: row.token,
  state: 'queued',
  rank: RANK.queued,
  at,
})
