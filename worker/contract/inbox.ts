import * as v from 'valibot'
import { RecipientState } from './broadcasts'
import { Cursor, Id, pageLimit, text } from './common'
import { MessageContent } from './message-content'

export const CONVERSATION_STATES = ['open', 'snoozed', 'closed'] as const
export const ConversationState = v.picklist(CONVERSATION_STATES)
export type ConversationState = v.InferOutput<typeof ConversationState>

/** The lists of the inbox; `mine` and `unassigned` hold what is open. */
export const INBOX_LISTS = ['open', 'mine', 'unassigned', 'snoozed', 'closed'] as const
export const InboxList = v.picklist(INBOX_LISTS)
export type InboxList = v.InferOutput<typeof InboxList>

const Person = v.nullable(v.object({ id: Id, name: v.string() }))
export const NumberId = v.pipe(v.string(), v.regex(/^\d{5,25}$/))
const Seq = v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))

export const LABEL_COLOURS = ['grey', 'green', 'blue', 'amber', 'red'] as const
const LabelColour = v.picklist(LABEL_COLOURS)
export type LabelColour = v.InferOutput<typeof LabelColour>
export const LabelView = v.object({ id: Id, name: v.string(), colour: LabelColour })
export type LabelView = v.InferOutput<typeof LabelView>
export const LABEL_MAX = 40
export const LabelInput = v.strictObject({
  name: text(LABEL_MAX),
  colour: v.optional(LabelColour, 'grey'),
})
export type LabelInput = v.InferOutput<typeof LabelInput>
/** Under the id that it had, one that was removed comes back. */
export const NewLabel = v.strictObject({ ...LabelInput.entries, id: v.optional(Id) })
export type NewLabel = v.InferOutput<typeof NewLabel>

/** A person on one of the account's numbers. */
export const ConversationView = v.object({
  id: Id,
  contactId: Id,
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  country: v.nullable(v.string()),
  isOptedOut: v.boolean(),
  numberId: v.string(),
  state: ConversationState,
  snoozedUntil: v.nullable(v.number()),
  assignee: Person,
  labels: v.array(LabelView),
  unread: v.number(),
  /** The last message or reply. */
  lastAt: v.number(),
  lastSide: v.picklist(['in', 'out']),
  /** What became of it, where it is a reply that was sent from here. */
  lastState: v.nullable(RecipientState),
  preview: MessageContent,
  /** Free replies are possible until then; null before the person ever wrote. */
  windowUntil: v.nullable(v.number()),
  openedAt: v.number(),
  /** The first reply since it was opened. */
  answeredAt: v.nullable(v.number()),
  closedAt: v.nullable(v.number()),
})
export type ConversationView = v.InferOutput<typeof ConversationView>

/** What the next reply costs; Meta bills replies beyond the monthly free ones of a number. */
export const ReplyPrice = v.object({
  used: v.number(),
  free: v.number(),
  /** Of one more once the free ones are used up, at list price. */
  nextMicros: v.number(),
  currency: v.string(),
})
export type ReplyPrice = v.InferOutput<typeof ReplyPrice>

export const OpenConversationView = v.object({
  ...ConversationView.entries,
  /** The first message that nobody has read yet. */
  unreadFrom: v.nullable(v.string()),
  replyPrice: ReplyPrice,
})
export type OpenConversationView = v.InferOutput<typeof OpenConversationView>

export const InboxQuery = v.object({
  list: v.optional(InboxList, 'open'),
  number: v.optional(NumberId),
  label: v.optional(Id),
  after: Cursor,
  limit: pageLimit(100, 30),
})
export type InboxQuery = v.InferOutput<typeof InboxQuery>

export const InboxSearch = v.object({
  q: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(100)),
})

/** A conversation that was found, and the message in which the words stand. */
export const FoundView = v.object({
  conversation: ConversationView,
  message: v.nullable(v.object({ key: v.string(), at: v.number(), text: v.string() })),
})
export type FoundView = v.InferOutput<typeof FoundView>

/** Counts for the badge, and where the log of changes stands. */
export const InboxSummary = v.object({
  /** Open conversations with something unread; counted up to 100. */
  unread: v.number(),
  mine: v.number(),
  unassigned: v.number(),
  seq: v.number(),
})
export type InboxSummary = v.InferOutput<typeof InboxSummary>

export const ThreadQuery = v.object({
  /** The moment of the oldest entry seen. */
  before: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))),
  limit: pageLimit(100, 50),
})

/** What happened with a conversation itself. */
export const CONVERSATION_ACTS = [
  'assigned',
  'unassigned',
  'closed',
  'reopened',
  'snoozed',
  'woken',
  'labelled',
  'unlabelled',
] as const
export type ConversationAct = (typeof CONVERSATION_ACTS)[number]

