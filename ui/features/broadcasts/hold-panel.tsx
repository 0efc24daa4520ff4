import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'

/** The seconds in which Cancel leaves nothing sent, and the moment in which people are written down. */
export const HoldPanel = ({ progress }: { progress: ProgressView }) => (
  <section class="panel broadcast-live hold" aria-label={m.broadcast_progress()}>
    {progress.state === 'holding' ? (
      <Countdown progress={progress} />
    ) : (
      <Freezing progress={progress} />
    )}
  </section>
)

const TICK_MS = 200

function Countdown({ progress }: { progress: ProgressView }) {
  const seconds = useSecondsUntil(progress.holdUntil ?? progress.at, progress.at)
  return (
    <>
      <p class="hero num" aria-hidden="true">
        {formatNumber(seconds)}
      </p>
      <p class="strong" role="timer">
        {seconds > 0 ? m.broadcast_hold({ count: seconds }) : m.broadcast_hold_over()}
      </p>
      <p class="md muted">{m.broadcast_hold_text()}</p>
    </>
  )
}

/** Counted on the server's clock, which decides: the browser's own may be minutes away. */
function useSecondsUntil(until: number, serverNow: number): number {
  const ahead = useMemo(() => serverNow - Date.now(), [serverNow])
  const left = useSignal(until - serverNow)
  useEffect(() => {
    const tick = () => {
      left.value = Math.max(0, until - Date.now() - ahead)
    }
    tick()
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }, [until, ahead])
  return Math.ceil(left.value / 1000)
}

const Freezing = ({ progress }: { progress: ProgressView }) => (
  <>
    <p class="hero num">{formatNumber(progress.total)}</p>
    <p class="strong">{m.broadcast_freezing()}</p>
    <p class="md muted">{m.broadcast_freezing_text({ count: progress.total })}</p>
  </>
)
