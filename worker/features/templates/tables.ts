import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { accountId, json, time } from '../../boundary/db/columns'
import type { DraftVersion, HeaderFile, TemplateCategory } from '../../contract/template-drafts'
import type { TemplateComponent, TemplateStatusDetail } from '../../contract/templates'

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
    /** What Meta said besides: which pause it is, why it was rejected, when it ends. */
    statusDetail: json<TemplateStatusDetail>('status_detail'),
    /** The category that Meta moved it from, or is about to move it to, and when. */
    previousCategory: text('previous_category'),
    correctCategory: text('correct_category'),
    categoryAt: time('category_at'),
    ttlSeconds: integer('ttl_seconds'),
    /** The sample that was uploaded here with it, so that a copy has it too. */
    headerFile: json<HeaderFile>('header_file'),
    /** Meta lets an approved one be edited once a day. */
    editedAt: time('edited_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

/** Templates that are being written: one name, its languages side by side. */
export const templateDrafts = sqliteTable(
  'template_drafts',
  {
    accountId: accountId(),
    id: text('id').notNull(),
    connectionId: text('connection_id'),
    name: text('name').notNull(),
    category: text('category').$type<TemplateCategory>().notNull(),
    parameterFormat: text('parameter_format').$type<'POSITIONAL' | 'NAMED'>().notNull(),
    ttlSeconds: integer('ttl_seconds'),
    versions: json<DraftVersion[]>('versions').notNull(),
    /** What Meta said to the last try, by language. */
    refusals: json<Record<string, string>>('refusals').notNull(),
    version: integer('version').notNull(),
    /** Set while it is on its way to Meta, so that it is not sent twice at once. */
    submittingAt: time('submitting_at'),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
)

/** What happened to a template: a line for each change of status, quality or category. */
export const templateEvents = sqliteTable(
  'template_events',
  {
    accountId: accountId(),
    templateId: text('template_id').notNull(),
    id: text('id').notNull(),
    at: time('at').notNull(),
    kind: text('kind').$type<'status' | 'quality' | 'category'>().notNull(),
    before: text('before'),
    after: text('after').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.templateId, table.id] })],
)
