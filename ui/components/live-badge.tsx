import { liveState } from '../lib/live'
import { m } from '../paraglide/messages.js'
import './chip.css'

const WORDS = {
  live: m.live_live,
  connecting: m.live_connecting,
  reconnecting: m.live_reconnecting,
}

/** Whether the figures on this page follow by themselves; said aloud only when that changes. */
export function LiveBadge() {
  const state = liveState.value
  if (state === 'off') return null
  return (
    <span class={`live-badge ${state}`} role="status">
      {WORDS[state]()}
    </span>
  )
}
