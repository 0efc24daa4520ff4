import * as v from 'valibot'
import { zoneNameOf } from '../../worker/boundary/graph/time-zones'
import { priceCategory, rateFor } from '../../worker/features/meta/rates'
import { openZone, type Zone } from '../../worker/lib/zones'
import { type Business, numbersOf } from './businesses'
import { countryOf } from './countries'
import { GraphError, invalidParameter } from './errors'
import type { Meta } from './meta'

/** Days back that Meta answers about: a year, and for templates 90 days. */
const LOOKBACK_DAYS = 365
const TEMPLATE_DAYS = 90
const DAY_SECONDS = 86_400
const MOST_TEMPLATES = 10
const MOST_NUMBERS = 500

type Row = {
  at: number
  phone_number_id: string
  identity: string
  wa_id: string | null
  type: string
  template: string | null
  language: string | null
  pricing: string
  outcome: string
}

const Pricing = v.object({ pricing: v.object({ type: v.string(), category: v.string() }) })

/** `name.key(value).key(value)` as it stands in `fields`: the arguments by their names. */
export function readArguments(field: string): Record<string, string> {
  const pairs = [...field.matchAll(/\.(\w+)\(([^)]*)\)/g)]
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value]))
}

/** The one field of `fields` that begins with this name and has arguments; null where it isn't asked for. */
export function analyticsField(url: URL, name: 'pricing_analytics' | 'analytics'): string | null {
  const fields = url.searchParams.get('fields') ?? ''
  return fields.startsWith(`${name}.`) ? fields : null
}

/** What Meta bills, by day and by what is asked for; only what was delivered. */
export function pricingAnalytics(meta: Meta, business: Business, field: string) {
  const given = readArguments(field)
  const range = rangeOf(given, LOOKBACK_DAYS)
  const dimensions = (given.dimensions ?? '').replaceAll(/[[\]]/g, '').split(',').filter(Boolean)
  for (const one of dimensions)
    if (!DIMENSIONS.has(one)) throw invalidParameter(`Invalid dimension ${one}`)
  if (!['DAILY', 'HALF_HOUR', 'MONTHLY'].includes(given.granularity ?? '')) {
    throw invalidParameter('Param granularity must be one of DAILY, HALF_HOUR, MONTHLY')
  }
  const zone = zoneOf(business)
  const points = new Map<string, Record<string, unknown> & { volume: number; cost: number }>()
  const factor = meta.board.of(null).billing.priceFactor
  for (const row of deliveredOf(meta, business, range)) {
    const { type, category } = v.parse(Pricing, JSON.parse(row.pricing)).pricing
    const country = countryOf(row.wa_id ?? '') ?? ''
    const day = zone.dayAt(row.at)
    const isCharged = type === 'regular'
    const point = {
      ...spanOf(day, zone),
      ...(dimensions.includes('PHONE') && { phone_number: row.digits }),
      ...(dimensions.includes('COUNTRY') && { country }),
      ...(dimensions.includes('TIER') &&
        category !== 'marketing' &&
        isCharged && { tier: '0:100000' }),
      ...(dimensions.includes('PRICING_TYPE') && { pricing_type: type.toUpperCase() }),
      ...(dimensions.includes('PRICING_CATEGORY') && { pricing_category: category.toUpperCase() }),
    }
    const key = JSON.stringify(point)
    const known = points.get(key) ?? { ...point, volume: 0, cost: 0 }
    points.set(key, known)
    known.volume += 1
    if (!isCharged) continue
    const micros = rateFor(country, priceCategory(category), day).micros
    known.cost = Math.round(known.cost * 1e6 + micros * factor) / 1e6
  }
  return {
    pricing_analytics: { data: [{ data_points: [...points.values()] }] },
    id: business.waba_id,
  }
}

const DIMENSIONS = new Set(['PRICING_CATEGORY', 'PRICING_TYPE', 'COUNTRY', 'PHONE', 'TIER'])

