import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, count, json, time } from '../../boundary/db/columns'
import type { AccessCause, GiveBack, GrantedAccess } from '../../contract/access'

export type ConnectionState = 'active' | 'needs_reconnect' | 'disconnected'
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
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)
