// What is on screen of one conversation: the newest page, older ones added above, and what is being sent.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ThreadEntry } from '../../../worker/contract/inbox'
import type { MessageContent } from '../../../worker/contract/message-content'
import type { NewMessage } from '../../../worker/contract/messages'
import { newId } from '../../lib/new-id'
import { ApiError } from '../../lib/request'
import { addNote, fetchThread, sendMessage } from './api'
import { threadListeners } from './signals'
import { forgetUnsent, keepUnsent, readUnsent, type Unsent } from './unsent'

/** What this screen is sending, until it is in the thread as the server has it. */
export type Outgoing = {
  entry: ThreadEntry
  /** Sends the same again: the same id is the same message. */
  send: () => Promise<void>
  state: 'sending' | 'failed'
  /** Why it was refused, in words. */
  reason: string | null
}

export type Thread = {
  entries: Signal<ThreadEntry[] | null>
  outgoing: Signal<Outgoing[]>
  /** The moment before which older ones stand; null at the beginning. */
  next: Signal<string | null>
  isLoadingOlder: Signal<boolean>
  error: Signal<unknown>
  /** Oldest first, with what is being sent at the end. */
  shown: ReadonlySignal<Shown[]>
}
export type Shown = { entry: ThreadEntry; outgoing: Outgoing | null }

const threads = new Map<string, Thread>()
threadListeners.add((id) => void refreshThread(id))

export function threadOf(id: string): Thread {
  const known = threads.get(id)
  if (known) return known
  const entries = signal<ThreadEntry[] | null>(null)
  // What a reload or a cut left behind: the same id again is the same message.
  const outgoing = signal<Outgoing[]>(readUnsent(id).map((one) => toOutgoing(id, one, 'failed')))
  const made: Thread = {
    entries,
    outgoing,
    next: signal<string | null>(null),
    isLoadingOlder: signal(false),
    error: signal<unknown>(null),
    shown: computed(() => {
      const stored = entries.value ?? []
      const keys = new Set(stored.map(({ key }) => key))
      return [
        ...stored.map((entry) => ({ entry, outgoing: null })),
        ...outgoing.value
          .filter(({ entry }) => !keys.has(entry.key))
          .map((one) => ({ entry: one.entry, outgoing: one })),
      ]
    }),
  }
  threads.set(id, made)
  return made
}

/** Loads a thread when its page opens; what was on screen before shows at once. */
export function useThread(id: string): Thread {
  useEffect(() => {
    void refreshThread(id, { isOpening: true })
  }, [id])
  return threadOf(id)
}

/** Reads the newest page again and joins it with what is there: by key, so nothing stands twice. */
export async function refreshThread(id: string, { isOpening = false } = {}) {
  const thread = threads.get(id)
  if (!thread || (!isOpening && thread.entries.peek() === null)) return
  try {
    const page = await fetchThread(id)
    const known = thread.entries.peek() ?? []
    const oldest = page.items.at(-1)?.at ?? 0
    const fresh = new Set(page.items.map(({ key }) => key))
    const older = known.filter(({ key, at }) => at < oldest && !fresh.has(key))
    const touches = known.length === 0 || known.some(({ key }) => fresh.has(key))
    // Away for more than a page: what lies between is loaded on the way up.
    const kept = touches ? older : []
    const same = new Map(known.map((one) => [one.key, one]))
    thread.entries.value = [...kept, ...page.items.toReversed().map((one) => asKnown(one, same))]
    if (kept.length === 0) thread.next.value = page.next
    thread.error.value = null
    for (const { entry } of thread.outgoing.peek()) {
      if (fresh.has(entry.key)) forgetUnsent(id, entry.key)
    }
    thread.outgoing.value = thread.outgoing.peek().filter(({ entry }) => !fresh.has(entry.key))
  } catch (error) {
    if (thread.entries.peek() === null) thread.error.value = error
    if (!(error instanceof ApiError)) throw error
  }
}

/** What is as it was stays the same object: it is not drawn again. */
function asKnown(entry: ThreadEntry, known: Map<string, ThreadEntry>): ThreadEntry {
  const before = known.get(entry.key)
  return before && JSON.stringify(before) === JSON.stringify(entry) ? before : entry
}

export async function loadOlder(id: string): Promise<void> {
  const thread = threadOf(id)
  const before = thread.next.peek()
  if (!before || thread.isLoadingOlder.peek()) return
  thread.isLoadingOlder.value = true
  try {
    const page = await fetchThread(id, before)
    const known = thread.entries.peek() ?? []
    const keys = new Set(known.map(({ key }) => key))
    const older = page.items.toReversed().filter(({ key }) => !keys.has(key))
    thread.entries.value = [...older, ...known]
    thread.next.value = page.next
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  } finally {
    thread.isLoadingOlder.value = false
  }
}

const blank = (key: string, side: 'out' | 'note', content: MessageContent): ThreadEntry => ({
  ...{ key, side, content, at: Date.now() },
  author: null,
  state: 'queued',
  reasonText: null,
  broadcast: null,
  answers: null,
  quoted: null,
  reactions: [],
  isEdited: false,
  isForwarded: false,
  referral: null,
  act: null,
  mentions: [],
})

/** Shows a message at once and sends it. */
export function sendOptimistically(
  id: string,
  message: NewMessage,
  content: MessageContent,
  quoted: ThreadEntry | null = null,
): void {
  const entry = { ...blank(message.id, 'out', content), quoted: quoted && quoteOf(quoted) }
  put(id, { entry, message: quoted ? { ...message, quotes: quoted.key } : message })
}

const quoteOf = ({ key, side, content, broadcast }: ThreadEntry): ThreadEntry['quoted'] => ({
  ...{ key, side: side === 'in' ? 'in' : 'out', content },
  broadcastName: broadcast?.name ?? null,
})

export function noteOptimistically(id: string, text: string, mentions: string[]): void {
  const key = newId()
  const entry = { ...blank(key, 'note', { kind: 'text', text }), mentions }
  put(id, { entry, note: { id: key, text, mentions } })
}

function put(id: string, unsent: Unsent) {
  keepUnsent(id, unsent)
  const outgoing = toOutgoing(id, unsent, 'sending')
  const thread = threadOf(id)
  thread.outgoing.value = [...thread.outgoing.peek(), outgoing]
  void outgoing.send()
}

function toOutgoing(id: string, unsent: Unsent, state: Outgoing['state']): Outgoing {
  const { entry } = unsent
  const change = (facts: Pick<Outgoing, 'state' | 'reason'>) => {
    const { outgoing } = threadOf(id)
    outgoing.value = outgoing
      .peek()
      .map((one) => (one.entry.key === entry.key ? { ...one, ...facts } : one))
  }
  const send = async () => {
    change({ state: 'sending', reason: null })
    try {
      await perform(id, unsent)
      forgetUnsent(id, entry.key)
      await refreshThread(id)
      // A reaction stands on its message, not in the thread.
      if (isReaction(unsent)) discard(id, entry.key)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      change({ state: 'failed', reason: error.status === 0 ? null : error.message })
    }
  }
  return { entry, send, state, reason: null }
}

const isReaction = (unsent: Unsent) =>
  'message' in unsent && unsent.message.content?.kind === 'reaction'

async function perform(id: string, unsent: Unsent) {
  if ('note' in unsent) await addNote(id, unsent.note)
  else await sendMessage(unsent.message)
}

/** Takes a message off that was never sent. */
export function discard(id: string, key: string) {
  forgetUnsent(id, key)
  const thread = threadOf(id)
  thread.outgoing.value = thread.outgoing.peek().filter(({ entry }) => entry.key !== key)
}
