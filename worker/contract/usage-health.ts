// What counting knows of a number's health: webhooks that went missing, quality and limits over time.

import * as v from 'valibot'

export const HealthView = v.object({
  asOf: v.nullable(v.number()),
  numbers: v.array(
    v.object({
      id: v.string(),
      phone: v.string(),
      qualityRating: v.string(),
      status: v.string(),
      messagingLimit: v.nullable(v.number()),
      throughputPerSecond: v.number(),
      /** Messages begun by us, today and yesterday: what the limit is held against, at most. */
      sentLately: v.number(),
    }),
  ),
  templates: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      language: v.string(),
      status: v.string(),
      quality: v.nullable(v.string()),
      changes: v.array(v.object({ at: v.number(), from: v.nullable(v.string()), to: v.string() })),
    }),
  ),
  /** Accepted by Meta, and no webhook since. */
  unheard: v.number(),
  unheardSince: v.nullable(v.number()),
  /** Days on which Meta counts other numbers than we do. */
  gaps: v.array(v.object({ day: v.string(), ours: v.number(), meta: v.number() })),
  metaAskedAt: v.nullable(v.number()),
  metaProblem: v.nullable(v.string()),
})
export type HealthView = v.InferOutput<typeof HealthView>

/** How numbers and templates stood over time; each line holds from its moment to the next. */
export const HealthHistory = v.object({
  until: v.number(),
  numbers: v.array(
    v.object({
      id: v.string(),
      phone: v.string(),
      changes: v.array(
        v.object({
          at: v.number(),
          quality: v.string(),
          status: v.string(),
          limit: v.nullable(v.number()),
          perSecond: v.number(),
        }),
      ),
    }),
  ),
  templates: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      language: v.string(),
      changes: v.array(v.object({ at: v.number(), from: v.nullable(v.string()), to: v.string() })),
    }),
  ),
})
export type HealthHistory = v.InferOutput<typeof HealthHistory>
export const HISTORY_TABLES = ['numbers', 'templates'] as const
export const HistoryCsvQuery = v.object({ table: v.picklist(HISTORY_TABLES) })
export type HistoryTable = (typeof HISTORY_TABLES)[number]
