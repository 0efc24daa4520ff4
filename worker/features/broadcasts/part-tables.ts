import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, time } from '../../boundary/db/columns'
import type { PartKind, WaitReason } from '../../contract/broadcast-parts'

/** Runs of a broadcast's rows that begin together, as they were cut; chunks say when they really may. */
export const broadcastParts = sqliteTable(
  'broadcast_parts',
  {
    accountId: accountId(),
    broadcastId: text('broadcast_id').notNull(),
    first: integer('first').notNull(),
    last: integer('last').notNull(),
    kind: text('kind').$type<PartKind>().notNull(),
    opensAt: time('opens_at'),
    waitsFor: text('waits_for').$type<WaitReason>(),
    /** Whose clock its recipients look at; null: nobody asked. */
    zone: text('zone'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.broadcastId, table.first] })],
)
