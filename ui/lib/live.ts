import { signal } from '@preact/signals'
import type ReconnectingWebSocket from 'partysocket/ws'
import { useEffect } from 'preact/hooks'
import type { LiveFrame, LiveRequest, LiveTopic } from '../../worker/contract/live'
import { locale } from './i18n'
import { api } from './request'

/** `off` while no page asks for news. */
export type LiveState = 'off' | 'connecting' | 'live' | 'reconnecting'
export const liveState = signal<LiveState>('off')

type Listener = (frame: LiveFrame) => void
type Watch = { topic: LiveTopic; onFrame: Listener; onReturn: () => void }

const watches = new Set<Watch>()
let socket: ReconnectingWebSocket | null = null
let hasBeenLive = false

/**
 * A dead connection makes no event, so the room is asked: it answers `pong` without waking up. The
 * first two are together less than the three seconds in which a page has to say that it gets no news;
 * only after the third is another connection opened, since a slow one is better than none.
 */
const PING_MS = 1_000
const SILENT_AFTER_MS = 1_200
const GIVE_UP_AFTER_MS = 6_000

/**
 * News about one thing while the component is on the page. `onReturn` is called after a gap:
 * frames were missed, so the page asks the API again.
 */
export function useLive(topic: LiveTopic | null, onFrame: Listener, onReturn: () => void) {
  useEffect(() => {
    if (!topic) return
    const watch = { topic, onFrame, onReturn }
    watches.add(watch)
    void open().then(tellTopics)
    return () => {
      watches.delete(watch)
      if (watches.size === 0) close()
      else tellTopics()
    }
  }, [topic])
}

async function open() {
  if (socket) return
  liveState.value = 'connecting'
  const { default: Socket } = await import('partysocket/ws')
  // Another page may have opened it, or the last one may have left, while the code was loading.
  if (socket || watches.size === 0) return
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  socket = new Socket(`${scheme}://${location.host}/live`, undefined, {
    minReconnectionDelay: 400,
    maxReconnectionDelay: 8_000,
    connectionTimeout: 5_000,
  })
  socket.addEventListener('open', onOpen)
  socket.addEventListener('close', onClose)
  socket.addEventListener('message', onMessage)
  addEventListener('offline', onClose)
  addEventListener('online', reopen)
  schedulePing()
}

function close() {
  removeEventListener('offline', onClose)
  removeEventListener('online', reopen)
  clearTimeout(pingTimer)
  socket?.close()
  socket = null
  hasBeenLive = false
  liveState.value = 'off'
}

function onOpen() {
  const isReturn = hasBeenLive
  hasBeenLive = true
  lastHeardAt = performance.now()
  liveState.value = 'live'
  tellTopics()
  if (isReturn) for (const watch of watches) watch.onReturn()
}

/** The room closes with this code when the session was revoked. */
const SIGNED_OUT = 4401

function onClose(event?: Event) {
  if (!socket) return
  liveState.value = hasBeenLive ? 'reconnecting' : 'connecting'
  if (event instanceof CloseEvent && event.code === SIGNED_OUT) void waitForSession()
}

/** Knocking on would only be refused: the next request asks to sign in, and then there is news again. */
async function waitForSession() {
  const wasLive = hasBeenLive
  close()
  try {
    await api.get('/session')
  } catch {
    // The page says what is wrong, or somebody has left it.
    return
  }
  hasBeenLive = wasLive
  if (watches.size > 0) void open().then(tellTopics)
}

function onMessage(event: MessageEvent) {
  lastHeardAt = performance.now()
  // It was only slow: what it carries comes in order, so nothing was missed.
  if (liveState.peek() === 'reconnecting') liveState.value = 'live'
  if (event.data === 'pong' || typeof event.data !== 'string') return
  // Frames come from our own LiveRoom, which sends this shape only.
  const frame = JSON.parse(event.data) as LiveFrame
  for (const watch of watches) if (watch.topic === frame.topic) watch.onFrame(frame)
}

let presence: LiveRequest['presence'] = null

/** What other screens are told of this one: which conversation is on it, and whether something is typed. */
export function tellPresence(next: LiveRequest['presence']) {
  if (JSON.stringify(next) === JSON.stringify(presence)) return
  presence = next
  tellTopics()
}

function tellTopics() {
  if (!socket || liveState.peek() !== 'live') return
  const topics = new Set([...watches].map((watch) => watch.topic))
  // Frames hold sentences (why something failed), so they come in the page's language.
  const request: LiveRequest = { watch: [...topics], language: locale.peek(), presence }
  socket.send(JSON.stringify(request))
}

locale.subscribe(tellTopics)

let pingTimer = 0
let lastHeardAt = 0

function schedulePing() {
  pingTimer = window.setTimeout(() => {
    // Timers of a hidden page come late, so it can't tell how long it heard nothing.
    if (liveState.peek() === 'live' && !document.hidden) ping()
    schedulePing()
  }, PING_MS)
}

function ping() {
  const askedAt = performance.now()
  const asked = socket
  const isSilent = () => socket === asked && lastHeardAt < askedAt && !document.hidden
  asked?.send('ping')
  window.setTimeout(() => isSilent() && onClose(), SILENT_AFTER_MS)
  window.setTimeout(() => isSilent() && reopen(), GIVE_UP_AFTER_MS)
}

/** A connection that looked alive through the gap may be dead, and frames were missed. */
function reopen() {
  // The new one has its own time to answer; older questions are not held against it.
  lastHeardAt = performance.now()
  socket?.reconnect()
}
