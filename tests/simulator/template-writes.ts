import * as v from 'valibot'
import { type Business, findBusiness } from './businesses'
import { invalidParameter, notVisible } from './errors'
import type { Meta } from './meta'
import { count, first } from './rows'
import { refuse } from './template-refusals'
import { reviewLater, storedComponents } from './template-review'
import { categoryOf, checkTemplate, SubmittedTemplate } from './template-rules'
import { addTemplate, findTemplate, findTemplateById, type Template } from './templates'
import { hasHandle } from './uploads'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

/** Meta's limits; 6,000 is for verified portfolios, as the simulator's are. */
const CREATED_PER_HOUR = 100
const MOST_TEMPLATES = 6000
const NAME_KEPT_MS = 30 * DAY_MS

const SUBCODE = { limit: 2388019, beingDeleted: 2388023, exists: 2388024, status: 2388039 } as const

/** POST /{waba}/message_templates. */
export function createTemplate(meta: Meta, { waba_id }: Business, body: unknown): Response {
  const template = read(SubmittedTemplate, body)
  const now = Date.now()
  checkTemplate(template, (handle) => hasHandle(meta.sql, handle))
  refuseName(meta, waba_id, template, now)
  const made = count(meta.sql, waba_id, `templates.${Math.floor(now / HOUR_MS)}`)
  if (made > CREATED_PER_HOUR) {
    throw refuse(SUBCODE.limit, 'Too many', `${CREATED_PER_HOUR} templates an hour can be made`)
  }
  const { name, language, parameter_format } = template
  const category = categoryOf(template)
  const id = addTemplate(
    meta.sql,
    waba_id,
    {
      name,
      language,
      // It is one of the three that were read, or marketing.
      category: category as SubmittedTemplate['category'],
      status: 'PENDING',
      quality: 'UNKNOWN',
      parameter_format,
      components: storedComponents(template),
    },
    now,
  )
  keepFacts(meta.sql, id, { ttl: template.message_send_ttl_seconds ?? null, editedAt: null })
  reviewLater(meta, id)
  return Response.json({ id, status: 'PENDING', category })
}

function refuseName(
  meta: Meta,
  wabaId: string,
  { name, language }: SubmittedTemplate,
  now: number,
) {
  if (findTemplate(meta.sql, wabaId, name, language)) {
    throw refuse(SUBCODE.exists, 'Exists', 'Content in this language already exists')
  }
  const gone = first<{ at: number }>(
    meta.sql.exec(
      'SELECT at FROM deleted_names WHERE waba_id = ? AND name = ? AND language = ?',
      wabaId,
      name,
      language,
    ),
  )
  if (gone && now - gone.at < NAME_KEPT_MS) {
    throw refuse(SUBCODE.beingDeleted, 'Being deleted', 'This name is used again after 30 days')
  }
  const held = first<{ n: number }>(
    meta.sql.exec('SELECT count(*) AS n FROM templates WHERE waba_id = ?', wabaId),
  )
  if ((held?.n ?? 0) >= MOST_TEMPLATES) {
    throw refuse(SUBCODE.limit, 'Too many', 'Message template limit exceeded')
  }
}

const Edit = v.strictObject({
  category: v.optional(v.picklist(['MARKETING', 'UTILITY', 'AUTHENTICATION'])),
  components: v.optional(SubmittedTemplate.entries.components),
  message_send_ttl_seconds: v.optional(v.number()),
})

