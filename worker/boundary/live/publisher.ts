import type { LiveTopic } from '../../contract/live'

/** An account's open browsers. What they hear is a hint: rows are the truth. */
export type LivePublisher = {
  /** Tells that something changed; never throws. */
  changed(accountId: string, topics: LiveTopic[]): Promise<void>
  /** Closes the sockets of a session that ended; never throws. */
  disconnect(accountId: string, sessionId: string): Promise<void>
  /** Erases the account's room; throws when it could not. */
  erase(accountId: string): Promise<void>
  isErased(accountId: string): Promise<boolean>
  /** Hands a WebSocket upgrade of a checked session to the account's room. */
  connect(who: Watcher, upgrade: Request): Promise<Response>
}

/** Whose browser it is; the session was checked. */
export type Watcher = { accountId: string; sessionId: string; userId: string }

/** The object behind it: one per account. */
export type LiveRoomStub = {
  changed(topics: LiveTopic[]): Promise<void>
  disconnect(sessionId: string): Promise<void>
  erase(): Promise<void>
  isErased(): Promise<boolean>
  fetch(request: Request): Promise<Response>
}

export function openLivePublisher(namespace: {
  getByName(name: string): LiveRoomStub
}): LivePublisher {
  const roomOf = (accountId: string) => namespace.getByName(`${accountId}:live`)
  return {
    changed: (accountId, topics) => quietly(() => roomOf(accountId).changed(topics)),
    disconnect: (accountId, sessionId) => quietly(() => roomOf(accountId).disconnect(sessionId)),
    erase: (accountId) => roomOf(accountId).erase(),
    isErased: (accountId) => roomOf(accountId).isErased(),
    connect: ({ accountId, sessionId, userId }, upgrade) => {
      const headers = new Headers({
        'x-account-id': accountId,
        'x-session-id': sessionId,
        'x-user-id': userId,
      })
      // Only what the protocol needs goes on: nothing a browser sends can name an account.
      for (const name of UPGRADE_HEADERS) {
        const value = upgrade.headers.get(name)
        if (value !== null) headers.set(name, value)
      }
      return roomOf(accountId).fetch(new Request(upgrade.url, { headers }))
    },
  }
}

const UPGRADE_HEADERS = [
  'upgrade',
  'connection',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
]

/** The room was just evicted or deployed: browsers ask again by themselves. */
async function quietly(tell: () => Promise<void>): Promise<void> {
  try {
    await tell()
  } catch {
    // Nothing is lost, see above.
  }
}
