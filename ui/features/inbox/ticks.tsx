import { Check, CheckCheck, CircleAlert, Clock, type LucideIcon } from 'lucide-preact'
import type { ThreadEntry } from '../../../worker/contract/inbox'
import { Icon } from '../../components/icon'
import { m } from '../../paraglide/messages.js'

type State = NonNullable<ThreadEntry['state']>
type Tick = { icon: LucideIcon; name: () => string; look: '' | 'is-read' | 'is-bad' }

const TICKS: Record<State, Tick> = {
  queued: { icon: Clock, name: m.inbox_tick_sending, look: '' },
  sending: { icon: Clock, name: m.inbox_tick_sending, look: '' },
  unknown: { icon: CircleAlert, name: m.inbox_tick_unknown, look: '' },
  accepted: { icon: Check, name: m.inbox_tick_accepted, look: '' },
  sent: { icon: Check, name: m.inbox_tick_sent, look: '' },
  delivered: { icon: CheckCheck, name: m.inbox_tick_delivered, look: '' },
  read: { icon: CheckCheck, name: m.inbox_tick_read, look: 'is-read' },
  played: { icon: CheckCheck, name: m.inbox_tick_played, look: 'is-read' },
  failed: { icon: CircleAlert, name: m.inbox_tick_failed, look: 'is-bad' },
  skipped: { icon: CircleAlert, name: m.inbox_tick_skipped, look: 'is-bad' },
}

/** How far a message of ours came: a picture, and the word for it. */
export function Ticks({ state }: { state: State }) {
  const { icon, name, look } = TICKS[state]
  return (
    <span class={`ticks ${look}`} title={name()}>
      <Icon of={icon} size="xs" />
      <span class="vh">{name()}</span>
    </span>
  )
}
