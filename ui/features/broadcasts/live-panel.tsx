import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Bar } from '../../components/bar'
import { formatNumber, formatPercent } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { bandsOf, type Figures, figuresOf, wholePercents } from './figures'
import { Gauges } from './gauges'
import { HoldPanel } from './hold-panel'
import { ScheduledPanel } from './scheduled-panel'
import { Stages } from './stages'

/** One figure, one bar, and the funnel under it: all from the same frame. */
export function LivePanel({ progress }: { progress: ProgressView }) {
  const figures = figuresOf(progress)
  const isBefore = progress.state === 'holding' || progress.state === 'freezing'
  if (isBefore) return <HoldPanel progress={progress} />
  const { state, startsAt, planned } = progress
  if (state === 'scheduled' && startsAt !== null) {
    return <ScheduledPanel at={startsAt} zones={planned?.zones ?? null} />
  }
  if (figures.messages === 0) return null
  return (
    <section class="panel broadcast-live" aria-label={m.broadcast_progress()}>
      <div class="live-top">
        <div>
          <p class="hero num">{formatPercent(wholePercents(figures), 0)}</p>
          <p class="md strong">
            {m.broadcast_handled({
              done: formatNumber(figures.handled),
              count: figures.messages,
            })}
          </p>
        </div>
        <Gauges progress={progress} />
      </div>
      <Bar
        bands={bandsOf(figures)}
        total={figures.messages}
        label={describeBands(figures)}
        size="big"
      />
      <Stages progress={progress} figures={figures} />
    </section>
  )
}

function describeBands(figures: Figures): string {
  const count = Object.fromEntries(
    bandsOf(figures).map(({ key, value }) => [key, formatNumber(value)]),
  )
  const { queued, stopped, messages } = figures
  return m.broadcast_bar({
    replied: count.replied ?? '',
    read: count.read ?? '',
    delivered: count.delivered ?? '',
    sent: count.sent ?? '',
    away: count.away ?? '',
    failed: count.failed ?? '',
    queued: formatNumber(queued + stopped),
    total: formatNumber(messages),
  })
}