const Quoted = v.object({
  /** Of the entry in the thread, where it is known. */
  key: v.nullable(v.string()),
  at: v.nullable(v.number()),
  side: v.nullable(v.picklist(['in', 'out'])),
  content: v.nullable(MessageContent),
  broadcastName: v.nullable(v.string()),
})

export const ThreadEntry = v.object({
  /** Stays the same for ever; of a reply it is the id that its sender made. */
  key: v.string(),
  at: v.number(),
  side: v.picklist(['in', 'out', 'note', 'act']),
  content: MessageContent,
  author: Person,
  /** Of what we sent. */
  state: v.nullable(RecipientState),
  reasonText: v.nullable(v.string()),
  /** It was sent by this broadcast. */
  broadcast: v.nullable(v.object({ id: Id, name: v.string(), no: v.number() })),
  /** It answers this broadcast. */
  answers: v.nullable(v.object({ id: Id, name: v.string() })),
  quoted: v.nullable(Quoted),
  reactions: v.array(v.object({ emoji: v.string(), side: v.picklist(['in', 'out']) })),
  isEdited: v.boolean(),
  isForwarded: v.boolean(),
  /** The ad or post from which the person came. */
  referral: v.nullable(
    v.object({
      headline: v.nullable(v.string()),
      body: v.nullable(v.string()),
      url: v.nullable(v.string()),
    }),
  ),
  act: v.nullable(
    v.object({
      what: v.picklist(CONVERSATION_ACTS),
      to: Person,
      until: v.nullable(v.number()),
      label: v.nullable(v.string()),
    }),
  ),
  /** Members who are mentioned in a note. */
  mentions: v.array(Id),
})
export type ThreadEntry = v.InferOutput<typeof ThreadEntry>

export const ChangesQuery = v.object({ after: Seq })

/** Conversations that changed since a place in the log, as they are now. */
export const InboxChanges = v.object({
  seq: v.number(),
  /** More happened than is kept: everything must be read again. */
  isGap: v.boolean(),
  conversations: v.array(ConversationView),
  /** Those whose thread changed. */
  threads: v.array(Id),
  /** News for sound and notices: who wrote in which conversation, and who was mentioned. */
  arrived: v.array(Id),
  mentioned: v.array(v.object({ conversationId: Id, userId: Id })),
})
export type InboxChanges = v.InferOutput<typeof InboxChanges>

/** The last moment that a date can name. */
const LATEST = 8_640_000_000_000_000

/** Each part of it is done by itself. */
export const ConversationChange = v.variant('do', [
  v.strictObject({ do: v.literal('assign'), to: v.nullable(Id) }),
  v.strictObject({
    do: v.literal('close'),
    /** The moment of the person's last message on the closer's screen: a newer one is not closed over. */
    seenUpTo: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  v.strictObject({ do: v.literal('reopen') }),
  v.strictObject({
    do: v.literal('snooze'),
    until: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LATEST)),
  }),
  v.strictObject({ do: v.literal('label'), label: Id }),
  v.strictObject({ do: v.literal('unlabel'), label: Id }),
])
export type ConversationChange = v.InferOutput<typeof ConversationChange>

/** Everything up to this entry was seen. */
export const ReadMark = v.strictObject({ upTo: v.pipe(v.number(), v.integer(), v.minValue(0)) })

export const NOTE_MAX = 4000
export const NewNote = v.strictObject({
  id: Id,
  text: text(NOTE_MAX),
  mentions: v.optional(v.pipe(v.array(Id), v.maxLength(20)), []),
})
export type NewNote = v.InferOutput<typeof NewNote>

export const SavedReplyView = v.object({
  id: Id,
  shortcut: v.string(),
  text: v.string(),
})
export type SavedReplyView = v.InferOutput<typeof SavedReplyView>
export const SavedReplyInput = v.strictObject({
  shortcut: v.pipe(text(30), v.regex(/^[^\s/;]+$/)),
  text: text(4096),
})
export type SavedReplyInput = v.InferOutput<typeof SavedReplyInput>

/** Who gets a conversation that nobody has. */
export const ASSIGN_MODES = ['by_hand', 'round_robin', 'answerer'] as const
export const AssignMode = v.picklist(ASSIGN_MODES)
export type AssignMode = v.InferOutput<typeof AssignMode>
export const InboxSettings = v.strictObject({ assign: AssignMode })
export type InboxSettings = v.InferOutput<typeof InboxSettings>

/** What the files of conversations take up, and how much there is room for. */
export const StorageView = v.object({
  files: v.number(),
  bytes: v.number(),
  mostFiles: v.number(),
  mostBytes: v.number(),
})
export type StorageView = v.InferOutput<typeof StorageView>
