import { DurableObject } from 'cloudflare:workers'
import * as v from 'valibot'
import type { Language } from '../../contract/common'
import { type LiveFrame, LiveRequest, type LiveTopic, type Presence } from '../../contract/live'
import { groupBy } from '../../lib/lists'
import { logFailure } from '../../lib/log'

/** What a topic's GET would answer now, for one account; null tells browsers to ask by themselves. */
export type FrameBuilder<E> = (
  env: E,
  accountId: string,
  topic: LiveTopic,
  language: Language,
) => Promise<unknown>

/** Browsers get at most four frames a second. */
const FRAME_MS = 250

/**
 * One instance per account, named `<account id>:live`: the open browsers of that account. Sockets
 * hibernate; what each of them watches is kept in its attachment.
 */
export function liveRoom<E>(buildFrame: FrameBuilder<E>) {
  return class LiveRoom extends DurableObject<E> {
    #changed = new Set<LiveTopic>()
    #flushing = false
    #sent = Promise.resolve()

    /** The app worker has checked the session; it passes who it is in headers of its own. */
    override async fetch(request: Request): Promise<Response> {
      const accountId = request.headers.get('x-account-id')
      const sessionId = request.headers.get('x-session-id')
      const userId = request.headers.get('x-user-id')
      if (request.headers.get('upgrade') !== 'websocket' || !accountId || !sessionId || !userId) {
        return new Response('expected a WebSocket', { status: 426 })
      }
      const { 0: client, 1: server } = new WebSocketPair()
      // A dead connection makes no event in the browser, so it asks; answered without waking this object.
      this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
      this.ctx.acceptWebSocket(server, [sessionId])
      const blank: Attachment = { accountId, userId, watch: [], language: 'en', presence: null }
      server.serializeAttachment(blank)
      return new Response(null, { status: 101, webSocket: client })
    }

    override async webSocketMessage(
      socket: WebSocket,
      message: string | ArrayBuffer,
    ): Promise<void> {
      const request = v.safeParse(LiveRequest, parseJson(message))
      if (!request.success) return socket.close(1008, 'unreadable request')
      const before = attachmentOf(socket)
      const { watch, language, presence } = request.output
      socket.serializeAttachment({ ...before, watch, language, presence } satisfies Attachment)
      if (!isSame(before.presence, presence)) await this.changed(['presence'])
      const { accountId } = before
      const isSameWatch = watch.join() === before.watch.join() && language === before.language
      if (isSameWatch) return
      // A page that opens or comes back gets the present state at once.
      for (const topic of watch) await this.#send([socket], accountId, topic)
    }

    override async webSocketClose(socket: WebSocket): Promise<void> {
      const { presence } = attachmentOf(socket)
      socket.close()
      if (presence) await this.changed(['presence'])
    }

    /** Called by workers after they wrote rows, who don't wait: many changes become one frame. */
    async changed(topics: LiveTopic[]): Promise<void> {
      if (this.ctx.getWebSockets().length === 0) return
      for (const topic of topics) this.#changed.add(topic)
      if (!this.#flushing) this.ctx.waitUntil(this.#flush())
    }

    /** Ends the sockets of a session that was revoked. */
    async disconnect(sessionId: string): Promise<void> {
      for (const socket of this.ctx.getWebSockets(sessionId)) socket.close(4401, 'signed out')
    }

    /** The account is deleted: nobody watches any more, and nothing stays. */
    async erase(): Promise<void> {
      for (const socket of this.ctx.getWebSockets()) socket.close(4401, 'signed out')
      this.#changed.clear()
      await this.ctx.storage.deleteAlarm()
      await this.ctx.storage.deleteAll()
    }

    async isErased(): Promise<boolean> {
      const stored = await this.ctx.storage.list({ limit: 1 })
      return stored.size === 0 && (await this.ctx.storage.getAlarm()) === null
    }

    async #flush(): Promise<void> {
      this.#flushing = true
      try {
        const topics = [...this.#changed]
        this.#changed.clear()
        for (const topic of topics) {
          const sockets = this.ctx.getWebSockets().filter((socket) => watches(socket, topic))
          const [first] = sockets
          if (first) await this.#send(sockets, attachmentOf(first).accountId, topic)
        }
      } finally {
        setTimeout(() => {
          this.#flushing = false
          if (this.#changed.size > 0) this.ctx.waitUntil(this.#flush())
        }, FRAME_MS)
      }
    }

    /** One frame after the other: one that was counted earlier must not arrive later. */
    #send(sockets: WebSocket[], accountId: string, topic: LiveTopic): Promise<void> {
      this.#sent = this.#sent
        .then(() => this.#sendNow(sockets, accountId, topic))
        .catch((error) => logFailure('live.send_failed', error))
      return this.#sent
    }

    async #sendNow(sockets: WebSocket[], accountId: string, topic: LiveTopic): Promise<void> {
      const byLanguage = groupBy(sockets, (socket) => attachmentOf(socket).language)
      for (const [language, some] of byLanguage) {
        const data = await this.#dataOf(accountId, topic, language)
        const frame: LiveFrame = { topic, at: Date.now(), data }
        const text = JSON.stringify(frame)
        for (const socket of some) {
          try {
            socket.send(text)
          } catch {
            // Closed meanwhile: the browser reconnects and asks again.
          }
        }
      }
    }

    /** What can't be built, such as news of something that is gone, must not keep other news away. */
    async #dataOf(accountId: string, topic: LiveTopic, language: Language): Promise<unknown> {
      if (topic === 'presence') return this.#presences()
      try {
        return await buildFrame(this.env, accountId, topic, language)
      } catch (error) {
        logFailure('live.frame_failed', error)
        return null
      }
    }

    /** Who looks at which conversation now; a socket that is closing looks at none. */
    #presences(): Presence[] {
      return this.ctx.getWebSockets().flatMap((socket) => {
        const { userId, presence } = attachmentOf(socket)
        return presence && socket.readyState === WebSocket.OPEN ? { userId, ...presence } : []
      })
    }
  }
}

type Attachment = {
  accountId: string
  userId: string
  watch: LiveTopic[]
  language: Language
  presence: LiveRequest['presence']
}

const isSame = (a: Attachment['presence'], b: Attachment['presence']) =>
  a?.conversationId === b?.conversationId && a?.isTyping === b?.isTyping

// Only this class writes attachments.
const attachmentOf = (socket: WebSocket) => socket.deserializeAttachment() as Attachment
const watches = (socket: WebSocket, topic: LiveTopic) => attachmentOf(socket).watch.includes(topic)

function parseJson(message: string | ArrayBuffer): unknown {
  if (typeof message !== 'string') return null
  try {
    return JSON.parse(message)
  } catch {
    return null
  }
}
