import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'

export type AccountState = 'active' | 'suspended' | 'deleting'

/** The account's own state in its shard: hot statements check it, because they can't reach DIRECTORY. */
export const tenants = sqliteTable('tenants', {
  accountId: text('account_id').primaryKey(),
  state: text('state').$type<AccountState>().notNull(),
})

export const dataKeys = sqliteTable(
  'data_keys',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    kekId: text('kek_id').notNull(),
    half: text('half').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // Finds what an old key-encryption key still wraps; changes only when one is replaced.
    index('data_keys_by_kek').on(table.kekId),
  ],
)

export type DataKey = typeof dataKeys.$inferSelect

/** One walk over everything that may be sealed with an old key. */
export type Walk = {
  /** Which of the places that are visited. */
  stop: number
  /** Where in it: the keys of the last row, the name of the last file. */
  after: (string | number)[] | string | null
  startedAt: number
  found: number
  unreadable: number
}

/** A data key that is being replaced: how far its values have been sealed anew. */
export const keyRotations = sqliteTable(
  'key_rotations',
  {
    accountId: accountId(),
    /** The old key. */
    keyId: text('key_id').notNull(),
    /** Where the walk stands: the place in words, and in detail. */
    field: text('field'),
    cursor: json<Walk>('cursor'),
    resealed: integer('resealed').notNull().default(0),
    startedAt: time('started_at').notNull(),
    updatedAt: time('updated_at').notNull(),
    /** When nothing was left under the old key and it was destroyed. */
    finishedAt: time('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.keyId] }),
    index('key_rotations_open').on(table.updatedAt).where(sql`finished_at IS NULL`),
  ],
)

/** One line per change of state that matters; no personal data. */
export const audit = sqliteTable(
  'audit',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    /** `user:<id>`, `operator`, `system` or `meta`. */
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    target: text('target').notNull(),
    before: text('before'),
    after: text('after'),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    // The log is filtered by who and by what.
    index('audit_by_actor').on(table.accountId, table.actor, table.id),
    index('audit_by_action').on(table.accountId, table.action, table.id),
  ],
)

/** Answers to requests that carried an Idempotency-Key, kept for a day. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    accountId: accountId(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** Null while the first request is being worked on. */
    status: integer('status'),
    body: text('body'),
    createdAt: time('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.key] })],
)
