import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { List } from '../../contract/common'
import type {
  ConversationView,
  InboxChanges,
  InboxQuery,
  InboxSummary,
  OpenConversationView,
} from '../../contract/inbox'
import type { MessageContent } from '../../contract/message-content'
import { toList } from '../../lib/lists'
import { listNames } from '../accounts/user-queries'
import { readReplyPrice } from './allowance-operations'
import {
  countUnreadOf,
  findListed,
  type Listed,
  listLastStates,
  pageConversations,
} from './conversation-queries'
import { conversationNotFound } from './errors'
import { findLastSeq, KEPT_EVENTS, listEvents } from './event-queries'
import { findFirstUnread } from './queries'
import { listLabelRows } from './settings-queries'
import { toConversationView, toLabelView } from './views'

type ListDeps = Pick<Deps, 'keys' | 'db'>

/** A page of one of the inbox's lists, by the last message. */
export async function listConversations(
  deps: ListDeps,
  db: AccountDb,
  userId: string,
  { list, number, label, after, limit }: InboxQuery,
): Promise<List<ConversationView>> {
  const filter = { list, userId, numberId: number, labelId: label }
  const { rows, lookedTo } = await pageConversations(db, filter, placeOf(after), limit + 1)
  const { items, next } = toList(rows, limit, ({ lastAt, id }) => `${lastAt}.${id}`)
  const further = lookedTo && `${lookedTo.at}.${lookedTo.id}`
  return { items: await toViews(deps, db, items), next: next ?? further }
}

/** The place after which a page begins; a cursor that nobody gave out begins at the top. */
function placeOf(after: string | undefined): { at: number; id: string } | null {
  const [, at, id] = /^(\d{1,16})\.([a-z2-7]{26})$/.exec(after ?? '') ?? []
  return at && id ? { at: Number(at), id } : null
}

export async function toViews(
  deps: ListDeps,
  db: AccountDb,
  rows: Listed[],
): Promise<ConversationView[]> {
  if (rows.length === 0) return []
  const people = [...new Set(rows.flatMap(({ assignee }) => assignee || []))]
  const hasLabels = rows.some(({ labels }) => labels.length > 0)
  const replied = rows.filter(({ lastSide }) => lastSide === 'out')
  const [names, labels, states, keys] = await Promise.all([
    people.length > 0 ? listNames(deps.db.directory, people) : [],
    hasLabels ? listLabelRows(db) : [],
    replied.length > 0 ? listLastStates(db, replied.map(placeOfLast)) : [],
    deps.keys.open(db),
  ])
  const known = {
    people: new Map(names.map(({ id, name }) => [id, name])),
    labels: new Map(labels.map((label) => [label.id, toLabelView(label)])),
    states: new Map(states.map(({ id, state }) => [id, state])),
  }
  return Promise.all(
    rows.map(async (row) => {
      const preview = await keys.open('conversations.preview', row.id, row.preview)
      // Sealed from a content, see `previewOf`.
      return toConversationView(row, JSON.parse(preview) as MessageContent, known)
    }),
  )
}

const placeOfLast = ({ id, contactId, lastId }: Listed) => ({ id, contactId, lastId })

/** One conversation, with what its page needs besides. */
export async function openConversation(
  deps: ListDeps & Pick<Deps, 'clock'>,
  db: AccountDb,
  id: string,
): Promise<OpenConversationView> {
  const [row] = await findListed(db, [id])
  const [view] = row ? await toViews(deps, db, [row]) : []
  if (!row || !view) throw conversationNotFound()
  const [first, replyPrice] = await Promise.all([
    row.unread > 0 ? findFirstUnread(db, row) : undefined,
    readReplyPrice(deps, db, row),
  ])
  return { ...view, unreadFrom: first?.id ?? null, replyPrice }
}

/** Counts for the badge and the tabs, and where the log of changes stands. */
export async function summarize(db: AccountDb, userId: string): Promise<InboxSummary> {
  // The log first: what happens meanwhile is read again, never missed.
  const seq = await findLastSeq(db)
  const [unread, mine, unassigned] = await Promise.all([
    countUnreadOf(db, null),
    countUnreadOf(db, userId),
    countUnreadOf(db, ''),
  ])
  return { unread, mine, unassigned, seq }
}

const CHANGES_PER_READ = 200

/** What changed after a place in the log, as it is now: nothing is missed, and nothing comes twice. */
export async function readChanges(
  deps: ListDeps,
  db: AccountDb,
  after: number,
): Promise<InboxChanges> {
  const last = await findLastSeq(db)
  if (after > last || last - after >= KEPT_EVENTS) {
    return { seq: last, isGap: true, conversations: [], threads: [], arrived: [], mentioned: [] }
  }
  const events = await listEvents(db, after, CHANGES_PER_READ)
  const idsOf = (...kinds: string[]) => [
    ...new Set(
      events.flatMap(({ kind, conversationId }) => (kinds.includes(kind) ? conversationId : [])),
    ),
  ]
  const rows = await findListed(db, [...new Set(events.map((one) => one.conversationId))])
  return {
    seq: events.at(-1)?.seq ?? after,
    isGap: false,
    conversations: await toViews(deps, db, rows),
    threads: idsOf('arrived', 'thread', 'mention'),
    arrived: idsOf('arrived'),
    mentioned: events.flatMap(({ kind, conversationId, userId }) =>
      kind === 'mention' && userId ? { conversationId, userId } : [],
    ),
  }
}