/** POST /{template_id}: components are replaced as a whole. */
export function editTemplate(meta: Meta, template: Template, body: unknown): Response {
  const edit = read(Edit, body)
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status)) {
    throw refuse(SUBCODE.status, 'Wrong status', `${template.status} templates cannot be edited`)
  }
  if (template.status === 'APPROVED') refuseEditOfApproved(meta, template, edit)
  const whole = {
    name: template.name,
    language: template.language,
    category: edit.category ?? read(SubmittedTemplate.entries.category, template.category),
    parameter_format: read(SubmittedTemplate.entries.parameter_format, template.parameter_format),
    components: edit.components ?? [],
    message_send_ttl_seconds: edit.message_send_ttl_seconds,
  }
  if (edit.components) checkTemplate(whole, (handle) => hasHandle(meta.sql, handle))
  const components = edit.components ? JSON.stringify(storedComponents(whole)) : template.components
  meta.sql.exec(
    `UPDATE templates SET components = ?, category = ?, status = 'PENDING', rejected_reason = 'NONE'
     WHERE id = ?`,
    components,
    edit.components ? categoryOf(whole) : whole.category,
    template.id,
  )
  const ttl = edit.message_send_ttl_seconds ?? factsOf(meta.sql, template.id)?.ttl ?? null
  keepFacts(meta.sql, template.id, { ttl, editedAt: Date.now() })
  reviewLater(meta, template.id)
  return Response.json({ success: true })
}

function refuseEditOfApproved(meta: Meta, template: Template, edit: v.InferOutput<typeof Edit>) {
  if (edit.category !== undefined && edit.category !== template.category) {
    throw refuse(null, 'Category', 'The category of an approved template cannot be edited')
  }
  const editedAt = factsOf(meta.sql, template.id)?.edited_at ?? 0
  if (Date.now() - editedAt < DAY_MS) {
    throw refuse(SUBCODE.status, 'Too often', 'An approved template is edited once in 24 hours')
  }
}

/** DELETE /{waba}/message_templates?name=[&hsm_id=]: one language, or all of the name. */
export function deleteTemplates(meta: Meta, { waba_id }: Business, url: URL): Response {
  const name = url.searchParams.get('name')
  const id = url.searchParams.get('hsm_id')
  if (!name) throw invalidParameter('The parameter name is required')
  const rows = meta.sql
    .exec<Template>(
      "SELECT * FROM templates WHERE waba_id = ? AND name = ? AND ? IN ('', id)",
      waba_id,
      name,
      id ?? '',
    )
    .toArray()
  if (rows.length === 0) throw invalidParameter(`Message template ${name} was not found`)
  const disabled = rows.find(({ status }) => status === 'DISABLED')
  if (disabled) throw refuse(SUBCODE.status, 'Disabled', 'A disabled template cannot be deleted')
  for (const row of rows) {
    meta.sql.exec('DELETE FROM templates WHERE id = ?', row.id)
    if (row.status !== 'APPROVED') continue
    meta.sql.exec(
      'INSERT OR REPLACE INTO deleted_names VALUES (?, ?, ?, ?)',
      waba_id,
      row.name,
      row.language,
      Date.now(),
    )
  }
  return Response.json({ success: true })
}

/** POST /{template_id}/unpause. */
export function unpauseTemplate(meta: Meta, template: Template): Response {
  if (template.status !== 'PAUSED') {
    throw refuse(SUBCODE.status, 'Wrong status', 'Only a paused template can be unpaused')
  }
  meta.sql.exec("UPDATE templates SET status = 'APPROVED' WHERE id = ?", template.id)
  return Response.json({ success: true })
}

type Facts = { template_id: string; ttl: number | null; edited_at: number | null }

export const factsOf = (sql: SqlStorage, id: string) =>
  first<Facts>(sql.exec('SELECT * FROM template_facts WHERE template_id = ?', id))

function keepFacts(
  sql: SqlStorage,
  id: string,
  { ttl, editedAt }: { ttl: number | null; editedAt: number | null },
): void {
  sql.exec('INSERT OR REPLACE INTO template_facts VALUES (?, ?, ?)', id, ttl, editedAt)
}

export function templateOf(meta: Meta, wabaId: string, id: string): Template {
  const template = findTemplateById(meta.sql, id)
  if (!template || template.waba_id !== wabaId || !findBusiness(meta.sql, wabaId)) {
    throw notVisible(id, 'post')
  }
  return template
}

/** Names the first field that is wrong, as Graph does. */
function read<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalidParameter(`Param ${v.getDotPath(issue) ?? ''}: ${issue.message}`)
}