/** How many messages were sent and delivered, by day. */
export function messageAnalytics(meta: Meta, business: Business, field: string) {
  const given = readArguments(field)
  const range = rangeOf(given, LOOKBACK_DAYS)
  if (!['HALF_HOUR', 'DAY', 'MONTH'].includes(given.granularity ?? '')) {
    throw invalidParameter('Param granularity must be one of HALF_HOUR, DAY, MONTH')
  }
  const zone = zoneOf(business)
  const days = new Map<string, { start: number; end: number; sent: number; delivered: number }>()
  for (const row of rowsOf(meta, business, range)) {
    const day = zone.dayAt(row.at)
    const point = days.get(day) ?? { ...spanOf(day, zone), sent: 0, delivered: 0 }
    days.set(day, point)
    point.sent += 1
    if (isDelivered(row)) point.delivered += 1
  }
  return {
    analytics: {
      phone_numbers: numbersOf(meta.sql, business.waba_id, -1, MOST_NUMBERS).map(
        ({ digits }) => digits,
      ),
      granularity: given.granularity,
      data_points: [...days.values()],
    },
    id: business.waba_id,
  }
}

/** Clicks by template and day, for ten templates at most and 90 days back. */
export function templateAnalytics(meta: Meta, business: Business, url: URL) {
  const asked = Object.fromEntries(url.searchParams)
  const range = rangeOf(asked, TEMPLATE_DAYS)
  const ids = (asked.template_ids ?? '')
    .replaceAll(/[[\]"\s]/g, '')
    .split(',')
    .filter(Boolean)
  if (ids.length === 0 || ids.length > MOST_TEMPLATES) {
    throw invalidParameter('Param template_ids must hold 1 to 10 ids')
  }
  if (!meta.board.of(null).billing.insights) {
    throw new GraphError(200007, { message: 'Template insights are not enabled' })
  }
  const zone = zoneOf(business)
  const share = meta.board.of(null).billing.linkClicks
  const points = ids.flatMap((id) => {
    const template = meta.sql
      .exec<{ name: string; language: string }>(
        'SELECT name, language FROM templates WHERE id = ?',
        id,
      )
      .toArray()[0]
    if (!template) return []
    const mine = rowsOf(meta, business, range).filter(
      ({ template: name, language }) => name === template.name && language === template.language,
    )
    const days = new Map<string, Row[]>()
    for (const row of mine)
      days.set(zone.dayAt(row.at), [...(days.get(zone.dayAt(row.at)) ?? []), row])
    return [...days].map(([day, rows]) => {
      const read = rows.filter(({ outcome }) => outcome === 'read').length
      const count = Math.floor(read * share)
      return {
        template_id: id,
        ...spanOf(day, zone),
        sent: rows.length,
        delivered: rows.filter(isDelivered).length,
        read,
        clicked: count === 0 ? [] : [{ type: 'url_button', button_content: 'Shop', count }],
      }
    })
  })
  return {
    data: [{ granularity: 'DAILY', product_type: 'cloud_api', data_points: points }],
    paging: { cursors: { before: 'MAZDZD', after: 'MQZDZD' } },
  }
}

type Range = { from: number; to: number }

function rangeOf(given: Record<string, string>, days: number): Range {
  const [start, end] = [Number(given.start), Number(given.end)]
  if (!Number.isInteger(start) || !Number.isInteger(end) || start >= end) {
    throw invalidParameter('Param start must be before end, both in Unix seconds')
  }
  if (start < Date.now() / 1000 - days * DAY_SECONDS) {
    throw invalidParameter(`Param start lies more than ${days} days back`)
  }
  return { from: start * 1000, to: end * 1000 }
}

const zoneOf = ({ timezone_id }: Business): Zone => openZone(zoneNameOf(timezone_id) ?? 'UTC')

function spanOf(day: string, zone: Zone) {
  const start = zone.resolve(`${day}T00:00`).at / 1000
  return { start, end: start + DAY_SECONDS }
}

const isDelivered = ({ outcome }: Row) => outcome === 'delivered' || outcome === 'read'

function rowsOf(meta: Meta, business: Business, { from, to }: Range): (Row & { digits: string })[] {
  return numbersOf(meta.sql, business.waba_id, -1, MOST_NUMBERS).flatMap(({ id, digits }) =>
    meta.sql
      .exec<Row>(
        `SELECT at, phone_number_id, identity, wa_id, type, template, language, pricing, outcome FROM messages
         WHERE phone_number_id = ? AND at >= ? AND at < ?`,
        id,
        from,
        to,
      )
      .toArray()
      .map((row) => ({ ...row, digits })),
  )
}

const deliveredOf = (meta: Meta, business: Business, range: Range) =>
  rowsOf(meta, business, range).filter(isDelivered)
