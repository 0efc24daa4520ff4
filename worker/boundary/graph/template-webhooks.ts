import * as v from 'valibot'
import type { TemplateStatusDetail } from '../../contract/templates'

/** Integers in webhooks, text in the API. */
const TemplateId = v.union([v.string(), v.pipe(v.number(), v.transform(String))])

const Seconds = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(Number),
  v.check((seconds) => Number.isFinite(seconds)),
)

const StatusValue = v.object({
  event: v.string(),
  message_template_id: TemplateId,
  reason: v.optional(v.nullable(v.string())),
  rejection_info: v.optional(
    v.nullable(
      v.object({ reason: v.optional(v.string()), recommendation: v.optional(v.string()) }),
    ),
  ),
  other_info: v.optional(
    v.nullable(v.object({ title: v.optional(v.string()), description: v.optional(v.string()) })),
  ),
  disable_info: v.optional(v.nullable(v.object({ disable_date: v.optional(Seconds) }))),
})

const QualityValue = v.object({
  message_template_id: TemplateId,
  previous_quality_score: v.optional(v.nullable(v.string())),
  new_quality_score: v.string(),
})

const CategoryValue = v.object({
  message_template_id: TemplateId,
  previous_category: v.optional(v.string()),
  new_category: v.optional(v.string()),
  correct_category: v.optional(v.string()),
  category_update_timestamp: v.optional(Seconds),
})

const ComponentsValue = v.object({ message_template_id: TemplateId })

/** Meta's word about one template, in the words of the API. */
export type TemplateNews = { templateId: string } & (
  | { kind: 'status'; status: string; reason: string | null; detail: TemplateStatusDetail | null }
  | { kind: 'quality'; quality: string }
  | { kind: 'category'; category: string; previous: string | null }
  /** Announced about a day before it happens. */
  | { kind: 'category_ahead'; category: string; at: number | null }
  /** Its words changed; the webhook tells only a part of them. */
  | { kind: 'components' }
)

/** Events that say a template is usable again, in words that the API does not use for a status. */
const APPROVED_AGAIN = new Set(['REINSTATED', 'UNARCHIVED', 'UNPAUSED'])

/** Warnings, and locks of the editing: the status stays. */
const NO_STATUS = new Set(['FLAGGED', 'LOCKED'])

const READERS: Record<string, (value: Record<string, unknown>) => TemplateNews | null> = {
  message_template_status_update: readStatus,
  message_template_quality_update: (value) => {
    const read = v.safeParse(QualityValue, value)
    if (!read.success) return null
    const { message_template_id: templateId, new_quality_score: quality } = read.output
    return { templateId, kind: 'quality', quality }
  },
  template_category_update: readCategory,
  message_template_components_update: (value) => {
    const read = v.safeParse(ComponentsValue, value)
    return read.success ? { templateId: read.output.message_template_id, kind: 'components' } : null
  },
}

/** Null for other fields, for a value that can't be read, and for warnings that change nothing yet. */
export const readTemplateNews = (
  field: string,
  value: Record<string, unknown>,
): TemplateNews | null => READERS[field]?.(value) ?? null

function readStatus(value: Record<string, unknown>): TemplateNews | null {
  const read = v.safeParse(StatusValue, value)
  if (!read.success || NO_STATUS.has(read.output.event)) return null
  const { event, message_template_id, reason } = read.output
  return {
    templateId: message_template_id,
    kind: 'status',
    status: APPROVED_AGAIN.has(event) ? 'APPROVED' : event,
    reason: !reason || reason === 'NONE' ? null : reason,
    detail: detailOf(read.output),
  }
}

function detailOf(given: v.InferOutput<typeof StatusValue>): TemplateStatusDetail | null {
  const { rejection_info, other_info, disable_info } = given
  const at = disable_info?.disable_date
  const detail = {
    ...(other_info?.title && { title: other_info.title }),
    ...(other_info?.description && { description: other_info.description }),
    ...(rejection_info?.reason && { reason: rejection_info.reason }),
    ...(rejection_info?.recommendation && { recommendation: rejection_info.recommendation }),
    ...(at !== undefined && { at: at * 1000 }),
  }
  return Object.keys(detail).length > 0 ? detail : null
}

/** Two forms: what will be the category, and that it is now. */
function readCategory(value: Record<string, unknown>): TemplateNews | null {
  const read = v.safeParse(CategoryValue, value)
  if (!read.success) return null
  const { message_template_id: templateId, correct_category, new_category } = read.output
  const { previous_category, category_update_timestamp: at } = read.output
  if (correct_category) {
    const isAhead = { kind: 'category_ahead', category: correct_category } as const
    return { templateId, ...isAhead, at: at === undefined ? null : at * 1000 }
  }
  if (!new_category) return null
  return {
    templateId,
    kind: 'category',
    category: new_category,
    previous: previous_category ?? null,
  }
}
