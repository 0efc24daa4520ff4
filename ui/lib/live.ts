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

/** A dead connection makes no event; the room answers `pong`, or we open another one. */
const PING_MS = 10_000
const PONG_WITHIN_MS = 2_500

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
  liveState.value = 'live'
  tellTopics()
  if (isReturn) for (const watch of watches) watch.onReturn()
}

/** The room closes with this code when the session was revoked. */
const SIGNED_OUT = 4401

function onClose(event?: Event) {
  // The next request finds out too, asks to sign in again, and only then is there news to hear.
  if (event instanceof CloseEvent && event.code === SIGNED_OUT) void api.get('/session')
  if (socket) liveState.value = hasBeenLive ? 'reconnecting' : 'connecting'
}

function onMessage(event: MessageEvent) {
  lastHeardAt = performance.now()
  if (event.data === 'pong' || typeof event.data !== 'string') return
  // Frames come from our own LiveRoom, which sends this shape only.
  const frame = JSON.parse(event.data) as LiveFrame
  for (const watch of watches) if (watch.topic === frame.topic) watch.onFrame(frame)
}

function tellTopics() {
  if (!socket || liveState.peek() !== 'live') return
  const topics = new Set([...watches].map((watch) => watch.topic))
  // Frames hold sentences (why something failed), so they come in the page's language.
  const request: LiveRequest = { watch: [...topics], language: locale.peek() }
  socket.send(JSON.stringify(request))
}

locale.subscribe(tellTopics)

let pingTimer = 0
let lastHeardAt = 0

function schedulePing() {
  pingTimer = window.setTimeout(() => {
    const askedAt = performance.now()
    if (liveState.peek() === 'live') {
      socket?.send('ping')
      window.setTimeout(() => reopenIfSilent(askedAt), PONG_WITHIN_MS)
    }
    schedulePing()
  }, PING_MS)
}

/** A connection that looked alive through the gap may be dead, and frames were missed. */
const reopen = () => socket?.reconnect()

function reopenIfSilent(askedAt: number) {
  if (!socket || lastHeardAt >= askedAt || document.hidden) return
  onClose()
  reopen()
}
