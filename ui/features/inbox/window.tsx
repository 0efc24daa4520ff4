import { Clock, TimerOff } from 'lucide-preact'
import type { OpenConversationView, ReplyPrice } from '../../../worker/contract/inbox'
import { Icon } from '../../components/icon'
import { Time } from '../../components/isolate'
import { now } from '../../lib/clock'
import { formatMoney, formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const SOON_MS = 2 * HOUR_MS

type Windowed = { windowUntil: number | null }

export const isOpen = ({ windowUntil }: Windowed) => windowUntil !== null && windowUntil > now.value

/** "3 h left", "12 min left". */
export function timeLeft(until: number): string {
  const left = Math.max(0, until - now.value)
  return left >= HOUR_MS
    ? m.inbox_hours_left({ hours: formatNumber(Math.floor(left / HOUR_MS)) })
    : m.inbox_minutes_left({ minutes: formatNumber(Math.max(1, Math.ceil(left / MINUTE_MS))) })
}

/** The 24 hours as a clock that runs, and what a reply costs. */
export function WindowBar({ conversation }: { conversation: OpenConversationView }) {
  const { windowUntil, replyPrice } = conversation
  if (windowUntil === null || !isOpen(conversation)) {
    return (
      <div class="window-bar closed">
        <Icon of={TimerOff} size="sm" />
        <span>{m.inbox_window_closed()}</span>
      </div>
    )
  }
  const isSoon = windowUntil - now.value < SOON_MS
  return (
    <div class={`window-bar ${isSoon ? 'soon' : ''}`}>
      <Icon of={Clock} size="sm" />
      <span>
        <b>{rich(m.inbox_window_until, { time: <Time at={windowUntil} style="clock" /> })}</b>{' '}
        <span class="left">{timeLeft(windowUntil)}</span>
      </span>
      <Meter price={replyPrice} />
    </div>
  )
}

/** The month's free replies, and the price of the next one once they are used up. */
function Meter({ price }: { price: ReplyPrice }) {
  const { used, free, nextMicros, currency } = price
  if (used >= free) {
    const money = formatMoney(nextMicros, { currency })
    return <span class="reply-price">{m.inbox_reply_price({ price: money })}</span>
  }
  return (
    <span class="reply-price">
      <meter min={0} max={free} value={used} aria-label={m.inbox_free_replies()} />
      {m.inbox_free_left({ used: formatNumber(used), free: formatNumber(free) })}
    </span>
  )
}
