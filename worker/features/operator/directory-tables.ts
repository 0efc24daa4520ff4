import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { time } from '../../boundary/db/columns'

/** Every act at the operator's desk: who did what, when, to what. */
export const operatorActs = sqliteTable('operator_acts', {
  /** Time-ordered. */
  id: text('id').primaryKey(),
  at: time('at').notNull(),
  /** The operator's e-mail address, as Cloudflare Access vouched for it. */
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  target: text('target').notNull(),
  after: text('after'),
})
