import * as v from 'valibot'
import { invalidParameter } from './errors'
import { newNodeId } from './ids'
import { first } from './rows'

export const TemplateButton = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
  url: v.optional(v.string()),
})
export type TemplateButton = v.InferOutput<typeof TemplateButton>

export const TemplateComponent = v.looseObject({
  type: v.string(),
  format: v.optional(v.string()),
  text: v.optional(v.string()),
  buttons: v.optional(v.array(TemplateButton)),
})
export type TemplateComponent = v.InferOutput<typeof TemplateComponent>

export const NewTemplate = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9_]+$/)),
  language: v.string(),
  category: v.picklist(['MARKETING', 'UTILITY', 'AUTHENTICATION']),
  status: v.optional(v.string(), 'APPROVED'),
  parameter_format: v.optional(v.picklist(['POSITIONAL', 'NAMED']), 'POSITIONAL'),
  quality: v.optional(v.string(), 'GREEN'),
  rejected_reason: v.optional(v.string(), 'NONE'),
  components: v.array(TemplateComponent),
})
export type NewTemplate = v.InferInput<typeof NewTemplate>

export type Template = {
  position: number
  id: string
  waba_id: string
  name: string
  language: string
  category: string
  status: string
  parameter_format: string
  components: string
  quality: string
  quality_at: number
  rejected_reason: string
  previous_category: string | null
  correct_category: string | null
}

export function addTemplate(
  sql: SqlStorage,
  wabaId: string,
  given: NewTemplate,
  now: number,
): string {
  const template = v.parse(NewTemplate, given)
  const id = newNodeId()
  sql.exec(
    `INSERT INTO templates (id, waba_id, name, language, category, status, parameter_format,
       components, quality, quality_at, rejected_reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    wabaId,
    template.name,
    template.language,
    template.category,
    template.status,
    template.parameter_format,
    JSON.stringify(template.components),
    template.quality,
    Math.floor(now / 1000),
    template.rejected_reason,
  )
  return id
}

export function findTemplate(sql: SqlStorage, wabaId: string, name: string, language: string) {
  return first<Template>(
    sql.exec(
      'SELECT * FROM templates WHERE waba_id = ? AND name = ? AND language = ?',
      wabaId,
      name,
      language,
    ),
  )
}

export const findTemplateById = (sql: SqlStorage, id: string) =>
  first<Template>(sql.exec('SELECT * FROM templates WHERE id = ?', id))

const FILTERS = {
  name: 'name = ?',
  status: 'status = upper(?)',
  category: 'category = upper(?)',
  language: 'language = ?',
  quality_score: 'quality = upper(?)',
  name_or_content: "(name || components) LIKE '%' || ? || '%'",
} as const
type Filter = keyof typeof FILTERS
const FILTER_NAMES: readonly Filter[] = [
  'name',
  'status',
  'category',
  'language',
  'quality_score',
  'name_or_content',
]

type PageRequest = { wabaId: string; limit: number; after: number; query: URLSearchParams }

/** One page in the order of creation, and whether another follows. */
export function pageTemplates(sql: SqlStorage, { wabaId, limit, after, query }: PageRequest) {
  const where = ['waba_id = ?', 'position > ?']
  const values: (string | number)[] = [wabaId, after]
  for (const filter of FILTER_NAMES) {
    const value = query.get(filter)
    if (value === null) continue
    where.push(FILTERS[filter])
    values.push(value)
  }
  const rows = sql
    .exec<Template>(
      `SELECT * FROM templates WHERE ${where.join(' AND ')} ORDER BY position LIMIT ?`,
      ...values,
      limit + 1,
    )
    .toArray()
  return { items: rows.slice(0, limit), hasMore: rows.length > limit }
}

const CursorText = v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))

export const toCursor = (position: number): string => btoa(`QVFI${position}`)

export function readCursor(cursor: string | null): number {
  if (cursor === null || cursor === '') return 0
  try {
    return v.parse(CursorText, atob(cursor).replace(/^QVFI/, ''))
  } catch {
    throw invalidParameter('Invalid cursor')
  }
}

/** The fields a template node has; which of them are answered is the caller's choice. */
export const toTemplateNode = (template: Template): Record<string, unknown> => ({
  name: template.name,
  parameter_format: template.parameter_format,
  components: JSON.parse(template.components),
  language: template.language,
  status: template.status,
  category: template.category,
  sub_category: 'CUSTOM',
  quality_score: { score: template.quality, date: template.quality_at },
  rejected_reason: template.rejected_reason,
  cta_url_link_tracking_opted_out: false,
  ...(template.previous_category ? { previous_category: template.previous_category } : {}),
  ...(template.correct_category ? { correct_category: template.correct_category } : {}),
  id: template.id,
})

/** What a template node may be asked for, present or not. */
export const TEMPLATE_FIELDS: readonly string[] = [
  'id',
  'name',
  'parameter_format',
  'components',
  'language',
  'status',
  'category',
  'sub_category',
  'quality_score',
  'rejected_reason',
  'cta_url_link_tracking_opted_out',
  'previous_category',
  'correct_category',
  'message_send_ttl_seconds',
]
