import * as v from 'valibot'
import { Cursor, Id, pageLimit } from './common'

const TemplateButton = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
  url: v.optional(v.string()),
  phone_number: v.optional(v.string()),
  example: v.optional(v.unknown()),
})

/** As Meta stores it; kinds we don't know yet are kept and shown by name. */
export const TemplateComponent = v.looseObject({
  type: v.string(),
  format: v.optional(v.string()),
  text: v.optional(v.string()),
  buttons: v.optional(v.array(TemplateButton)),
  example: v.optional(v.unknown()),
})
export type TemplateComponent = v.InferOutput<typeof TemplateComponent>

/** One place in a template that a message fills. */
export const TemplateParameter = v.object({
  part: v.picklist(['header', 'body', 'button']),
  /** `1`, `first_name`; for a header's media its format, for a button its index. */
  name: v.string(),
  /** The key in a mapping: `body.1`, `body.first_name`, `header.image`, `button.0`. */
  key: v.string(),
  kind: v.picklist(['text', 'image', 'video', 'document', 'location']),
  sample: v.nullable(v.string()),
})
export type TemplateParameter = v.InferOutput<typeof TemplateParameter>

export const TemplateView = v.object({
  id: v.string(),
  connectionId: Id,
  name: v.string(),
  language: v.string(),
  category: v.string(),
  status: v.string(),
  rejectedReason: v.nullable(v.string()),
  quality: v.nullable(v.string()),
  parameterFormat: v.picklist(['POSITIONAL', 'NAMED']),
  components: v.array(TemplateComponent),
  parameters: v.array(TemplateParameter),
  /** Why ProConnect can't send it yet (a carousel, say); null when it can. */
  unsupported: v.nullable(v.string()),
  syncedAt: v.number(),
})
export type TemplateView = v.InferOutput<typeof TemplateView>

export const TemplateQuery = v.object({
  status: v.optional(v.pipe(v.string(), v.maxLength(40))),
  language: v.optional(v.pipe(v.string(), v.maxLength(15))),
  category: v.optional(v.pipe(v.string(), v.maxLength(40))),
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
  after: Cursor,
  limit: pageLimit(200, 50),
})

export const TemplateSyncView = v.object({
  state: v.picklist(['never', 'running', 'done', 'failed']),
  syncedAt: v.nullable(v.number()),
  added: v.number(),
  changed: v.number(),
  removed: v.number(),
  problem: v.nullable(v.string()),
})
export type TemplateSyncView = v.InferOutput<typeof TemplateSyncView>
