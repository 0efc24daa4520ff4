import { messageFor } from '../../boundary/http/errors'
import type { PlanView } from '../../contract/broadcast-plan'
import type { RecipientView } from '../../contract/broadcast-recipients'
import type { SentTest } from '../../contract/broadcast-tests'
import type { Audience, BroadcastView } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'
import type { MessageView } from '../../contract/messages'
import { priceCategory, priceDay, rateFor } from '../meta/rates'
import type { StoredAudience } from './audience'
import { failureText, sentenceOf, stateText } from './failure-texts'
import type { Single } from './outbox-queries'
import type { Plan } from './plan-operations'
import type { Broadcast } from './queries'
import type { RecipientRow } from './recipient-queries'
import type { TestRow } from './test-queries'

/** `names` are people's, by their id. */
export const toBroadcastView = (
  row: Broadcast,
  names: Map<string, string>,
  language: Language,
): BroadcastView => ({
  id: row.id,
  name: row.name,
  state: row.state,
  stateReason: row.stateReason,
  stateText: stateText(row.stateReason, language),
  version: row.version,
  numberId: row.numberId,
  templateId: row.templateId,
  templateName: row.template?.name ?? null,
  templateLanguage: row.template?.language ?? null,
  category: row.template?.category ?? null,
  audience: toAudience(row.audience),
  mapping: row.mapping,
  waves: row.waves,
  canary: row.canary,
  restHours: row.restHours,
  retry: row.parentId && row.retry ? { of: row.parentId, what: row.retry } : null,
  start: row.start,
  startsAt: row.startsAt,
  holdUntil: row.holdUntil,
  createdBy: personOf(row.createdBy, names),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  launchedAt: row.launchedAt,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
})

export const toAudience = ({ filters: _, ...audience }: StoredAudience): Audience => audience

function personOf(id: string, names: Map<string, string>): BroadcastView['createdBy'] {
  const name = names.get(id)
  return name === undefined ? null : { id, name }
}

export const toPlanView = (plan: Plan, language: Language): PlanView => ({
  ...plan,
  problems: plan.problems.map(({ code, blocking, values }) => ({
    code,
    blocking,
    text: messageFor(language, `plan.${code}`, values),
  })),
})

export function toRecipientView(
  row: RecipientRow,
  broadcast: Broadcast,
  language: Language,
): RecipientView {
  const isReasoned = row.state === 'failed' || row.state === 'skipped'
  const reason = isReasoned ? row.code : null
  return {
    no: row.no,
    contactId: row.contactId,
    name: row.name,
    identity: row.identity,
    state: row.state,
    reason,
    reasonText: reason === null ? null : reasonText(row.state, reason, language),
    reasonLink: row.state === 'failed' && reason ? failureText(reason, language).link : null,
    replied: row.repliedAt !== null,
    held: row.held === 1 && row.state === 'accepted',
    costMicros: costMicros(row, broadcast),
    claimedAt: row.claimedAt,
    acceptedAt: row.acceptedAt,
    sentAt: row.sentAt,
    deliveredAt: row.deliveredAt,
    readAt: row.readAt,
    failedAt: row.failedAt,
    repliedAt: row.repliedAt,
  }
}

export function reasonText(state: string, reason: string, language: Language): string {
  if (state === 'skipped') return messageFor(language, `skipped.${reason}`)
  return sentenceOf(failureText(reason, language))
}

/** Of one message to one person; null while nothing needs saying. */
export function singleReason(
  { state, code }: Pick<Single, 'state' | 'code'>,
  language: Language,
): string | null {
  if (!code) return null
  if (state === 'failed') return sentenceOf(failureText(code, language, 'one'))
  return state === 'skipped' ? reasonText(state, code, language) : null
}

/** List price once delivered; nothing for what failed or never left; not known yet otherwise. */
function costMicros(
  row: RecipientRow,
  { template, launchedAt, createdAt }: Broadcast,
): number | null {
  if (row.state === 'failed' || row.state === 'skipped') return 0
  const isDelivered = row.state === 'delivered' || row.state === 'read' || row.state === 'played'
  if (!isDelivered) return null
  if (row.pricing && !row.pricing.startsWith('regular/')) return 0
  const category = priceCategory(template?.category ?? 'MARKETING')
  return rateFor(row.country, category, priceDay(launchedAt ?? createdAt)).micros
}

export const toMessageView = (row: Single, language: Language): MessageView => ({
  id: row.id,
  contactId: row.contactId,
  state: row.state,
  reasonText: singleReason(row, language),
  createdAt: row.createdAt,
  acceptedAt: row.acceptedAt,
  sentAt: row.sentAt,
  deliveredAt: row.deliveredAt,
  readAt: row.readAt,
  failedAt: row.failedAt,
})

export function toSentTest(row: TestRow, language: Language): SentTest {
  const {
    id,
    contactId,
    state,
    reasonText: reason,
    ...times
  } = toMessageView(row.message, language)
  const { createdAt, deliveredAt, readAt } = times
  return {
    ...{ id, contactId, name: row.name, phone: row.phone, version: row.version, state },
    like: row.likeId === null ? null : { contactId: row.likeId, name: row.likeName },
    reasonText: reason,
    ...{ createdAt, deliveredAt, readAt },
  }
}
