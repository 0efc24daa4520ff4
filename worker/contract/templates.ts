import * as v from 'valibot'
import { Cursor, Id, pageLimit } from './common'

const TemplateButton = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
  url: v.optional(v.string()),
  phone_number: v.optional(v.string()),
  example: v.optional(v.unknown()),
})

/** A card of a carousel: components of its own. */
const TemplateCard = v.looseObject({
  components: v.array(
    v.looseObject({
      type: v.string(),
      format: v.optional(v.string()),
      text: v.optional(v.string()),
      buttons: v.optional(v.array(TemplateButton)),
      example: v.optional(v.unknown()),
    }),
  ),
})

/** As Meta stores it; kinds we don't know yet are kept and shown by name. */
export const TemplateComponent = v.looseObject({
  type: v.string(),
  format: v.optional(v.string()),
  text: v.optional(v.string()),
  buttons: v.optional(v.array(TemplateButton)),
  example: v.optional(v.unknown()),
  cards: v.optional(v.array(TemplateCard)),
})
export type TemplateComponent = v.InferOutput<typeof TemplateComponent>

/** One place in a template that a message fills. */
export const TemplateParameter = v.object({
  part: v.picklist(['header', 'body', 'button', 'offer']),
  /** `1`, `first_name`; for a header's media its format, for a button its index. */
  name: v.string(),
  /** The key in a mapping: `body.1`, `header.image`, `button.0`, `offer.ends`, `card.2.body.1`. */
  key: v.string(),
  /**
   * Written as text: a place is `latitude, longitude | name | address`, a product its id in the
   * catalogue, products `Shoes: SKU-1, SKU-2 | Hats: SKU-3`, a time in ISO 8601.
   */
  kind: v.picklist([
    'text',
    'image',
    'video',
    'document',
    'location',
    'product',
    'products',
    'time',
  ]),
  sample: v.nullable(v.string()),
  /** Which card of a carousel it is in, from 0. */
  card: v.optional(v.number()),
})
export type TemplateParameter = v.InferOutput<typeof TemplateParameter>

/** What Meta said with a status: which pause it is, why it was rejected and what to do, when it ends. */
export const TemplateStatusDetail = v.object({
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  reason: v.optional(v.string()),
  recommendation: v.optional(v.string()),
  at: v.optional(v.number()),
})
export type TemplateStatusDetail = v.InferOutput<typeof TemplateStatusDetail>

export const TemplateView = v.object({
  id: v.string(),
  connectionId: Id,
  name: v.string(),
  language: v.string(),
  category: v.string(),
  status: v.string(),
  rejectedReason: v.nullable(v.string()),
  quality: v.nullable(v.string()),
  statusDetail: v.nullable(TemplateStatusDetail),
  /** The category that Meta moved it from, or is about to move it to, and when. */
  previousCategory: v.nullable(v.string()),
  correctCategory: v.nullable(v.string()),
  categoryAt: v.nullable(v.number()),
  parameterFormat: v.picklist(['POSITIONAL', 'NAMED']),
  components: v.array(TemplateComponent),
  parameters: v.array(TemplateParameter),
  /** Why ProConnect can't send it yet (a carousel, say); null when it can. */
  unsupported: v.nullable(v.string()),
  /** The part that the editor has no place for; null when it can be edited and copied. */
  uneditable: v.nullable(v.string()),
  editedAt: v.nullable(v.number()),
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

export const TemplateEventView = v.object({
  at: v.number(),
  kind: v.picklist(['status', 'quality', 'category']),
  before: v.nullable(v.string()),
  after: v.string(),
})
export type TemplateEventView = v.InferOutput<typeof TemplateEventView>

/** What a message costs in one category and in the other, where most of the account's people are. */
export const PriceEffect = v.object({
  from: v.string(),
  to: v.string(),
  market: v.string(),
  country: v.nullable(v.string()),
  fromMicros: v.number(),
  toMicros: v.number(),
  currency: v.string(),
  rateDate: v.string(),
})
export type PriceEffect = v.InferOutput<typeof PriceEffect>

export const TemplateHistoryView = v.object({
  /** The other languages of the same name. */
  siblings: v.array(v.object({ id: v.string(), language: v.string(), status: v.string() })),
  /** Newest first. */
  events: v.array(TemplateEventView),
  price: v.nullable(PriceEffect),
})
export type TemplateHistoryView = v.InferOutput<typeof TemplateHistoryView>

/** What one template did, counted from the rows of its latest broadcasts. */
export const TemplateUse = v.object({
  templateId: v.string(),
  broadcasts: v.number(),
  lastUsedAt: v.number(),
  /** Messages that Meta took. */
  used: v.number(),
  delivered: v.number(),
  read: v.number(),
  replied: v.number(),
  optedOut: v.number(),
  costMicros: v.number(),
})
export type TemplateUse = v.InferOutput<typeof TemplateUse>

export const TemplateUseView = v.object({
  items: v.array(TemplateUse),
  currency: v.string(),
  since: v.number(),
  /** Older broadcasts of that time were left out, so that asking stays cheap. */
  isPartial: v.boolean(),
})
export type TemplateUseView = v.InferOutput<typeof TemplateUseView>
