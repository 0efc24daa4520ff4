// News of the inbox: the log of changes is read on from the place where this screen stands, so that
// nothing is missed and nothing comes twice, whatever became of the connection.

import { signal } from '@preact/signals'
import type { InboxChanges } from '../../../worker/contract/inbox'
import type { Presence } from '../../../worker/contract/live'
import { announce } from '../../lib/announce'
import { isolated } from '../../lib/i18n'
import { useLive } from '../../lib/live'
import { queryClient } from '../../lib/query'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { fetchChanges, fetchSummary } from './api'
import { INBOX, refreshInbox, useSummary } from './model'
import { playSound } from './sound'
import { refreshThread } from './thread'

let cursor: number | null = null
let reading: Promise<void> | null = null
let isAgain = false

/** Who looks at which conversation on other screens. */
export const presences = signal<Presence[]>([])
/** Conversations open now on unread, for the badge and the tab's title. */
export const unreadCount = signal(0)

/** Runs in the frame round all pages: the badge is right wherever one is. */
export function useInboxNews() {
  const me = useSession().user.id
  const { data } = useSummary()
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
      const changes = await fetchChanges(cursor)
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
  void refreshInbox('summary')
  void refreshInbox('list')
  if (changes.isGap) {
    void queryClient.invalidateQueries({ queryKey: INBOX })
    return
  }
  for (const { id } of changes.conversations) void refreshInbox('one', id)
  for (const id of changes.threads) void refreshThread(id)
  const arrived = changes.conversations.filter(({ id }) => changes.arrived.includes(id))
  const mine = arrived.filter(({ assignee }) => assignee === null || assignee.id === me)
  if (mine.length > 0) playSound()
  const [first] = mine
  if (first) announce(m.inbox_announce({ name: isolated(first.name ?? first.phone ?? '') }))
  if (changes.mentioned.some(({ userId }) => userId === me)) announce(m.inbox_mentioned())
}
