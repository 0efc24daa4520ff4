// What this browser sends, until the server has it: in the order in which it was written, each under the id
// that its writer made, and by itself as soon as there is a connection again.

import { effect, type Signal, signal } from '@preact/signals'
import { BLANK_ENTRY } from '../../../worker/contract/blank-entry'
import type { ThreadEntry } from '../../../worker/contract/inbox'
import type { MessageContent } from '../../../worker/contract/message-content'
import type { NewMessage } from '../../../worker/contract/messages'
import { describeFailure } from '../../components/failure'
import { liveState } from '../../lib/live'
import { newId } from '../../lib/new-id'
import { ApiError } from '../../lib/request'
import { addNote, sendMessage } from './api'
import { threadListeners } from './signals'
import { forgetUnsent, keepUnsent, readUnsent, type Unsent } from './unsent'

export type Outgoing = {
  entry: ThreadEntry
  /** A reaction stands on its message, not in the thread. */
  isReaction: boolean
  /** Sends the same again: the same id is the same message. */
  send: () => Promise<void>
  /** `waiting` for the connection; `failed` is for people to decide. */
  state: 'sending' | 'waiting' | 'failed'
  /** Why it was refused, in words. */
  reason: string | null
}

/** What was written longer ago leaves only when somebody says so: it may not be true any more. */
const BY_ITSELF_MS = 60 * 60_000
/** Also where nothing tells that the connection is back. */
const TRY_AGAIN_MS = [3_000, 10_000, 30_000]

const outboxes = new Map<string, Signal<Outgoing[]>>()

/** Of one conversation, with what a reload or a cut left behind. */
export function outboxOf(id: string): Signal<Outgoing[]> {
  const known = outboxes.get(id)
  if (known) return known
  const isFresh = ({ entry }: Unsent) => Date.now() - entry.at < BY_ITSELF_MS
  const left = readUnsent(id).map((one) => toOutgoing(id, one, isFresh(one) ? 'waiting' : 'failed'))
  const outbox = signal(left)
  outboxes.set(id, outbox)
  if (left.some(isWaiting)) queueMicrotask(() => void sendWaiting())
  return outbox
}

const isWaiting = ({ state }: Outgoing) => state === 'waiting'

/** Takes off what stands in the thread as the server has it. */
export function takeArrived(id: string, keys: ReadonlySet<string>) {
  const outbox = outboxOf(id)
  for (const { entry } of outbox.peek()) if (keys.has(entry.key)) discard(id, entry.key)
}

/** Takes off what will not be sent. */
export function discard(id: string, key: string) {
  forgetUnsent(id, key)
  const outbox = outboxOf(id)
  outbox.value = outbox.peek().filter(({ entry }) => entry.key !== key)
}

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

const quoteOf = ({ key, at, side, content, broadcast }: ThreadEntry): ThreadEntry['quoted'] => ({
  ...{ key, at, side: side === 'in' ? 'in' : 'out', content },
  broadcastName: broadcast?.name ?? null,
})

export function noteOptimistically(id: string, text: string, mentions: string[]): void {
  const key = newId()
  const entry = { ...blank(key, 'note', { kind: 'text', text }), mentions }
  put(id, { entry, note: { id: key, text, mentions } })
}

const blank = (key: string, side: 'out' | 'note', content: MessageContent): ThreadEntry => ({
  ...BLANK_ENTRY,
  ...{ key, side, content, at: Date.now(), state: 'queued' },
  // Each its own: what comes later is added to them.
  reactions: [],
  mentions: [],
})

function put(id: string, unsent: Unsent) {
  keepUnsent(id, unsent)
  const outbox = outboxOf(id)
  // What was written before it leaves before it.
  const state = outbox.peek().some(isWaiting) ? 'waiting' : 'failed'
  const outgoing = toOutgoing(id, unsent, state)
  outbox.value = [...outbox.peek(), outgoing]
  void (state === 'waiting' ? sendWaiting() : outgoing.send())
}

function toOutgoing(id: string, unsent: Unsent, state: Outgoing['state']): Outgoing {
  const { key } = unsent.entry
  const change = (facts: Pick<Outgoing, 'state' | 'reason'>) => {
    const outbox = outboxOf(id)
    outbox.value = outbox.peek().map((one) => (one.entry.key === key ? { ...one, ...facts } : one))
  }
  const send = async () => {
    if (stateOf(id, key) === 'sending') return
    // Another window sent it, or whoever wrote it has signed out.
    if (!readUnsent(id).some(({ entry }) => entry.key === key)) return discard(id, key)
    change({ state: 'sending', reason: null })
    try {
      await perform(id, unsent)
      tries = 0
      forgetUnsent(id, key)
      if (isReaction(unsent)) discard(id, key)
      for (const listen of threadListeners) listen(id)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const isCut = error.status === 0
      change({ state: isCut ? 'waiting' : 'failed', reason: isCut ? null : describeFailure(error) })
      if (isCut) tryLater()
    }
  }
  return { entry: unsent.entry, isReaction: isReaction(unsent), send, state, reason: null }
}

const stateOf = (id: string, key: string) =>
  outboxOf(id)
    .peek()
    .find(({ entry }) => entry.key === key)?.state

const isReaction = (unsent: Unsent) =>
  'message' in unsent && unsent.message.content?.kind === 'reaction'

async function perform(id: string, unsent: Unsent) {
  if ('note' in unsent) await addNote(id, unsent.note)
  else await sendMessage(unsent.message)
}

let isSending = false

/** One after the other; the first that meets no connection ends the round. */
async function sendWaiting(): Promise<void> {
  if (isSending) return
  isSending = true
  try {
    for (const [id, outbox] of outboxes) {
      for (let next = outbox.peek().find(isWaiting); next; next = outbox.peek().find(isWaiting)) {
        await next.send()
        if (stateOf(id, next.entry.key) === 'waiting') return
      }
    }
  } finally {
    isSending = false
  }
}

let tries = 0
let timer = 0

function tryLater() {
  clearTimeout(timer)
  timer = window.setTimeout(() => void sendWaiting(), TRY_AGAIN_MS[tries] ?? TRY_AGAIN_MS.at(-1))
  tries += 1
}

effect(() => {
  if (liveState.value === 'live') queueMicrotask(() => void sendWaiting())
})
addEventListener('online', () => void sendWaiting())
