import type * as v from 'valibot'
import type { LeftOutView, PlanView, PreviewView } from '../../../worker/contract/broadcast-plan'
import type {
  FollowUpKind,
  NewFollowUp,
  RecipientDetail,
  RecipientView,
} from '../../../worker/contract/broadcast-recipients'
import type {
  BroadcastChange,
  BroadcastListItem,
  BroadcastView,
  Launch,
  ProgressView,
  RetryKind,
} from '../../../worker/contract/broadcasts'
import type { CalendarView } from '../../../worker/contract/calendar'
import type { List } from '../../../worker/contract/common'
import type { QuietHours } from '../../../worker/contract/schedule'
import { api, withQuery } from '../../lib/request'

export type ListItem = v.InferOutput<typeof BroadcastListItem>
export type LeftOutPerson = v.InferOutput<typeof LeftOutView>

export const fetchBroadcasts = (query: { state: string; after: string }) =>
  api.get<List<ListItem>>(withQuery('/broadcasts', query))
export const fetchBroadcast = (id: string) => api.get<BroadcastView>(`/broadcasts/${id}`)
export const createBroadcast = (name: string, idempotencyKey: string) =>
  api.post<BroadcastView>('/broadcasts', { name }, { idempotencyKey })
export const changeBroadcast = (id: string, change: BroadcastChange) =>
  api.patch<BroadcastView>(`/broadcasts/${id}`, change)
export const deleteBroadcast = (id: string) => api.delete<void>(`/broadcasts/${id}`)

export const fetchPlan = (id: string) => api.get<PlanView>(`/broadcasts/${id}/plan`)
export const fetchPreview = (id: string, q: string) =>
  api.get<{ items: PreviewView[] }>(withQuery(`/broadcasts/${id}/preview`, { q }))
/** Left out for a reason, all or for want of one value; or getting a fall-back. */
export type Part = { reason: string; key?: string } | { fallback: string }
export const fetchPart = (id: string, part: Part, after: string) =>
  api.get<List<LeftOutPerson>>(
    'fallback' in part
      ? withQuery(`/broadcasts/${id}/fallbacks`, { key: part.fallback, after })
      : withQuery(`/broadcasts/${id}/left-out`, { ...part, after }),
  )

export const launchBroadcast = (id: string, launch: Launch, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/launch`, launch, { idempotencyKey })
export const pauseBroadcast = (id: string, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/pause`, {}, { idempotencyKey })
export const resumeBroadcast = (id: string, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/resume`, {}, { idempotencyKey })
export const cancelBroadcast = (id: string, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/cancel`, {}, { idempotencyKey })

export const goOnWithBroadcast = (id: string, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/go-on`, {}, { idempotencyKey })

export const startBroadcast = (id: string, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/start`, {}, { idempotencyKey })
export const unscheduleBroadcast = (id: string, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/unschedule`, {}, { idempotencyKey })

export const fetchQuietHours = () => api.get<QuietHours>('/quiet-hours')
export const changeQuietHours = (rules: QuietHours) => api.patch<QuietHours>('/quiet-hours', rules)
export const fetchCalendar = (month: string) =>
  api.get<CalendarView>(withQuery('/calendar', { month }))

export const draftRetry = (id: string, what: RetryKind, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/retry`, { what }, { idempotencyKey })

export const duplicateBroadcast = (id: string, name: string, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/duplicate`, { name }, { idempotencyKey })
export const countFollowUp = (id: string, who: FollowUpKind, code: string) =>
  api.get<{ count: number }>(withQuery(`/broadcasts/${id}/follow-ups`, { who, code }))
export const draftFollowUp = (id: string, wish: NewFollowUp, idempotencyKey: string) =>
  api.post<BroadcastView>(`/broadcasts/${id}/follow-ups`, wish, { idempotencyKey })

export const fetchProgress = (id: string) => api.get<ProgressView>(`/broadcasts/${id}/progress`)
export const fetchRecipients = (
  id: string,
  query: { state: string; reason: string; q: string; after: string },
) => api.get<List<RecipientView>>(withQuery(`/broadcasts/${id}/recipients`, query))
export const fetchRecipient = (id: string, no: string) =>
  api.get<RecipientDetail>(`/broadcasts/${id}/recipients/${no}`)
