import { useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import {
  type BroadcastView,
  type ProgressView,
  RECIPIENT_STATES,
} from '../../../worker/contract/broadcasts'
import { CalendarMonth } from '../../../worker/contract/calendar'
import { liveState, useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { urlState } from '../../lib/url-state'
import {
  fetchBroadcast,
  fetchBroadcasts,
  fetchCalendar,
  fetchPart,
  fetchPlan,
  fetchPreview,
  fetchProgress,
  fetchRecipient,
  fetchRecipients,
  type Part,
} from './api'
import { isFinal, newestProgress } from './figures'

const BROADCASTS = ['broadcasts']
const oneKey = (id: string) => [...BROADCASTS, 'one', id]
const progressKey = (id: string) => [...BROADCASTS, 'progress', id]
const recipientsKey = (id: string) => [...BROADCASTS, 'recipients', id]
/** Only while news does not come by itself. */
const POLL_MS = 5_000

const word = v.optional(v.pipe(v.string(), v.maxLength(300)), '')

export const TABS = ['draft', 'scheduled', 'sending', 'sent'] as const
export const listPlace = urlState(
  v.object({
    state: v.optional(v.union([v.literal(''), v.picklist(TABS)]), ''),
    after: word,
    view: v.optional(v.union([v.literal(''), v.literal('calendar')]), ''),
    month: v.optional(v.union([v.literal(''), CalendarMonth]), ''),
  }),
)

export const useCalendar = (month: string) => {
  const sheet = useQuery({
    queryKey: [...BROADCASTS, 'list', 'calendar', month],
    queryFn: () => fetchCalendar(month),
    placeholderData: (previous) => previous,
  })
  useLive('broadcasts', refreshList, refreshList)
  return sheet
}

export function useBroadcasts() {
  const { state, after } = listPlace.value.value
  const query = { state, after }
  const list = useQuery({
    queryKey: [...BROADCASTS, 'list', query],
    queryFn: () => fetchBroadcasts(query),
    placeholderData: (previous) => previous,
  })
  useLive('broadcasts', refreshList, refreshList)
  return list
}

const refreshList = () => void queryClient.invalidateQueries({ queryKey: [...BROADCASTS, 'list'] })

export const useBroadcast = (id: string) =>
  useQuery({ queryKey: oneKey(id), queryFn: () => fetchBroadcast(id) })

/** What an answer to a change says is at once what the page shows; the rest asks again. */
export function keepBroadcast(view: BroadcastView) {
  queryClient.setQueryData(oneKey(view.id), view)
  void queryClient.invalidateQueries({ queryKey: progressKey(view.id) })
  refreshList()
}

/** Where it stands, live until it has ended. */
export function useProgress(id: string, isWatched: boolean) {
  const query = useQuery({
    queryKey: progressKey(id),
    queryFn: async () =>
      newestProgress(queryClient.getQueryData(progressKey(id)), await fetchProgress(id)),
    refetchInterval: ({ state }) =>
      state.data && !isFinal(state.data) && liveState.peek() !== 'live' ? POLL_MS : false,
  })
  // Statuses go on coming for days after the last message left.
  useLive(
    isWatched ? `broadcast:${id}` : null,
    // The room sends what this broadcast's progress would answer.
    ({ data }) => data && keepProgress(data as ProgressView),
    () => void queryClient.invalidateQueries({ queryKey: progressKey(id) }),
  )
  return query
}

function keepProgress(view: ProgressView) {
  const key = progressKey(view.id)
  const before = queryClient.getQueryData<ProgressView>(key)
  queryClient.setQueryData(key, newestProgress(before, view))
  if (before?.state === view.state) return
  void queryClient.invalidateQueries({ queryKey: oneKey(view.id) })
  void queryClient.invalidateQueries({ queryKey: recipientsKey(view.id) })
}

export const usePlan = (id: string, version: number, isWanted: boolean) =>
  useQuery({
    queryKey: [...BROADCASTS, 'plan', id, version],
    queryFn: () => fetchPlan(id),
    placeholderData: (previous) => previous,
    enabled: isWanted,
  })

export const refreshPlan = (id: string) =>
  queryClient.invalidateQueries({ queryKey: [...BROADCASTS, 'plan', id] })

export const usePreview = (id: string, version: number, q: string, isWanted: boolean) =>
  useQuery({
    queryKey: [...BROADCASTS, 'preview', id, version, q],
    queryFn: () => fetchPreview(id, q),
    placeholderData: (previous) => previous,
    enabled: isWanted,
  })

export const usePart = (id: string, version: number, part: Part) =>
  useInfiniteQuery({
    queryKey: [...BROADCASTS, 'part', id, version, part],
    queryFn: ({ pageParam }) => fetchPart(id, part, pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const recipientPlace = urlState(
  v.object({
    state: v.optional(v.union([v.literal(''), v.picklist([...RECIPIENT_STATES, 'replied'])]), ''),
    reason: word,
    q: word,
    after: word,
  }),
)

export function useRecipients(id: string, isMoving: boolean) {
  const query = recipientPlace.value.value
  return useQuery({
    queryKey: [...recipientsKey(id), query],
    queryFn: () => fetchRecipients(id, query),
    placeholderData: (previous) => previous,
    refetchInterval: isMoving ? POLL_MS : false,
  })
}

/** One person's message; a frame about the broadcast may be about them. */
export function useRecipient(id: string, no: string) {
  const key = [...recipientsKey(id), 'one', no]
  const refresh = () => void queryClient.invalidateQueries({ queryKey: key })
  useLive(`broadcast:${id}`, refresh, refresh)
  return useQuery({ queryKey: key, queryFn: () => fetchRecipient(id, no) })
}
