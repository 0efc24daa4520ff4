import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, count, json, time } from '../../boundary/db/columns'
import type { AssignMode, ConversationState, LabelColour } from '../../contract/inbox'

/**
 * What people wrote to us, what we wrote to one person, and what stands between: internal notes and what
 * happened with the conversation. The id holds the time and, for inbound messages, a hash of Meta's id:
 * the same webhook twice is the same row.
 */
export const messages = sqliteTable(
  'messages',
  {
    accountId: accountId(),
    contactId: text('contact_id').notNull(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    direction: text('direction').$type<'in' | 'out' | 'note' | 'act'>().notNull(),
    numberId: text('number_id').notNull(),
    /** Meta's id; of what we wrote, the id in `outbox` or the one its writer made. */
    wamid: text('wamid').notNull(),
    type: text('type').notNull(),
    /** Sealed JSON of the message's content as Meta sent it, or as Meta gets it. */
    body: text('body').notNull(),
    /** The broadcast row this answers, where one was sent within 72 h. */
    broadcastId: text('broadcast_id'),
    /** Who of the team wrote or did it. */
    author: text('author'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.contactId, table.id] }),
    // What a reaction, an edit, a quote or a status is about.
    index('messages_by_wamid').on(table.accountId, table.wamid),
  ],
)

/** Reactions, edits and revocations, on the message they are about. */
export const messageMarks = sqliteTable(
  'message_marks',
  {
    accountId: accountId(),
    contactId: text('contact_id').notNull(),
    /** Of the message it is about, by Meta. */
    wamid: text('wamid').notNull(),
    kind: text('kind').$type<'reaction' | 'edit' | 'revoke'>().notNull(),
    side: text('side').$type<'in' | 'out'>().notNull(),
    at: time('at').notNull(),
    /** Sealed: the emoji, or the new content; null for a revocation and for a reaction taken away. */
    body: text('body'),
  },
  (table) => [
    primaryKey({
      columns: [table.accountId, table.contactId, table.wamid, table.kind, table.side],
    }),
  ],
)

/** The files that lie sealed in R2: what they take up is summed from here. */
export const mediaFiles = sqliteTable(
  'media_files',
  {
    accountId: accountId(),
    /** Of the message that brought it, or of the upload. */
    id: text('id').notNull(),
    bytes: integer('bytes').notNull(),
    /** An upload that has not left with a message yet; null for what is kept. */
    waitingSince: time('waiting_since'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index('media_files_waiting').on(table.waitingSince).where(sql`waiting_since IS NOT NULL`),
  ],
)

/** One per person and number. Its counts are counted from `messages`, never incremented. */
export const conversations = sqliteTable(
  'conversations',
  {
    accountId: accountId(),
    /** Follows from person and number. */
    id: text('id').notNull(),
    contactId: text('contact_id').notNull(),
    numberId: text('number_id').notNull(),
    state: text('state').$type<ConversationState>().notNull(),
    /** Empty while nobody has it. */
    assignee: text('assignee').notNull().default(''),
    labels: json<string[]>('labels').notNull(),
    lastId: text('last_id').notNull(),
    lastAt: time('last_at').notNull(),
    lastSide: text('last_side').$type<'in' | 'out'>().notNull(),
    /** Sealed: what the list shows of the last message. */
    preview: text('preview').notNull(),
    /** What opens Meta's 24 hours on this number. */
    lastInboundAt: time('last_inbound_at'),
    lastInboundWamid: text('last_inbound_wamid'),
    /** The newest message that somebody of the team has read. */
    readId: text('read_id').notNull().default(''),
    unread: count('unread'),
    snoozedUntil: time('snoozed_until'),
    openedAt: time('opened_at').notNull(),
    answeredAt: time('answered_at'),
    closedAt: time('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index('conversations_by_state').on(table.accountId, table.state, table.lastAt, table.id),
    index('conversations_by_assignee').on(
      table.accountId,
      table.assignee,
      table.state,
      table.lastAt,
      table.id,
    ),
    index('conversations_unread').on(table.accountId, table.assignee).where(sql`unread > 0`),
    index('conversations_snoozed').on(table.snoozedUntil).where(sql`state = 'snoozed'`),
  ],
)

/** What changed, in order: open screens read on from the place where they stood. */
export const inboxEvents = sqliteTable(
  'inbox_events',
  {
    accountId: accountId(),
    seq: integer('seq').notNull(),
    at: time('at').notNull(),
    conversationId: text('conversation_id').notNull(),
    /** `list`: only what the list shows changed. */
    kind: text('kind').$type<'arrived' | 'thread' | 'list' | 'mention'>().notNull(),
    userId: text('user_id'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.seq] })],
)

/** Words of sealed messages, as HMACs under a key of the account. */
export const messageWords = sqliteTable(
  'message_words',
  {
    accountId: accountId(),
    word: text('word').notNull(),
    messageId: text('message_id').notNull(),
    contactId: text('contact_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.word, table.messageId] })],
)

/** The key of `message_words`, sealed with the account's own. */
export const searchKeys = sqliteTable(
  'search_keys',
  { accountId: accountId(), id: text('id').notNull(), secret: text('secret').notNull() },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

export const labels = sqliteTable(
  'labels',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    createdAt: time('created_at').notNull(),
    colour: text('colour').$type<LabelColour>().notNull().default('grey'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

export const savedReplies = sqliteTable(
  'saved_replies',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    shortcut: text('shortcut').notNull(),
    /** Sealed. */
    text: text('text').notNull(),
    createdBy: text('created_by').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

export const inboxSettings = sqliteTable('inbox_settings', {
  accountId: accountId().primaryKey(),
  assign: text('assign').$type<AssignMode>().notNull(),
  /** Who got the last one in turn. */
  lastAssignee: text('last_assignee').notNull().default(''),
})

/** Delivered replies that count against Meta's free ones, per number and month. */
export const replyUsage = sqliteTable(
  'reply_usage',
  {
    accountId: accountId(),
    numberId: text('number_id').notNull(),
    /** `2026-11`. */
    month: text('month').notNull(),
    messageId: text('message_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.numberId, table.month, table.messageId] }),
  ],
)
