import { CircleCheck, CircleX, type LucideIcon, Unplug } from 'lucide-preact'
import type { ConnectionView } from '../../../worker/contract/connections'
import { Chip, type Tone } from '../../components/chip'
import { m } from '../../paraglide/messages.js'

const STATES: Record<
  ConnectionView['state'],
  { label: () => string; icon: LucideIcon; tone?: Tone }
> = {
  active: { label: m.numbers_state_active, icon: CircleCheck, tone: 'ok' },
  needs_reconnect: { label: m.numbers_state_needs_reconnect, icon: CircleX, tone: 'danger' },
  disconnected: { label: m.numbers_state_disconnected, icon: Unplug },
}

export const ConnectionState = ({ state }: { state: ConnectionView['state'] }) => {
  const { label, icon, tone } = STATES[state]
  return (
    <Chip icon={icon} tone={tone}>
      {label()}
    </Chip>
  )
}
