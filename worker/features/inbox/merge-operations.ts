// What is said with a person who becomes one with another.

import type { AccountDb } from '../../boundary/db'
import type { MergeDeps, MergePart, Pair } from '../contacts/merge-parts'
import { findMerge } from '../contacts/merge-queries'
import { slicesOfPart } from '../contacts/merge-slice-queries'
import { type Conversation, findConversation } from './conversation-queries'
import { noteEvents } from './event-operations'
import { findGone } from './give-back-operations'
import { conversationIdOf } from './id-operations'
import { joinConversations, partConversations } from './joined-conversation'
import {
  giveWords,
  type Joined,
  joinRows,
  listConversationsOf,
  partRows,
  returnWords,
} from './merge-queries'

/** Somebody writes, or reads, in between. */
const TRIES = 5

export const inboxMerging: MergePart = {
  following: [
    { table: 'messages', key: 'id', most: 500 },
    { table: 'message_marks', key: `wamid || ':' || kind || ':' || side`, most: 500 },
  ],
  merged: async (deps, db, pair) => {
    await giveWords(db, pair)
    for (const dropped of await listConversationsOf(db, pair.droppedId)) {
      await joinOne(deps, db, pair, dropped.id)
    }
  },
  parting: returnWords,
  parted: async (deps, db, pair) => {
    for (const { no, keys } of await slicesOfPart(db, pair.id, 'conversations')) {
      // Written by `joinRows`.
      const [was] = JSON.parse(keys) as [Joined]
      await partOne(deps, db, pair, no, was)
    }
  },
}

async function joinOne(
  deps: MergeDeps,
  db: AccountDb,
  pair: Pair,
  droppedId: string,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const [merge, dropped] = await Promise.all([
      findMerge(db, pair.id),
      findConversation(db, droppedId),
    ])
    if (!dropped || !merge || (merge.state !== 'moving' && merge.state !== 'done')) return
    const id = await conversationIdOf(pair.keptId, dropped.numberId)
    const kept = (await findConversation(db, id)) ?? null
    const { shows, ...row } = kept
      ? joinConversations(kept, dropped)
      : { ...dropped, id, contactId: pair.keptId, shows: 'dropped' as const }
    const preview =
      kept && shows === 'kept' ? kept.preview : await previewFor(deps, db, dropped, id)
    const joined = { ...row, preview }
    if (await joinRows(db, pair, merge.slices, { dropped, kept, joined }, deps.clock.now())) {
      await tell(deps, db, [id, droppedId])
      return
    }
  }
  throw new Error('a conversation changes again and again')
}

/** What the list shows is sealed for its row. */
async function previewFor(
  { keys }: MergeDeps,
  db: AccountDb,
  { id, preview }: Conversation,
  forId: string,
): Promise<string> {
  const account = await keys.open(db)
  const text = await account.open('conversations.preview', id, preview)
  return account.seal('conversations.preview', forId, text)
}

async function partOne(
  deps: MergeDeps,
  db: AccountDb,
  pair: Pair,
  no: number,
  { dropped, kept, joined }: Joined,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const current = (await findConversation(db, joined.id)) ?? null
    const isSince = current !== null && current.lastId !== joined.lastId
    const stays = kept ?? (isSince ? joined : null)
    const left = current && stays ? partConversations(current, joined, stays) : null
    const gone = await findGone(deps, db, [dropped.assignee, left?.assignee ?? ''])
    const parted = {
      dropped: withoutGone(dropped, gone),
      kept: left && withoutGone(left, gone),
    }
    if (await partRows(db, pair, no, current, parted, joined.id)) {
      await tell(deps, db, [joined.id, dropped.id])
      return
    }
  }
  throw new Error('a conversation changes again and again')
}

/** Who has left the team since gets nothing back. */
const withoutGone = (row: Conversation, gone: string[]): Conversation =>
  gone.includes(row.assignee) ? { ...row, assignee: '' } : row

const tell = (deps: MergeDeps, db: AccountDb, ids: string[]): Promise<void> =>
  noteEvents(
    deps,
    db,
    ids.map((conversationId) => ({ conversationId, kind: 'thread' as const })),
  )
