// News of the inbox: the log of changes is read on from the place where this screen stands, so that
// nothing is missed and nothing comes twice, whatever became of the connection.

import { useQuery } from '@tanstack/preact-query'
import type { InboxChanges, InboxSummary } from '../../../worker/contract/inbox'
import type { Presence } from '../../../worker/contract/live'
import { announce } from '../../lib/announce'
import { isolated } from '../../lib/i18n'
import { useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { ApiError, api } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { gaps, INBOX, presences, threadListeners, unreadCount } from './signals'
import { playSound } from './sound'

const LIVE_MS = 5 * 60_000
const fetchSummary = () => api.get<InboxSummary>('/conversations/summary')
const refresh = (...part: string[]) =>
  void queryClient.invalidateQueries({ queryKey: [...INBOX, ...part] })

let cursor: number | null = null
let reading: Promise<void> | null = null
let isAgain = false

/** Runs in the frame round all pages: the badge is right wherever one is. */
export function InboxNews() {
  const me = useSession().user.id
  const { data } = useQuery({
    queryKey: [...INBOX, 'summary'],
    queryFn: fetchSummary,
    staleTime: LIVE_MS,
  })
  if (data) {
    cursor ??= data.seq
    unreadCount.value = data.unread
  }
  const read = () => void readOn(me)
  useLive('inbox', read, read)
  useLive(
    'presence',
    ({ data: all }) => {
      // The room sends this shape under this topic.
      presences.value = (all as Presence[] | null) ?? []
    },
    () => {},
  )
  return null
}

/** One reading at a time; what is told meanwhile is read right after. */
function readOn(me: string): Promise<void> {
  if (reading) {
    isAgain = true
    return reading
  }
  reading = readAll(me).finally(() => {
    reading = null
    if (isAgain) {
      isAgain = false
      void readOn(me)
    }
  })
  return reading
}

async function readAll(me: string) {
  try {
    if (cursor === null) cursor = (await fetchSummary()).seq
    for (;;) {
      const changes: InboxChanges = await api.get<InboxChanges>(
        `/conversations/changes?after=${cursor}`,
      )
      if (changes.seq === cursor && !changes.isGap) return
      cursor = changes.seq
      apply(changes, me)
      if (changes.isGap) return
    }
  } catch (error) {
    // Offline or signed out: the next word from the room, or the return of the line, reads on.
    if (!(error instanceof ApiError)) throw error
  }
}

function apply(changes: InboxChanges, me: string) {
  refresh('summary')
  refresh('list')
  if (changes.isGap) {
    gaps.value += 1
    return refresh()
  }
  for (const { id } of changes.conversations) refresh('one', id)
  for (const id of changes.threads) for (const listen of threadListeners) listen(id)
  const arrived = changes.conversations.filter(({ id }) => changes.arrived.includes(id))
  const mine = arrived.filter(({ assignee }) => assignee === null || assignee.id === me)
  if (mine.length > 0) playSound()
  const [first] = mine
  if (first) announce(m.inbox_announce({ name: isolated(first.name ?? first.phone ?? '') }))
  if (changes.mentioned.some(({ userId }) => userId === me)) announce(m.inbox_mentioned())
}
