import type { Status } from '../../boundary/graph/webhooks'
import { RANK } from './states'
import { parseSingleTag, parseTag } from './tags'

/** What all statuses of one row, folded, say about it. */
export type Evidence = {
  broadcastId: string
  no: number
  token: string
  state: 'sent' | 'failed' | 'delivered' | 'read' | 'played'
  rank: number
  wamid: string
  code: string | null
  pricing: string | null
  sentAt: number | null
  deliveredAt: number | null
  readAt: number | null
  failedAt: number | null
}

const KNOWN = ['sent', 'failed', 'delivered', 'read', 'played'] as const
type Known = (typeof KNOWN)[number]
const isKnown = (status: string): status is Known => KNOWN.some((one) => one === status)

/**
 * Folds statuses into one piece of evidence per row: order and repetition don't matter. Statuses
 * without our tag belong to single messages or other tools; unknown words are ignored.
 */
export function foldStatuses(statuses: Status[]): Evidence[] {
  return foldEvidence(
    statuses.flatMap((status) => {
      const tag = parseTag(status.biz_opaque_callback_data)
      return tag && isKnown(status.status) ? [evidenceOf(status, status.status, tag)] : []
    }),
  )
}

/** One piece of evidence per row and claim. */
export function foldEvidence(evidence: Evidence[]): Evidence[] {
  const byClaim = new Map<string, Evidence>()
  for (const one of evidence) {
    const key = `${one.broadcastId}.${one.no}.${one.token}`
    const known = byClaim.get(key)
    byClaim.set(key, known ? joinEvidence(known, one) : one)
  }
  return [...byClaim.values()]
}

/** Statuses of single messages, one by one: there are few. */
export function singleEvidence(statuses: Status[]) {
  return statuses.flatMap((status) => {
    const tag = parseSingleTag(status.biz_opaque_callback_data)
    if (!tag || !isKnown(status.status)) return []
    return [{ id: tag.id, evidence: evidenceOf(status, status.status, { token: tag.token }) }]
  })
}

function evidenceOf<T extends { token: string }>(
  { id, timestamp, errors, pricing }: Status,
  state: Known,
  tag: T,
) {
  const at = timestamp * 1000
  return {
    ...tag,
    state,
    rank: RANK[state],
    wamid: id,
    code: state === 'failed' ? String(errors[0]?.code ?? 0) : null,
    pricing: pricing
      ? `${pricing.type ?? 'regular'}/${pricing.category ?? ''}`.toLowerCase()
      : null,
    sentAt: state === 'sent' ? at : null,
    deliveredAt: state === 'delivered' ? at : null,
    readAt: state === 'read' ? at : null,
    failedAt: state === 'failed' ? at : null,
  }
}

/**
 * The stronger state wins; of two words about the same thing the smaller one counts, that is the earlier
 * time. Commutative and idempotent; `joinStatuses` does the same in SQL.
 */
export function joinEvidence(a: Evidence, b: Evidence): Evidence {
  const stronger = b.rank > a.rank ? b : a
  return {
    ...stronger,
    code: smaller(a.code, b.code),
    pricing: smaller(a.pricing, b.pricing),
    sentAt: smaller(a.sentAt, b.sentAt),
    deliveredAt: smaller(a.deliveredAt, b.deliveredAt),
    readAt: smaller(a.readAt, b.readAt),
    failedAt: smaller(a.failedAt, b.failedAt),
  }
}

const smaller = <T extends string | number>(a: T | null, b: T | null): T | null =>
  a === null ? b : b === null || a < b ? a : b
