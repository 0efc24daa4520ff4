// What is on screen of one conversation: the newest page, older ones added above, and what is being sent.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ThreadEntry } from '../../../worker/contract/inbox'
import { ApiError } from '../../lib/request'
import { fetchThread } from './api'
import { type Outgoing, outboxOf, takeArrived } from './outbox'
import { gaps, threadListeners } from './signals'

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
  const outgoing = outboxOf(id)
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
  }, [id, gaps.value])
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
    takeArrived(id, fresh)
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

/** A search leads at most so many pages back. */
const MOST_PAGES = 200

/** A message as addresses name it: by its moment and, as others may share that, by its key. */
export const nameOfMessage = ({ at, key }: { at: number; key: string }) => `${at}.${key}`

/** Loads upward until a message is there; its key. */
export async function findUpward(id: string, thread: Thread, name: string) {
  const [moment = '', key] = name.split('.', 2)
  const at = Number(moment)
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const oldest = thread.entries.peek()?.[0]?.at ?? 0
    if (oldest <= at || thread.next.peek() === null) break
    await loadOlder(id)
  }
  return thread.entries.peek()?.find((one) => (key ? one.key === key : one.at === at))?.key
}
