import type { LiveTopic } from '../../contract/live'

/** Tells an account's open browsers that something changed; never throws, since rows are the truth. */
export type LivePublisher = { changed(accountId: string, topics: LiveTopic[]): Promise<void> }

/** The object behind it: one per account. */
export type LiveRoomStub = { changed(topics: LiveTopic[]): Promise<void> }

export function openLivePublisher(namespace: {
  getByName(name: string): LiveRoomStub
}): LivePublisher {
  return {
    changed: async (accountId, topics) => {
      try {
        await namespace.getByName(liveRoomName(accountId)).changed(topics)
      } catch {
        // The room was just evicted or deployed: browsers ask again by themselves.
      }
    },
  }
}

export const liveRoomName = (accountId: string) => `${accountId}:live`
