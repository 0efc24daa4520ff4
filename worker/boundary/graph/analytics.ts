import * as v from 'valibot'
import type { Secret } from '../../lib/secret'
import { pages } from './accounts'
import type { GraphClient } from './client'

const Point = v.object({
  start: v.number(),
  end: v.number(),
  phone_number: v.optional(v.string(), ''),
  country: v.optional(v.string(), ''),
  tier: v.optional(v.string(), ''),
  pricing_type: v.optional(v.string(), 'REGULAR'),
  pricing_category: v.optional(v.string(), ''),
  volume: v.optional(v.number(), 0),
  cost: v.optional(v.number()),
})

/** What Meta bills for messages that are alike in all its dimensions. `at` is the beginning of a day. */
export type PricingPoint = {
  at: number
  /** Digits, as Meta shows them. */
  phone: string
  country: string
  tier: string
  type: string
  category: string
  volume: number
  /** In units of the WABA's currency; null where a partner is billed and Meta does not say. */
  cost: number | null
}

const DIMENSIONS = 'PRICING_CATEGORY,PRICING_TYPE,COUNTRY,PHONE,TIER'

/** Meta's own count of what is billed, by day. Approximate, and complete some hours after a day. */
export async function readPricing(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
  { from, to }: { from: number; to: number },
): Promise<PricingPoint[]> {
  const range = `start(${seconds(from)}).end(${seconds(to)}).granularity(DAILY)`
  const fields = `pricing_analytics.${range}.metric_types([COST,VOLUME]).dimensions([${DIMENSIONS}])`
  const answer = await graph.call({ method: 'GET', path: `/${wabaId}`, query: { fields }, token })
  const { pricing_analytics } = v.parse(Pricing, answer)
  return pricing_analytics.data.flatMap(({ data_points }) => data_points).map(toPoint)
}

const Pricing = v.object({
  pricing_analytics: v.optional(
    v.object({ data: v.array(v.object({ data_points: v.optional(v.array(Point), []) })) }),
    { data: [] },
  ),
})

const seconds = (ms: number) => Math.floor(ms / 1000)

const toPoint = (point: v.InferOutput<typeof Point>): PricingPoint => ({
  at: point.start * 1000,
  phone: point.phone_number,
  country: point.country,
  tier: point.tier,
  type: point.pricing_type.toLowerCase(),
  category: point.pricing_category,
  volume: point.volume,
  cost: point.cost ?? null,
})

const Sent = v.object({
  analytics: v.optional(
    v.object({
      data_points: v.optional(
        v.array(v.object({ start: v.number(), sent: v.number(), delivered: v.number() })),
        [],
      ),
    }),
    {},
  ),
})

/** How many messages Meta says were sent and delivered, by day. */
export async function readMessageCounts(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
  { from, to }: { from: number; to: number },
): Promise<{ at: number; sent: number; delivered: number }[]> {
  const fields = `analytics.start(${seconds(from)}).end(${seconds(to)}).granularity(DAY)`
  const answer = await graph.call({ method: 'GET', path: `/${wabaId}`, query: { fields }, token })
  const points = v.parse(Sent, answer).analytics.data_points ?? []
  return points.map(({ start, sent, delivered }) => ({ at: start * 1000, sent, delivered }))
}

const Clicked = v.object({
  type: v.string(),
  button_content: v.optional(v.string(), ''),
  count: v.optional(v.number(), 0),
})
const TemplatePoint = v.object({
  template_id: v.string(),
  start: v.number(),
  clicked: v.optional(v.array(Clicked), []),
})
const TemplateSet = v.object({ data_points: v.optional(v.array(TemplatePoint), []) })

/** Meta answers about so many templates at once. */
export const TEMPLATES_PER_QUESTION = 10

export type TemplateClicks = { templateId: string; at: number; clicks: Record<string, number> }

/** Clicks on links in templates, by day and by the button's words; taps on quick replies come by webhook. */
export async function readTemplateClicks(
  graph: GraphClient,
  token: Secret,
  wabaId: string,
  { from, to, templateIds }: { from: number; to: number; templateIds: string[] },
): Promise<TemplateClicks[]> {
  const query = {
    start: String(seconds(from)),
    end: String(seconds(to)),
    granularity: 'DAILY',
    metric_types: 'clicked',
    template_ids: `[${templateIds.join(',')}]`,
    use_waba_timezone: 'true',
  }
  const path = `/${wabaId}/template_analytics`
  const found: TemplateClicks[] = []
  for await (const page of pages(graph, token, path, query)) {
    const points = v.parse(v.array(TemplateSet), page).flatMap(({ data_points }) => data_points)
    found.push(...points.flatMap(linkClicks))
  }
  return found
}

function linkClicks({ template_id, start, clicked }: v.InferOutput<typeof TemplatePoint>) {
  const clicks: Record<string, number> = {}
  for (const { type, button_content, count } of clicked) {
    if (type === 'quick_reply_button') continue
    clicks[button_content] = (clicks[button_content] ?? 0) + count
  }
  if (Object.keys(clicks).length === 0) return []
  return [{ templateId: template_id, at: start * 1000, clicks }]
}
