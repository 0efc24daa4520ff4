import type { CostRow, UsageView } from '../../../worker/contract/usage'
import { Bar } from '../../components/bar'
import { Money } from '../../components/money'
import { ScrollRegion } from '../../components/scroll-region'
import { Table } from '../../components/table'
import { formatDate, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { csvAddress, type Range } from './api'
import { ChartPanel } from './chart'
import { rowsHref } from './model'
import { categoryLabel, countryLabel, typeLabel } from './names'
import { noonOf } from './range'

/** List prices per message need more digits than sums. */
const RATE_DIGITS = 4

type Props = { view: UsageView; range: Range }

export function CostPanel({ view, range }: Props) {
  const { currency, rateDate, nextRateChange } = view
  const isUncertain = view.costs.some((row) => row.isUncertain)
  return (
    <ChartPanel
      title={m.analytics_costs()}
      csv={csvAddress(range, 'costs')}
      table={
        <>
          <CostTable rows={view.costs} currency={currency} range={range} />
          {view.tiers.length > 0 && <TierTable view={view} />}
        </>
      }
      foot={
        <div class="foot xs muted">
          <span>
            {rateDate
              ? m.analytics_rates_of({
                  date: formatDate(noonOf(rateDate), 'UTC'),
                  next: formatDate(noonOf(nextRateChange), 'UTC'),
                })
              : m.analytics_no_rates({ currency })}{' '}
            {isUncertain && m.analytics_rates_uncertain()}
          </span>
          <span class="grow" />
          <a href={`/billing/${view.to.slice(0, 7)}`}>{m.billing_title()}</a>
        </div>
      }
    />
  )
}

/** Discounts by volume stand only in what Meta bills: from its tier the price of the next message follows. */
const TierTable = ({ view: { tiers, currency } }: { view: UsageView }) => (
  <Table
    caption={m.analytics_tiers()}
    rows={tiers}
    rowKey={({ country, category, tier }) => `${country} ${category} ${tier}`}
    columns={[
      {
        key: 'country',
        header: m.analytics_tiers(),
        isRowHeader: true,
        cell: ({ country }) => countryLabel(country),
      },
      {
        key: 'category',
        header: m.analytics_category(),
        cell: ({ category }) => <span class="muted">{categoryLabel(category)}</span>,
      },
      {
        key: 'tier',
        header: m.analytics_tier(),
        isNumeric: true,
        cell: ({ tier }) => <bdi dir="ltr">{tierRange(tier)}</bdi>,
      },
      {
        key: 'messages',
        header: m.analytics_messages(),
        isNumeric: true,
        cell: ({ messages }) => formatNumber(messages),
      },
      {
        key: 'price',
        header: m.analytics_rate(),
        isNumeric: true,
        cell: ({ messages, costMicros }) => (
          <Money
            micros={messages === 0 ? 0 : costMicros / messages}
            currency={currency}
            digits={RATE_DIGITS}
          />
        ),
      },
    ]}
  />
)

const pricedHref = (range: Range, { country, category, type }: CostRow) =>
  rowsHref({ ...range, country }, { stage: 'charged', priced: category, type })

/** "0:100000" → "0–100,000". */
const tierRange = (tier: string) =>
  tier
    .split(':')
    .map((end) => (Number.isFinite(Number(end)) ? formatNumber(Number(end)) : end))
    .join('–')

type TableProps = { rows: CostRow[]; currency: string; range: Range }

/** Each line leads to the messages that were delivered, and so priced, in the range. */
export function CostTable({ rows, currency, range }: TableProps) {
  const most = Math.max(1, ...rows.map(({ costMicros }) => costMicros ?? 0))
  const messages = rows.reduce((sum, one) => sum + one.messages, 0)
  const total = rows.reduce((sum, one) => sum + (one.costMicros ?? 0), 0)
  return (
    <ScrollRegion label={m.analytics_costs()}>
      <table class="table">
        <caption class="vh">{m.analytics_costs()}</caption>
        <thead>
          <tr>
            <th scope="col">{m.analytics_country()}</th>
            <th scope="col">{m.analytics_category()}</th>
            <th scope="col">{m.analytics_type()}</th>
            <th scope="col" class="end">
              {m.analytics_delivered()}
            </th>
            <th scope="col" class="end">
              {m.analytics_rate()}
            </th>
            <td class="wide" />
            <th scope="col" class="end">
              {m.analytics_cost()}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.country} ${row.category} ${row.type}`}>
              <th scope="row">{countryLabel(row.country)}</th>
              <td class="muted">{categoryLabel(row.category)}</td>
              <td class="muted">{typeLabel(row.type)}</td>
              <td class="end num">
                <a href={pricedHref(range, row)}>{formatNumber(row.messages)}</a>
              </td>
              <td class="end muted">
                {row.rateMicros === null ? (
                  '–'
                ) : (
                  <Money micros={row.rateMicros} currency={currency} digits={RATE_DIGITS} />
                )}
              </td>
              <td class="wide" aria-hidden="true">
                <Bar
                  size="thin"
                  bands={[{ key: 'cost', value: row.costMicros ?? 0, shade: 's4' }]}
                  total={most}
                  label={m.analytics_cost()}
                />
              </td>
              <td class="end">
                {row.costMicros === null ? (
                  m.analytics_rate_unknown()
                ) : (
                  <a href={pricedHref(range, row)}>
                    <Money micros={row.costMicros} currency={currency} />
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {m.analytics_total()}
            </th>
            <td class="end num">{formatNumber(messages)}</td>
            <td />
            <td class="wide" />
            <td class="end">
              <Money micros={total} currency={currency} />
            </td>
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  )
}
