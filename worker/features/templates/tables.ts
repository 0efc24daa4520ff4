import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json } from '../../boundary/db/columns'
import type { TemplateComponent } from '../../contract/templates'

/** As Meta has them at the last sync of their connection. */
export const templates = sqliteTable(
  'templates',
  {
    accountId: accountId(),
    /** Meta's template id. */
    id: text('id').notNull(),
    connectionId: text('connection_id').notNull(),
    name: text('name').notNull(),
    language: text('language').notNull(),
    category: text('category').notNull(),
    status: text('status').notNull(),
    rejectedReason: text('rejected_reason'),
    quality: text('quality'),
    parameterFormat: text('parameter_format').$type<'POSITIONAL' | 'NAMED'>().notNull(),
    components: json<TemplateComponent[]>('components').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)
