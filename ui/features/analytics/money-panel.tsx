import type { CostRow, MoneyView, UsageView } from '../../../worker/contract/usage'
import { Bar } from '../../components/bar'
import { Money } from '../../components/money'
import { Facts } from '../../components/page-parts'
import { Table } from '../../components/table'
import { formatDate, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { csvAddress, type Range } from './api'
import { ChartPanel } from './chart'
import { categoryLabel, countryLabel, typeLabel } from './names'
import { noonOf } from './range'

/** List prices per message need more digits than sums. */
export const RATE_DIGITS = 4

type Props = { view: UsageView; range: Range }

export const MoneyPanel = ({ view, range }: Props) => (
  <div id="money">
    <ChartPanel
      title={m.analytics_money()}
      csv={csvAddress(range, 'money')}
      table={<MoneyTable view={view} />}
      foot={<p class="foot xs muted">{m.analytics_money_note()}</p>}
    >
      <MoneyFacts money={view.money} currency={view.currency} />
    </ChartPanel>
  </div>
)

type FactsProps = { money: MoneyView; currency: string }

/** Three figures, and between them each reason why they are not the same. */
export function MoneyFacts({ money, currency }: FactsProps) {
  const { differences, metaDifferences, billed } = money
  const amount = (micros: number) => <Money micros={micros} currency={currency} />
  const less = (key: string, label: string, micros: number) =>
    micros === 0 ? [] : [{ key, label, value: amount(-micros) }]
  const more = (key: string, label: string, micros: number) =>
    micros === 0 ? [] : [{ key, label, value: amount(micros) }]
  const facts = [
    {
      key: 'forecast',
      label: m.analytics_forecast(),
      value: amount(money.forecast),
      isTotal: true,
    },
    ...less('undelivered', m.analytics_diff_not_delivered(), differences.notDelivered),
    ...less('day', m.analytics_diff_other_day(), differences.otherDay),
    ...less('entry', m.analytics_diff_free_entry(), differences.freeEntry),
    ...less('service', m.analytics_diff_free_service(), differences.freeService),
    ...less('category', m.analytics_diff_category(), differences.category),
    { key: 'priced', label: m.analytics_priced(), value: amount(money.priced), isTotal: true },
    ...(metaDifferences
      ? [
          ...more('volume', m.analytics_diff_volume(), metaDifferences.volume),
          ...more('price', m.analytics_diff_price(), metaDifferences.price),
        ]
      : []),
    {
      key: 'billed',
      label: m.analytics_billed(),
      value: billed === null ? m.analytics_not_asked() : amount(billed),
      isTotal: true,
    },
  ]
  return (
    <>
      <Facts isMoney facts={facts} />
      {money.unpriced > 0 && (
        <p class="sm t-warn">{m.analytics_unpriced({ count: formatNumber(money.unpriced) })}</p>
      )}
    </>
  )
}

function MoneyTable({ view }: { view: UsageView }) {
  const { currency } = view
  type Day = UsageView['money']['days'][number]
  const money = (key: string, header: string, of: (day: Day) => number | null) => ({
    key,
    header,
    isNumeric: true,
    cell: (day: Day) => {
      const micros = of(day)
      return micros === null ? '–' : <Money micros={micros} currency={currency} />
    },
  })
  return (
    <Table
      caption={m.analytics_money()}
      rows={view.money.days}
      rowKey={({ day }) => day}
      columns={[
        {
          key: 'day',
          header: m.analytics_day(),
          isRowHeader: true,
          cell: ({ day }) => <bdi class="num">{formatDate(noonOf(day), 'UTC')}</bdi>,
        },
        money('forecast', m.analytics_forecast(), ({ forecast }) => forecast),
        money('priced', m.analytics_priced(), ({ priced }) => priced),
        money('billed', m.analytics_billed(), ({ billed }) => billed),
        money('volume', m.analytics_diff_volume(), (day) => day.metaDifferences?.volume ?? null),
        money('price', m.analytics_diff_price(), (day) => day.metaDifferences?.price ?? null),
      ]}
    />
  )
}

export function CostPanel({ view, range }: Props) {
  const { currency, rateDate, nextRateChange } = view
  const isUncertain = view.costs.some((row) => row.isUncertain)
  return (
    <ChartPanel
      title={m.analytics_costs()}
      csv={csvAddress(range, 'costs')}
      table={<CostTable rows={view.costs} currency={currency} />}
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

export function CostTable({ rows, currency }: { rows: CostRow[]; currency: string }) {
  const most = Math.max(1, ...rows.map(({ costMicros }) => costMicros ?? 0))
  const messages = rows.reduce((sum, one) => sum + one.messages, 0)
  const total = rows.reduce((sum, one) => sum + (one.costMicros ?? 0), 0)
  return (
    <div class="table-wrap">
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
              <td class="end num">{formatNumber(row.messages)}</td>
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
                  <Money micros={row.costMicros} currency={currency} />
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
    </div>
  )
}
