import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'
import type { Canary, CanaryState } from '../../contract/broadcast-canary'
import type { WaitReason } from '../../contract/broadcast-parts'
import type { PlanView } from '../../contract/broadcast-plan'
import type { ParameterMapping, RECIPIENT_STATES, RetryKind } from '../../contract/broadcasts'
import type { QuietHours, QuietReason, Start } from '../../contract/schedule'
import type { SuppressionScope } from '../contacts/tables'
import type { StoredAudience } from './audience'
import type { Figures } from './canary'
import type { StoredCounts } from './counts'
import type { Evidence } from './evidence'
import type { FrozenTemplate } from './frozen-template'
import type { PlannedPart } from './parts'
import type { BroadcastState } from './states'

export const broadcasts = sqliteTable(
  'broadcasts',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    state: text('state').$type<BroadcastState>().notNull(),
    stateReason: text('state_reason'),
    version: integer('version').notNull(),
    numberId: text('number_id'),
    connectionId: text('connection_id'),
    templateId: text('template_id'),
    audience: json<StoredAudience>('audience').notNull(),
    mapping: json<ParameterMapping>('mapping').notNull(),
    /** The broadcast whose people get another try, and which of them; null for an ordinary one. */
    parentId: text('parent_id'),
    retry: text('retry').$type<RetryKind>(),
    /** Nobody gets it to whom another broadcast wrote in the last hours; null: no such wish. */
    restHours: integer('rest_hours'),
    /** A copy of what was launched: later changes to the template don't reach it. */
    template: json<FrozenTemplate>('template'),
    /** The plan the user confirmed; its people and money are limits. */
    plan: json<PlanView>('plan'),
    /** In which parts its rows are cut, and who is in which; null: everybody at once. */
    parts: json<PlannedPart[]>('parts'),
    /** Whether one that is above the portfolio's limit goes out over several days. */
    waves: integer('waves', { mode: 'boolean' }).notNull().default(false),
    /** A sample goes first: what is asked of it, how far it is, and from where on the rest is counted. */
    canary: json<Canary>('canary'),
    canaryState: text('canary_state').$type<CanaryState>(),
    canaryDecidesAt: time('canary_decides_at'),
    canaryFigures: json<Figures>('canary_figures'),
    holdUntil: time('hold_until'),
    freezeCursor: text('freeze_cursor'),
    /** Rows written by the freeze so far. */
    total: integer('total').notNull().default(0),
    /** Of these, people who get it, and what they cost at list price: held against the plan's limits. */
    included: integer('included').notNull().default(0),
    reservedMicros: integer('reserved_micros').notNull().default(0),
    frozenAt: time('frozen_at'),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    launchedAt: time('launched_at'),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    /** When it is to begin, as chosen; the instant it was scheduled for. */
    start: json<Start>('start').notNull().default({ kind: 'now' }),
    startsAt: time('starts_at'),
    /** In quiet hours nothing is claimed: until when as known now, and why. */
    restsUntil: time('rests_until'),
    restsFor: text('rests_for').$type<QuietReason>(),
    /** It waits for a person, since then, and the owners have not been told by mail. */
    untoldSince: time('untold_since'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // A month of the calendar.
    index('broadcasts_by_start')
      .on(table.accountId, sql`coalesce(starts_at, launched_at)`)
      .where(sql`coalesce(starts_at, launched_at) IS NOT NULL`),
    // What a template was used for; written once per broadcast.
    index('broadcasts_by_template').on(table.accountId, table.templateId, table.id),
  ],
)

/** When a workspace's broadcasts rest. */
export const quietHours = sqliteTable('quiet_hours', {
  accountId: accountId().primaryKey(),
  rules: json<QuietHours>('rules').notNull(),
  updatedAt: time('updated_at').notNull(),
})

/** One row per person of the frozen audience, also for those left out, so that reports add up. */
export const recipients = sqliteTable(
  'recipients',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    /** 1 … n in the order of the freeze. */
    no: integer('no').notNull(),
    contactId: text('contact_id').notNull(),
    /** What the message goes to: a phone in E.164, or a BSUID. Frozen. */
    identity: text('identity').notNull(),
    country: text('country'),
    state: text('state').$type<(typeof RECIPIENT_STATES)[number]>().notNull(),
    /** Evidence only climbs: see `states.ts`. */
    rank: integer('rank').notNull(),
    /** Names the claim; an answer or a status counts only with the token it was sent with. */
    token: text('token'),
    attempts: integer('attempts').notNull().default(0),
    notBefore: time('not_before'),
    /** 1: Meta holds the message for a quality check. */
    held: integer('held').notNull().default(0),
    wamid: text('wamid'),
    /** Meta's error code, or the reason why the person was left out. */
    code: text('code'),
    sealedParams: text('sealed_params'),
    /** What a marketing message rests on: an entry of the consent ledger, or `basis:<id>`. */
    consentEntry: text('consent_entry'),
    /** Meta's `pricing.type` and `pricing.category`: `regular/marketing`. */
    pricing: text('pricing'),
    claimedAt: time('claimed_at'),
    acceptedAt: time('accepted_at'),
    sentAt: time('sent_at'),
    deliveredAt: time('delivered_at'),
    readAt: time('read_at'),
    failedAt: time('failed_at'),
    repliedAt: time('replied_at'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.broadcastId, table.no] }),
    index('recipients_by_contact').on(table.accountId, table.contactId),
  ],
)

