import { useQuery } from '@tanstack/preact-query'
import * as v from 'valibot'
import type { List } from '../../../worker/contract/common'
import {
  type ConversationChange,
  type ConversationView,
  InboxList,
  type OpenConversationView,
} from '../../../worker/contract/inbox'
import { tellFailure } from '../../components/tell-failure'
import { queryClient } from '../../lib/query'
import { urlState } from '../../lib/url-state'
import {
  actOn,
  fetchConversation,
  fetchConversations,
  fetchLabels,
  fetchSaved,
  fetchSettings,
  fetchStorage,
  fetchSummary,
  fetchTeam,
  type ListFilters,
  searchInbox,
} from './api'
import { INBOX } from './signals'

const FRESH_MS = 60_000
/** What does not follow from the log of changes is asked again after this. */
const LIVE_MS = 5 * 60_000

const word = v.optional(v.pipe(v.string(), v.maxLength(100)), '')

/** Everything about what is on screen lives in the address. */
export const inboxPlace = urlState(
  v.object({
    list: v.optional(InboxList, 'open'),
    number: word,
    label: word,
    q: word,
    /** The open conversation, and the message to show in it. */
    c: word,
    m: word,
    /** On narrow screens the person's panel is a page of its own. */
    info: v.optional(v.picklist(['', '1']), ''),
  }),
)

export const hasInboxFilters = () => {
  const { number, label } = inboxPlace.value.value
  return number !== '' || label !== ''
}

export function useConversations() {
  const { list, number, label } = inboxPlace.value.value
  const queryKey = [...INBOX, 'list', { list, number, label }]
  return useQuery({
    queryKey,
    queryFn: () => {
      const shown = queryClient.getQueryData<List<ConversationView>>(queryKey)
      return fetchAsMany({ list, number, label }, shown?.items.length ?? 0)
    },
    staleTime: LIVE_MS,
    placeholderData: (previous) => previous,
  })
}

const PAGE = 30
const MOST_AT_ONCE = 100

/** News takes nothing away that was loaded further down. */
async function fetchAsMany(filters: ListFilters, shown: number): Promise<List<ConversationView>> {
  const items: ConversationView[] = []
  let next: string | null = null
  do {
    const limit = Math.min(Math.max(PAGE, shown - items.length), MOST_AT_ONCE)
    const page: List<ConversationView> = await fetchConversations({
      ...filters,
      ...(next && { after: next }),
      limit,
    })
    items.push(...page.items)
    next = page.next
  } while (next && items.length < shown)
  return { items: unique(items), next }
}

/** Further pages are added to the first. */
export async function loadMore(list: List<ConversationView>) {
  const { list: name, number, label } = inboxPlace.value.peek()
  const filters = { list: name, number, label }
  if (!list.next) return
  const more = await fetchConversations({ ...filters, after: list.next })
  queryClient.setQueryData<List<ConversationView>>([...INBOX, 'list', filters], (shown) =>
    shown ? { items: unique([...shown.items, ...more.items]), next: more.next } : more,
  )
}

const unique = (items: ConversationView[]) => [
  ...new Map(items.map((item) => [item.id, item])).values(),
]

export const useConversation = (id: string) =>
  useQuery({
    queryKey: [...INBOX, 'one', id],
    queryFn: () => fetchConversation(id),
    staleTime: LIVE_MS,
  })

export const useSearch = (q: string) =>
  useQuery({
    queryKey: [...INBOX, 'search', q],
    queryFn: () => searchInbox(q),
    enabled: q.length > 1,
    placeholderData: (previous) => previous,
  })

export const useSummary = () =>
  useQuery({ queryKey: [...INBOX, 'summary'], queryFn: fetchSummary, staleTime: LIVE_MS })
export const useTeam = () =>
  useQuery({ queryKey: [...INBOX, 'team'], queryFn: fetchTeam, staleTime: FRESH_MS })
export const useLabels = () =>
  useQuery({ queryKey: [...INBOX, 'labels'], queryFn: fetchLabels, staleTime: FRESH_MS })
export const useSavedReplies = () =>
  useQuery({ queryKey: [...INBOX, 'saved'], queryFn: fetchSaved, staleTime: FRESH_MS })
export const useInboxSettings = () =>
  useQuery({ queryKey: [...INBOX, 'settings'], queryFn: fetchSettings, staleTime: FRESH_MS })

export const useStorage = () =>
  useQuery({ queryKey: [...INBOX, 'storage'], queryFn: fetchStorage, staleTime: FRESH_MS })

export const refreshInbox = (...part: string[]) =>
  queryClient.invalidateQueries({ queryKey: [...INBOX, ...part] })

/** Says why something did not go through; true when it did. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    tellFailure(error)
    return false
  }
}

/** Shows a change at once; the server's word comes with the log, and a refusal takes it back. */
export async function act(
  conversation: ConversationView,
  wish: ConversationChange,
  shown: Partial<ConversationView>,
): Promise<boolean> {
  const key = [...INBOX, 'one', conversation.id]
  queryClient.setQueryData<OpenConversationView>(key, (one) => one && { ...one, ...shown })
  const isDone = await attempt(() => actOn(conversation.id, wish))
  void refreshInbox('list')
  void queryClient.invalidateQueries({ queryKey: key })
  return isDone
}
