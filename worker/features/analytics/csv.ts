import {
  type BillingView,
  type BroadcastCostRow,
  type ComparedCounts,
  type CostRow,
  type PricedCounts,
  USAGE_STAGES,
  type UsageRow,
  type UsageTable,
  type UsageView,
} from '../../contract/usage'
import type { HealthHistory, HistoryTable } from '../../contract/usage-health'
import { csvRecord } from '../../lib/csv'

type Value = string | number | null | undefined

/** Spreadsheets read UTF-8 by its mark. */
const file = (head: string[], rows: Value[][]): string =>
  `\uFEFF${[head, ...rows].map((row) => csvRecord(row.map(textOf))).join('')}`

const textOf = (value: Value): string =>
  value === null || value === undefined ? '' : String(value)

/** Six digits: the smallest price of Meta's has five. */
const money = (micros: number | null): string =>
  micros === null ? '' : (micros / 1_000_000).toFixed(6)

const COUNT_HEAD = [
  'Sent',
  'Accepted',
  'Delivered',
  'Read',
  'Replied',
  'Clicked',
  'Opted out',
  'Failed',
]

const countsOf = (one: PricedCounts): Value[] => [
  ...USAGE_STAGES.map((key) => one[key]),
  money(one.costMicros),
]
const comparedOf = (one: ComparedCounts): Value[] => [...countsOf(one), ...countsOf(one.before)]

/** In as many days right before the range. */
const beforeOf = (name: string) => `${name} before`

/** A table of the page, with the same figures. Heads are English, as programs read them too. */
export function toCsv(view: UsageView, table: Exclude<UsageTable, 'costs'>): string {
  const counts = [...COUNT_HEAD, `Cost (${view.currency})`]
  const head = (...first: string[]) => [...first, ...counts, ...counts.map(beforeOf)]
  switch (table) {
    case 'funnel':
      return file(
        ['Stage', 'Messages', beforeOf('Messages')],
        USAGE_STAGES.map((stage, at) => [
          ...[COUNT_HEAD[at], view.totals[stage], view.previous.totals[stage]],
        ]),
      )
    case 'days':
      return file(
        head('Day'),
        view.days.map((one) => [one.day, ...comparedOf(one)]),
      )
    case 'hours':
      return file(
        ['Hour', 'Sent', 'Delivered', 'Read', 'Replied'],
        view.hours.map(({ hour, sent, delivered, read, replied }) => [
          hour,
          sent,
          delivered,
          read,
          replied,
        ]),
      )
    case 'broadcasts':
      return file(
        head('Broadcast', 'Name'),
        view.broadcasts.map((one) => [one.id, one.name, ...comparedOf(one)]),
      )
    case 'templates':
      return file(
        [...head('Template', 'Name', 'Language'), 'Link clicks'],
        view.templates.map((one) => [
          one.id,
          one.name,
          one.language,
          ...comparedOf(one),
          one.linkClicks,
        ]),
      )
    case 'numbers':
      return file(
        head('Number', 'Phone'),
        view.numbers.map((one) => [one.id, one.phone, ...comparedOf(one)]),
      )
    case 'countries':
      return file(
        head('Country'),
        view.countries.map((one) => [one.country, ...comparedOf(one)]),
      )
    case 'failures':
      return file(
        ['Code', 'Cause', 'Count', beforeOf('Count')],
        view.failures.map(({ code, title, count, before }) => [code, title, count, before]),
      )
    case 'money':
      return moneyCsv(view)
  }
}

const moneyCsv = ({ money: { days }, currency }: UsageView) =>
  file(
    [
      `Day (${currency})`,
      ...['Forecast', 'Not delivered', 'Other day', 'Free entry', 'Free replies', 'Category'],
      ...['Priced by webhooks', 'Count differs', 'Price differs', 'Billed by Meta', 'Without rate'],
    ],
    days.map(({ day, forecast, priced, billed, differences, metaDifferences, unpriced }) => [
      day,
      money(forecast),
      money(-differences.notDelivered),
      money(-differences.otherDay),
      money(-differences.freeEntry),
      money(-differences.freeService),
      money(-differences.category),
      money(priced),
      money(metaDifferences?.volume ?? null),
      money(metaDifferences?.price ?? null),
      money(billed),
      unpriced,
    ]),
  )

const costHead = (currency: string) => [
  ...['Country', 'Category', 'Type', 'Messages'],
  ...[`Rate (${currency})`, `Cost (${currency})`],
]
const costCells = ({ country, category, type, messages, rateMicros, costMicros }: CostRow) => [
  ...[country, category, type, messages],
  ...[money(rateMicros), money(costMicros)],
]

/** Each month and broadcast apart, so that a spreadsheet can add up whatever is asked. */
export const costsCsv = (rows: BroadcastCostRow[], currency: string): string =>
  file(
    ['Month', 'Broadcast', 'Name', ...costHead(currency)],
    rows.map((row) => [row.month, row.broadcastId, row.name, ...costCells(row)]),
  )

export const billingCsv = ({ rows, currency }: BillingView): string =>
  file(costHead(currency), rows.map(costCells))

export const historyCsv = ({ numbers, templates }: HealthHistory, table: HistoryTable): string =>
  table === 'numbers'
    ? file(
        ['Number', 'Phone', 'From', 'Quality', 'State', 'People in 24 h', 'Messages a second'],
        numbers.flatMap(({ id, phone, changes }) =>
          changes.map(({ at, quality, status, limit, perSecond }) => [
            ...[id, phone, new Date(at).toISOString(), quality, status],
            ...[limit, perSecond],
          ]),
        ),
      )
    : file(
        ['Template', 'Name', 'Language', 'From', 'Quality before', 'Quality'],
        templates.flatMap(({ id, name, language, changes }) =>
          changes.map(({ at, from, to }) => [
            ...[id, name, language, new Date(at).toISOString(), from, to],
          ]),
        ),
      )

export const rowsCsv = (rows: UsageRow[]): string =>
  file(
    ['Time', 'Broadcast', 'Name', 'To', 'Country', 'State', 'Reason'],
    rows.map(({ at, broadcastName, name, identity, country, state, reasonText }) => [
      new Date(at).toISOString(),
      broadcastName,
      name,
      identity,
      country,
      state,
      reasonText,
    ]),
  )
