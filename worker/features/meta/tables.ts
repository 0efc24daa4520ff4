import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, count, json, time } from '../../boundary/db/columns'
import type { AccessCause, GiveBack, GrantedAccess } from '../../contract/access'
import type { SyncState } from '../../contract/coexistence'
import type { NotedKind } from '../../contract/health'

export type ConnectionState = 'active' | 'needs_reconnect' | 'disconnected'
/** `needs_pin`: the number has a two-step PIN that only its owner knows. */
export type Registration = 'registered' | 'unregistered' | 'needs_pin'
export type TemplateSyncState = 'never' | 'running' | 'done' | 'failed'

export const connections = sqliteTable(
  'connections',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    wabaId: text('waba_id').notNull(),
    /** The portfolio that owns the WABA: BSUIDs and the messaging limit belong to it. */
    businessId: text('business_id'),
    name: text('name').notNull(),
    currency: text('currency').notNull(),
    /** Meta's numeric time-zone id, which decides where its days and months end. */
    timeZoneId: text('time_zone_id'),
    state: text('state').$type<ConnectionState>().notNull(),
    /** Sealed; null once it was given back. A disconnected one still has it while Meta is asked. */
    token: text('token'),
    metaUserId: text('meta_user_id'),
    scopes: json<string[]>('scopes').notNull(),
    tokenExpiresAt: time('token_expires_at'),
    checkedAt: time('checked_at').notNull(),
    /** When the token was opened last, to the hour. */
    lastUsedAt: time('last_used_at'),
    /** What the token reaches, as Meta said when it was last asked. */
    granted: json<GrantedAccess>('granted'),
    templatesState: text('templates_state').$type<TemplateSyncState>().notNull().default('never'),
    templatesSyncedAt: time('templates_synced_at'),
    templatesAdded: count('templates_added'),
    templatesChanged: count('templates_changed'),
    templatesRemoved: count('templates_removed'),
    templatesProblem: text('templates_problem'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // Asked about once a day.
    index('connections_due').on(table.checkedAt).where(sql`state = 'active'`),
    // The few whose token Meta has still to be asked to end.
    index('connections_leaving')
      .on(table.checkedAt)
      .where(sql`state = 'disconnected' AND token IS NOT NULL`),
  ],
)

/** How access was given back, step by step: kept for who asks later. Holds no token and no name. */
export const accessProofs = sqliteTable(
  'access_proofs',
  {
    accountId: accountId(),
    connectionId: text('connection_id').notNull(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    cause: text('cause').$type<AccessCause>().notNull(),
    unsubscribed: text('unsubscribed').$type<GiveBack['unsubscribed']>().notNull(),
    revoked: text('revoked').$type<GiveBack['revoked']>().notNull(),
    token: text('token').$type<GiveBack['token']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.connectionId, table.id] })],
)

export const numbers = sqliteTable(
  'numbers',
  {
    accountId: accountId(),
    /** Meta's phone number id. */
    id: text('id').notNull(),
    connectionId: text('connection_id').notNull(),
    displayPhoneNumber: text('display_phone_number').notNull(),
    verifiedName: text('verified_name'),
    qualityRating: text('quality_rating').notNull(),
    status: text('status').notNull(),
    /** 80, 1,000, or 20 for a number shared with the phone app. */
    throughputPerSecond: integer('throughput_per_second').notNull(),
    messagingLimit: integer('messaging_limit'),
    syncedAt: time('synced_at').notNull(),
    registration: text('registration').$type<Registration>().notNull().default('registered'),
    /** The number lives in the WhatsApp Business app too. */
    isOnBizApp: integer('is_on_biz_app', { mode: 'boolean' }).notNull().default(false),
    /** What Meta says of the display name: APPROVED, PENDING_REVIEW, DECLINED … */
    nameStatus: text('name_status'),
    /** The two-step PIN that we set, sealed; its owner may ask to see it. */
    pin: text('pin'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

/** How a number stood from then on: quality, state, limit and pace, a row for each change. */
export const numberHistory = sqliteTable(
  'number_history',
  {
    accountId: accountId(),
    numberId: text('number_id').notNull(),
    at: time('at').notNull(),
    qualityRating: text('quality_rating').notNull(),
    status: text('status').notNull(),
    messagingLimit: integer('messaging_limit'),
    throughputPerSecond: integer('throughput_per_second').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.numberId, table.at] })],
)

/** What is wrong with a connection or a number now, by what Meta said last. */
export const healthNotes = sqliteTable(
  'health_notes',
  {
    accountId: accountId(),
    connectionId: text('connection_id').notNull(),
    kind: text('kind').$type<NotedKind>().notNull(),
    /** Empty where it concerns the whole connection. */
    numberId: text('number_id').notNull(),
    /** A check takes back only what a check found: some news can't be asked for. */
    source: text('source').$type<'check' | 'news'>().notNull(),
    /** A word of Meta's: a restriction, a violation, a status. */
    detail: text('detail'),
    since: time('since').notNull(),
    until: time('until'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.connectionId, table.kind, table.numberId] }),
  ],
)

/** A number that lives in the phone app too: how far what it knows has come over. */
export const coexistence = sqliteTable(
  'coexistence',
  {
    accountId: accountId(),
    numberId: text('number_id').notNull(),
    state: text('state').$type<'joined' | 'offboarded'>().notNull(),
    contacts: text('contacts').$type<SyncState>().notNull(),
    history: text('history').$type<SyncState>().notNull(),
    phase: integer('phase'),
    chunk: integer('chunk'),
    /** Per cent of the history, as Meta says. */
    progress: count('progress'),
    messages: count('messages'),
    onboardedAt: time('onboarded_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.numberId] })],
)
