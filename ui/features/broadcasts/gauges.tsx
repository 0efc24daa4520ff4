import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Time } from '../../components/isolate'
import { LiveBadge } from '../../components/live-badge'
import {
  formatClock,
  formatDuration,
  formatList,
  formatNumber,
  formatRelative,
} from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { type Eta, isFinal, ratePerMinute, steadyEta } from './figures'

/** Time left, pace, and when the last news came. */
export const Gauges = ({ progress }: { progress: ProgressView }) => (
  <dl class="gauges">
    {isFinal(progress) ? <Took progress={progress} /> : <TimeLeft progress={progress} />}
    {!isFinal(progress) && <Rate progress={progress} />}
    <LastEvent progress={progress} />
  </dl>
)

function TimeLeft({ progress }: { progress: ProgressView }) {
  const { account } = useSession()
  const shown = useRef<Eta>({ seconds: null, changedAt: 0 })
  shown.current = steadyEta(shown.current, progress)
  const { seconds } = shown.current
  return (
    <div>
      <dt>{m.broadcast_time_left()}</dt>
      <dd>
        {seconds === null
          ? m.broadcast_none_yet()
          : m.broadcast_about({ duration: formatDuration(seconds) })}
      </dd>
      <dd class="sub">
        {seconds !== null &&
          m.broadcast_ends({ time: formatClock(progress.at + seconds * 1000, account.timeZone) })}
      </dd>
    </div>
  )
}

function Took({ progress: { startedAt, finishedAt } }: { progress: ProgressView }) {
  if (startedAt === null || finishedAt === null) return null
  return (
    <div>
      <dt>{m.broadcast_took()}</dt>
      <dd>{formatDuration((finishedAt - startedAt) / 1000)}</dd>
      <dd class="sub">
        {rich(m.broadcast_ended, { time: <Time at={finishedAt} style="clock" /> })}
      </dd>
    </div>
  )
}

function Rate({ progress }: { progress: ProgressView }) {
  const rate = ratePerMinute(progress)
  return (
    <div>
      <dt>{m.broadcast_rate()}</dt>
      <dd class="num">
        {rate === null ? m.broadcast_none_yet() : m.broadcast_rate_value({ count: rate })}
      </dd>
      <dd class="sub">
        {progress.perMinute.length > 0 && <Spark perMinute={progress.perMinute} />}
      </dd>
    </div>
  )
}

const SPARK = { height: 24, step: 10, bar: 7, slots: 12 }

/** Time runs from left to right in both languages. */
function Spark({ perMinute }: { perMinute: number[] }) {
  const most = Math.max(1, ...perMinute)
  const first = SPARK.slots - perMinute.length
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${SPARK.slots * SPARK.step} ${SPARK.height}`}
      role="img"
      aria-label={m.broadcast_rate_chart({ list: formatList(perMinute.map(formatNumber)) })}
    >
      {perMinute.map((handled, index) => {
        const height = Math.max(1, (handled / most) * SPARK.height)
        return (
          // Minutes have no other name than their place.
          <rect
            key={index}
            class={index === perMinute.length - 1 ? 's5' : 's3'}
            x={(first + index) * SPARK.step}
            y={SPARK.height - height}
            width={SPARK.bar}
            height={height}
            rx="1"
          />
        )
      })}
    </svg>
  )
}

function LastEvent({ progress }: { progress: ProgressView }) {
  const now = useSecondsClock(!isFinal(progress))
  const { lastEventAt } = progress
  return (
    <div>
      <dt>{m.broadcast_last_event()}</dt>
      <dd>
        {lastEventAt === null
          ? m.broadcast_none_yet()
          : formatRelative(lastEventAt, Math.max(now, lastEventAt))}
      </dd>
      <dd class="sub">
        <LiveBadge />
      </dd>
    </div>
  )
}

/** While messages leave, "2 s ago" must be true. */
function useSecondsClock(isRunning: boolean): number {
  const now = useSignal(Date.now())
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => {
      now.value = Date.now()
    }, 1000)
    return () => clearInterval(timer)
  }, [isRunning])
  return now.value
}
