import type { ComponentChildren } from 'preact'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Money } from '../../components/money'
import { Section } from '../../components/page-parts'
import { ScrollRegion } from '../../components/scroll-region'
import { formatDuration, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { CostRange } from './cost-range'
import { type Line, type Outcome, outcomeOf } from './outcome'
import { skipTitle } from './skip-reasons'

/** The plan that was confirmed beside what it became, and what makes the difference. */
export function OutcomePanel({ progress }: { progress: ProgressView }) {
  const outcome = outcomeOf(progress)
  if (!outcome) return null
  const { chosen, reasons, people, cost, seconds } = outcome
  const { currency } = progress
  return (
    <Section title={m.broadcast_outcome()}>
      <div class="panel">
        <ScrollRegion label={m.broadcast_outcome()}>
          <table class="table outcome">
            <thead>
              <tr>
                <th scope="col">
                  <span class="vh">{m.broadcast_outcome_what()}</span>
                </th>
                <th scope="col" class="end">
                  {m.broadcast_outcome_planned()}
                </th>
                <th scope="col" class="end">
                  {m.broadcast_outcome_became()}
                </th>
              </tr>
            </thead>
            <tbody>
              <Count line={chosen} label={m.broadcast_outcome_chosen()} />
              {reasons.map((line) => (
                <Count
                  key={line.key}
                  line={line}
                  label={line.key === 'queued' ? m.broadcast_queued() : skipTitle(line.key)}
                  isMinus
                />
              ))}
              <Count line={people} label={m.broadcast_outcome_people()} isTotal />
              <Row
                label={m.broadcast_cost()}
                planned={<CostRange low={cost.low} high={cost.high} currency={currency} />}
                became={<Money micros={cost.became} currency={currency} />}
              />
              {seconds && (
                <Row
                  label={m.broadcast_took()}
                  planned={formatDuration(seconds.planned)}
                  became={formatDuration(seconds.became)}
                />
              )}
            </tbody>
          </table>
        </ScrollRegion>
        <Explained outcome={outcome} />
      </div>
    </Section>
  )
}

type RowProps = { label: ComponentChildren; planned: ComponentChildren; became: ComponentChildren }

const Row = ({ label, planned, became }: RowProps) => (
  <tr>
    <th scope="row">{label}</th>
    <td class="end num">{planned}</td>
    <td class="end num">{became}</td>
  </tr>
)

type CountProps = { line: Line; label: string; isMinus?: boolean; isTotal?: boolean }

function Count({ line: { planned, became }, label, isMinus, isTotal }: CountProps) {
  const show = (value: number) =>
    isMinus && value > 0 ? `−${formatNumber(value)}` : formatNumber(value)
  const cell = (value: number) => {
    const shown = <bdi dir="ltr">{show(value)}</bdi>
    return planned === became && !isTotal ? shown : <b>{shown}</b>
  }
  return (
    <Row
      label={isTotal ? <b>{label}</b> : isMinus ? <span class="muted">{label}</span> : label}
      planned={cell(planned)}
      became={cell(became)}
    />
  )
}

/** Why it cost and took something else than the plan's upper end. */
function Explained({ outcome: { undelivered, free, seconds, chosen } }: { outcome: Outcome }) {
  const causes = [
    chosen.planned !== chosen.became ? m.broadcast_outcome_audience_moved() : null,
    undelivered > 0 ? m.broadcast_outcome_undelivered({ count: undelivered }) : null,
    free > 0 ? m.broadcast_outcome_free({ count: free }) : null,
    seconds && isSlower(seconds) ? m.broadcast_outcome_slower() : null,
  ].filter((cause) => cause !== null)
  if (causes.length === 0) return null
  return (
    <ul class="outcome-causes sm muted">
      {causes.map((cause) => (
        <li key={cause}>{cause}</li>
      ))}
    </ul>
  )
}

/** A little over the plan needs no reason, nor does what the table shows as the same. */
const isSlower = ({ planned, became }: { planned: number; became: number }) =>
  became > planned * SLOWER_BY && formatDuration(became) !== formatDuration(planned)

const SLOWER_BY = 1.5
