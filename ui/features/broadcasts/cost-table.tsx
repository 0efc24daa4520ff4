import type { PlanView } from '../../../worker/contract/broadcast-plan'
import { Money } from '../../components/money'
import { Section } from '../../components/page-parts'
import { ScrollRegion } from '../../components/scroll-region'
import { formatDate, formatNumber, formatPercent } from '../../lib/format'
import { isolatedLtr } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { categoryName } from '../templates/status'
import { CostRange } from './cost-range'
import { countryName } from './country-name'

/** List prices per thousandth of the currency's smallest unit need more digits than totals. */
const RATE_DIGITS = 4

/** What it may cost by country: the sum of the lines is the upper end of the range. */
export function CostTable({ plan }: { plan: PlanView }) {
  const { currency, highMicros, lowMicros } = plan
  const category = plan.category ? categoryName(plan.category) : '–'
  return (
    <Section
      title={m.composer_cost()}
      level={3}
      aside={m.composer_cost_rates({ date: formatDate(Date.parse(plan.rateDate)), currency })}
    >
      <ScrollRegion label={m.composer_cost()}>
        <table class="table flush costs">
          <thead>
            <tr>
              <th scope="col">{m.composer_cost_country()}</th>
              <th scope="col">{m.composer_cost_category()}</th>
              <th scope="col" class="end">
                {m.composer_cost_people()}
              </th>
              <th scope="col" class="end">
                {m.composer_cost_rate()}
              </th>
              <th scope="col" class="end">
                {m.composer_cost_up_to()}
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.cost.map((line) => (
              <tr key={line.country ?? ''}>
                <th scope="row">{countryName(line.country)}</th>
                <td class="muted">{category}</td>
                <td class="end num">{formatNumber(line.people)}</td>
                <td class="end muted">
                  <Money micros={line.rateMicros} currency={currency} digits={RATE_DIGITS} />
                </td>
                <td class="end">
                  <Money micros={line.totalMicros} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {m.composer_cost_total({ range: deliveredRange(plan) })}
              </th>
              <td class="end num">{formatNumber(plan.people)}</td>
              <td />
              <td class="end">
                <CostRange low={lowMicros} high={highMicros} currency={currency} />
              </td>
            </tr>
          </tfoot>
        </table>
      </ScrollRegion>
      <p class="xs muted">{m.composer_cost_note()}</p>
      {plan.rateUncertain && <p class="xs t-warn">{m.composer_cost_uncertain()}</p>}
    </Section>
  )
}

/** "94–100%": isolated, since it stands in a sentence of either direction. */
function deliveredRange({ lowMicros, highMicros }: PlanView): string {
  const low = highMicros > 0 ? Math.round((lowMicros / highMicros) * 100) : 100
  const range = low < 100 ? `${formatNumber(low)}–${formatPercent(1, 0)}` : formatPercent(1, 0)
  return isolatedLtr(range)
}
