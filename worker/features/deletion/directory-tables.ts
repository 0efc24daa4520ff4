import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { json, time } from '../../boundary/db/columns'
import type {
  DeletionState,
  DeletionWay,
  IdentityCheck,
  StepTime,
  Trouble,
} from '../../contract/deletion'
import type { AccountState } from '../accounts/tables'

/** Requests to delete an account, and how each went. Says whose it is only until the account is gone. */
export const deletionRequests = sqliteTable(
  'deletion_requests',
  {
    /** 128 random bits: who has it may see the status page. */
    code: text('code').primaryKey(),
    accountId: text('account_id'),
    shard: text('shard'),
    /** The account's state before; taking the request back restores it. */
    stateBefore: text('state_before').$type<AccountState>(),
    via: text('via').$type<DeletionWay>().notNull(),
    state: text('state').$type<DeletionState>().notNull(),
    requestedAt: time('requested_at').notNull(),
    /** When the work begins; until then an owner can take it back. */
    startsAt: time('starts_at').notNull(),
    dueAt: time('due_at').notNull(),
    dueDay: text('due_day').notNull(),
    finishedAt: time('finished_at'),
    steps: json<StepTime[]>('steps').notNull(),
    trouble: json<Trouble>('trouble'),
    /** Checks that the operator made of who asked. */
    checks: json<IdentityCheck[]>('checks'),
    /** The last day on which a restore point of the database provider may hold the account. */
    backupsUntil: time('backups_until'),
    /** Meta did not answer for two days: asked on until it does, or until this time. */
    accessUntil: time('access_until'),
    /** Signed (JWS), without personal data. */
    receipt: text('receipt'),
    /** A hash of what Meta sent: the same callback twice is one request. */
    source: text('source'),
    /** Set when the operator has dealt with an unmatched request. */
    closedAt: time('closed_at'),
    /** When the operator was written to because it takes too long. */
    alarmedAt: time('alarmed_at'),
  },
  (table) => [
    uniqueIndex('deletion_requests_open')
      .on(table.accountId)
      .where(sql`state IN ('waiting', 'running')`),
    uniqueIndex('deletion_requests_by_source').on(table.source),
    // What the sweep and the operator's desk look at.
    index('deletion_requests_by_state').on(table.state, table.requestedAt),
  ],
)

/** A hash of an account that was deleted: whatever comes late, or comes back by a restore, is dropped. */
export const tombstones = sqliteTable('tombstones', {
  hash: text('hash').primaryKey(),
  at: time('at').notNull(),
  until: time('until').notNull(),
})

/** People who asked on the public page to be deleted from somebody's contact list. */
export const privacyCases = sqliteTable('privacy_cases', {
  id: text('id').primaryKey(),
  at: time('at').notNull(),
  /** How many accounts were told. */
  accounts: integer('accounts').notNull(),
  /** What the asker wrote, sealed; forgotten when the case is closed. */
  sealed: text('sealed'),
  closedAt: time('closed_at'),
})
