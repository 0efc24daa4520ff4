import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Bar } from '../../components/bar'
import { Money } from '../../components/money'
import { Facts, Section } from '../../components/page-parts'
import { formatDate, formatMoney } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { CostRange } from './cost-range'
import { countryName } from './country-name'
import { isFinal } from './figures'

/** What it cost so far beside what was estimated. */
export function CostPanel({ progress }: { progress: ProgressView }) {
  const { currency, costSoFarMicros, estimateMicros, costByCountry, rateDate } = progress
  return (
    <Section title={m.broadcast_cost()} level={3}>
      <div class="panel pad broadcast-cost">
        <div class="cost-two">
          <div>
            <span class="sm muted">
              {isFinal(progress) ? m.broadcast_cost_final() : m.broadcast_cost_so_far()}
            </span>
            <b>
              <Money micros={costSoFarMicros} currency={currency} />
            </b>
          </div>
          {estimateMicros && (
            <div>
              <span class="sm muted">{m.broadcast_cost_estimated()}</span>
              <span class="cost-range">
                <CostRange
                  low={estimateMicros.low}
                  high={estimateMicros.high}
                  currency={currency}
                />
              </span>
            </div>
          )}
        </div>
        {estimateMicros && estimateMicros.high > 0 && <CostBar progress={progress} />}
        <Facts
          isMoney
          facts={costByCountry.map((line) => ({
            key: line.country ?? '',
            label: m.broadcast_cost_country({
              country: countryName(line.country),
              count: line.people,
            }),
            value: <Money micros={line.totalMicros} currency={currency} />,
          }))}
        />
        <p class="xs muted">{m.broadcast_cost_note({ date: formatDate(Date.parse(rateDate)) })}</p>
      </div>
    </Section>
  )
}

/** Spent, then the distance to the estimated range, then the range. */
function CostBar({ progress }: { progress: ProgressView }) {
  const { currency, costSoFarMicros: spent, estimateMicros } = progress
  if (!estimateMicros) return null
  const { low, high } = estimateMicros
  const total = Math.max(high, spent) * 1.04
  const money = (micros: number) => formatMoney(micros, { currency })
  return (
    <Bar
      total={total}
      label={m.broadcast_cost_bar({ spent: money(spent), low: money(low), high: money(high) })}
      bands={[
        { key: 'spent', value: spent, shade: 's5' },
        { key: 'to-range', value: Math.max(0, low - spent), shade: 's1' },
        { key: 'range', value: Math.max(0, high - Math.max(low, spent)), shade: 's3' },
      ]}
    />
  )
}
