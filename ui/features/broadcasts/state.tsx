import {
  CircleCheck,
  CirclePause,
  CircleStop,
  Clock,
  ListChecks,
  type LucideIcon,
  Pencil,
  SendHorizontal,
} from 'lucide-preact'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import { Chip, type Tone } from '../../components/chip'
import { m } from '../../paraglide/messages.js'

export type State = BroadcastView['state']
type Look = { label: () => string; icon: LucideIcon; tone?: Tone; isDirectional?: boolean }

const LOOKS: Record<State, Look> = {
  draft: { label: m.broadcasts_state_draft, icon: Pencil },
  scheduled: { label: m.broadcasts_state_scheduled, icon: Clock, tone: 'info' },
  holding: { label: m.broadcasts_state_holding, icon: Clock, tone: 'accent' },
  freezing: { label: m.broadcasts_state_freezing, icon: ListChecks, tone: 'accent' },
  running: {
    label: m.broadcasts_state_running,
    icon: SendHorizontal,
    tone: 'accent',
    isDirectional: true,
  },
  paused: { label: m.broadcasts_state_paused, icon: CirclePause, tone: 'warn' },
  finishing: {
    label: m.broadcasts_state_finishing,
    icon: SendHorizontal,
    tone: 'accent',
    isDirectional: true,
  },
  done: { label: m.broadcasts_state_done, icon: CircleCheck, tone: 'ok' },
  cancelling: { label: m.broadcasts_state_cancelling, icon: CircleStop },
  cancelled: { label: m.broadcasts_state_cancelled, icon: CircleStop },
}

export const stateName = (state: State) => LOOKS[state].label()

const WAITING: Look = { label: m.broadcasts_state_waiting, icon: Clock, tone: 'info' }

/** `isWaiting`: it runs, and nobody can be sent to before its next part begins. */
export const StateChip = ({ state, isWaiting }: { state: State; isWaiting?: boolean }) => {
  const { label, icon, tone, isDirectional } = isWaiting ? WAITING : LOOKS[state]
  return (
    <Chip icon={icon} tone={tone} isIconDirectional={isDirectional ?? false}>
      {label()}
    </Chip>
  )
}
