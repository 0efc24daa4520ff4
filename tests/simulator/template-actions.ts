import * as v from 'valibot'
import { businessOf, NotThere, tell } from './actions'
import type { Meta } from './meta'
import { addTemplate, NewTemplate, type Template, TemplateComponent } from './templates'

/** Without a language, every translation of the name is meant. */
const Which = { wabaId: v.string(), name: v.string(), language: v.optional(v.string()) }

export const TemplateStatus = v.strictObject({
  ...Which,
  status: v.picklist([
    'APPROVED',
    'PENDING',
    'REJECTED',
    'PAUSED',
    'DISABLED',
    'DELETED',
    'ARCHIVED',
    'PENDING_DELETION',
    'IN_APPEAL',
    'LIMIT_EXCEEDED',
  ]),
  /** Which pause it is. */
  title: v.optional(v.picklist(['FIRST_PAUSE', 'SECOND_PAUSE', 'RATE_LIMITING_PAUSE'])),
  reason: v.optional(v.string()),
})
export const TemplateCategory = v.strictObject({
  ...Which,
  category: v.picklist(['MARKETING', 'UTILITY', 'AUTHENTICATION']),
  /** Only says so, a day ahead. */
  ahead: v.optional(v.boolean(), false),
})
export const TemplateWords = v.strictObject({ ...Which, body: v.string() })
export const TemplateQuality = v.strictObject({
  ...Which,
  quality: v.picklist(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
})
export const MoreTemplates = v.strictObject({
  wabaId: v.string(),
  templates: v.array(NewTemplate),
})

export function addTemplates(meta: Meta, wish: v.InferOutput<typeof MoreTemplates>): string[] {
  const { waba_id } = businessOf(meta, wish.wabaId)
  return wish.templates.map((template) => addTemplate(meta.sql, waba_id, template, Date.now()))
}

type Which = { wabaId: string; name: string; language?: string | undefined }

function templatesOf(meta: Meta, { wabaId, name, language }: Which): Template[] {
  const rows = meta.sql
    .exec<Template>(
      "SELECT * FROM templates WHERE waba_id = ? AND name = ? AND ? IN ('', language)",
      wabaId,
      name,
      language ?? '',
    )
    .toArray()
  if (rows.length === 0) throw new NotThere(`No template ${name} ${language ?? ''}`)
  return rows
}

const named = ({ id, name, language }: Template) => ({
  // An integer in Meta's webhooks, and short enough here to be exact.
  message_template_id: Number(id),
  message_template_name: name,
  message_template_language: language,
})

export function turnStatus(meta: Meta, wish: v.InferOutput<typeof TemplateStatus>): void {
  for (const template of templatesOf(meta, wish)) {
    meta.sql.exec(
      'UPDATE templates SET status = ?, rejected_reason = ? WHERE id = ?',
      wish.status,
      wish.status === 'REJECTED' ? (wish.reason ?? 'INVALID_FORMAT') : 'NONE',
      template.id,
    )
    tell(meta, template.waba_id, {
      value: {
        event: wish.status,
        ...named(template),
        reason: wish.status === 'REJECTED' ? (wish.reason ?? 'INVALID_FORMAT') : 'NONE',
        message_template_category: template.category,
        ...aboutStatus(wish.status, wish.title),
      },
      field: 'message_template_status_update',
    })
    if (wish.status === 'DELETED') {
      meta.sql.exec('DELETE FROM templates WHERE id = ?', template.id)
    }
  }
}

function aboutStatus(status: string, title = 'FIRST_PAUSE'): Record<string, unknown> {
  if (status === 'PAUSED') {
    const description = 'Paused for 3 hours because of low quality.'
    return { other_info: { title, description } }
  }
  if (status === 'DISABLED') {
    return { disable_info: { disable_date: String(Math.floor(Date.now() / 1000)) } }
  }
  if (status === 'REJECTED') {
    const reason = 'The text does not fit the category.'
    return { rejection_info: { reason, recommendation: 'Choose another category.' } }
  }
  return {}
}

export function turnCategory(meta: Meta, wish: v.InferOutput<typeof TemplateCategory>): void {
  for (const template of templatesOf(meta, wish)) {
    if (wish.ahead) {
      announceCategory(meta, template, wish.category)
      continue
    }
    meta.sql.exec(
      `UPDATE templates SET category = ?, previous_category = ?, correct_category = NULL
       WHERE id = ?`,
      wish.category,
      template.category,
      template.id,
    )
    tell(meta, template.waba_id, {
      value: {
        ...named(template),
        previous_category: template.category,
        new_category: wish.category,
      },
      field: 'template_category_update',
    })
  }
}

const DAY_SECONDS = 24 * 60 * 60

function announceCategory(meta: Meta, template: Template, category: string): void {
  meta.sql.exec('UPDATE templates SET correct_category = ? WHERE id = ?', category, template.id)
  tell(meta, template.waba_id, {
    value: {
      ...named(template),
      correct_category: category,
      new_category: template.category,
      category_update_timestamp: Math.floor(Date.now() / 1000) + DAY_SECONDS,
    },
    field: 'template_category_update',
  })
}

/** Its owner changed it in WhatsApp Manager: the webhook tells a part of what it is now. */
export function turnWords(meta: Meta, wish: v.InferOutput<typeof TemplateWords>): void {
  for (const template of templatesOf(meta, wish)) {
    const components = v.parse(v.array(TemplateComponent), JSON.parse(template.components))
    const changed = components.map((one) =>
      one.type === 'BODY' ? { ...one, text: wish.body } : one,
    )
    const text = JSON.stringify(changed)
    meta.sql.exec('UPDATE templates SET components = ? WHERE id = ?', text, template.id)
    tell(meta, template.waba_id, {
      value: { ...named(template), message_template_element: wish.body },
      field: 'message_template_components_update',
    })
  }
}

export function turnTemplateQuality(meta: Meta, wish: v.InferOutput<typeof TemplateQuality>): void {
  for (const template of templatesOf(meta, wish)) {
    meta.sql.exec(
      'UPDATE templates SET quality = ?, quality_at = ? WHERE id = ?',
      wish.quality,
      Math.floor(Date.now() / 1000),
      template.id,
    )
    tell(meta, template.waba_id, {
      value: {
        previous_quality_score: template.quality,
        new_quality_score: wish.quality,
        ...named(template),
      },
      field: 'message_template_quality_update',
    })
  }
}