/** A run of rows that one queue message sends, and the last recount of them. */
export const chunks = sqliteTable(
  'chunks',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    chunk: integer('chunk').notNull(),
    first: integer('first').notNull(),
    last: integer('last').notNull(),
    /** Null until a message for it is known to be in the queue. */
    enqueuedAt: time('enqueued_at'),
    leaseUntil: time('lease_until'),
    /** Set when every row has left `queued` and `sending`. */
    finishedAt: time('finished_at'),
    /** How often rows changed, ever; `counts` says which of these changes it has seen. */
    dirty: integer('dirty').notNull().default(0),
    counts: json<StoredCounts>('counts').notNull(),
    /** Nobody is claimed before this, and why not; null: at once. */
    opensAt: time('opens_at'),
    waitsFor: text('waits_for').$type<WaitReason>(),
    /** Whose clock its recipients look at; null: the workspace's. */
    zone: text('zone'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.broadcastId, table.chunk] }),
    // Holds those that wait: a broadcast that goes out at once doesn't pay for it.
    index('chunks_by_opening')
      .on(table.accountId, table.broadcastId, table.opensAt)
      .where(sql`opens_at IS NOT NULL`),
  ],
)

/** What the sweep looks at, so that it never scans broadcasts or recipients. */
export const activeBroadcasts = sqliteTable(
  'active_broadcasts',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    state: text('state').$type<BroadcastState>().notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.broadcastId] })],
)

/** Statuses that came in a crowd: they wait here for those that follow them, and are written together. */
export const waitingStatuses = sqliteTable(
  'waiting_statuses',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    evidence: json<Evidence[]>('evidence').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

/** Messages handled per minute, for the rate and the time left; the results themselves are counted from rows. */
export const sendRates = sqliteTable(
  'send_rates',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    minute: integer('minute').notNull(),
    handled: integer('handled').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.broadcastId, table.minute] })],
)

/** Single messages (replies, tests, API): the same states and the same claim as a broadcast's rows. */
export const outbox = sqliteTable(
  'outbox',
  {
    accountId: accountId(),
    /** Made by whoever sends: the same id twice is one message. */
    id: text('id').notNull(),
    contactId: text('contact_id').notNull(),
    numberId: text('number_id').notNull(),
    identity: text('identity').notNull(),
    /** Which stops hold it back: of everything, or of marketing too. */
    scope: text('scope').$type<SuppressionScope>().notNull().default('all'),
    /** What a marketing message rests on: an entry of the consent ledger, or `basis:<id>`. */
    consentEntry: text('consent_entry'),
    state: text('state').$type<(typeof RECIPIENT_STATES)[number]>().notNull(),
    rank: integer('rank').notNull(),
    token: text('token'),
    attempts: integer('attempts').notNull().default(0),
    wamid: text('wamid'),
    code: text('code'),
    /** Sealed JSON of what `/messages` gets. */
    body: text('body').notNull(),
    pricing: text('pricing'),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    claimedAt: time('claimed_at'),
    acceptedAt: time('accepted_at'),
    sentAt: time('sent_at'),
    deliveredAt: time('delivered_at'),
    readAt: time('read_at'),
    failedAt: time('failed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // What people quote and react to.
    index('outbox_by_wamid').on(table.accountId, table.wamid).where(sql`wamid IS NOT NULL`),
    // What is counted by the day; single messages are few.
    index('outbox_by_time').on(table.accountId, table.createdAt),
    // Marketing to one person, for the cap on it.
    index('outbox_marketing').on(table.accountId, table.contactId).where(sql`scope = 'marketing'`),
  ],
)

/** Single messages that are not settled yet: what the sweep looks at. */
export const openOutbox = sqliteTable(
  'open_outbox',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

/** Who pressed a quick reply of a broadcast's message: a click, as Meta counts it. */
export const broadcastTaps = sqliteTable(
  'broadcast_taps',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    no: integer('no').notNull(),
    at: time('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.broadcastId, table.no] })],
)

/** Who asked for no more in answer to a broadcast: counted per template. */
export const broadcastStops = sqliteTable(
  'broadcast_stops',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    /** The person's row in the broadcast. */
    no: integer('no').notNull(),
    at: time('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.broadcastId, table.no] })],
)

/** People who get tests: at most a handful; who they are stands in their contacts. */
export const testers = sqliteTable(
  'testers',
  {
    accountId: accountId(),
    contactId: text('contact_id').notNull(),
    addedBy: text('added_by').notNull(),
    addedAt: time('added_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.contactId] })],
)

/** Single messages that tried out a draft. */
export const broadcastTests = sqliteTable(
  'broadcast_tests',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    messageId: text('message_id').notNull(),
    /** The draft's, when it was tried out. */
    version: integer('version').notNull(),
    /** The contact whose message it was; null: the tester's own. */
    likeId: text('like_id'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.broadcastId, table.messageId] })],
)

/** What a month's messages may cost before marketing stops; no row: nothing stops it. */
export const messageBudgets = sqliteTable('message_budgets', {
  accountId: accountId().primaryKey(),
  stopMicros: integer('stop_micros').notNull(),
})

/** What a month's messages come to, by broadcast: counted in the statements that claim and record them. */
export const messageSpending = sqliteTable(
  'message_spending',
  {
    accountId: accountId(),
    /** `2026-11`, in the time zone by which the account is billed. */
    month: text('month').notNull(),
    /** Empty for messages of no broadcast: these are noted by whoever counts what was delivered. */
    broadcastId: text('broadcast_id').notNull(),
    micros: integer('micros').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.month, table.broadcastId] })],
)
