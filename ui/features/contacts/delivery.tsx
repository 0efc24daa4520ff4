import {
  Ban,
  Check,
  CheckCheck,
  CircleHelp,
  CircleMinus,
  CircleX,
  Clock,
  type LucideIcon,
  Reply,
  SendHorizontal,
} from 'lucide-preact'
import type { RecipientState } from '../../../worker/contract/broadcasts'
import { Chip, type Tone } from '../../components/chip'
import { m } from '../../paraglide/messages.js'

type Look = { label: () => string; icon: LucideIcon; tone?: Tone; isDirectional?: boolean }

/** What became of one person's message; blue means read, as in WhatsApp. */
const LOOKS: Record<RecipientState | 'replied', Look> = {
  queued: { label: m.delivery_queued, icon: Clock },
  sending: { label: m.delivery_sending, icon: SendHorizontal, isDirectional: true },
  unknown: { label: m.delivery_unknown, icon: CircleHelp, tone: 'warn' },
  accepted: { label: m.delivery_accepted, icon: SendHorizontal, isDirectional: true },
  sent: { label: m.delivery_sent, icon: Check },
  delivered: { label: m.delivery_delivered, icon: CheckCheck },
  read: { label: m.delivery_read, icon: CheckCheck, tone: 'info' },
  played: { label: m.delivery_played, icon: CheckCheck, tone: 'info' },
  replied: { label: m.delivery_replied, icon: Reply, tone: 'accent', isDirectional: true },
  failed: { label: m.delivery_failed, icon: CircleX, tone: 'danger' },
  skipped: { label: m.delivery_skipped, icon: CircleMinus },
}

export type Delivery = keyof typeof LOOKS

const isKnown = (state: string): state is Delivery => state in LOOKS

/** A state that is added later is shown by its own name. */
export const deliveryName = (state: string) => (isKnown(state) ? LOOKS[state].label() : state)

export const DeliveryChip = ({ state }: { state: string }) => {
  const look: Look | null = isKnown(state) ? LOOKS[state] : null
  return (
    <Chip
      icon={look?.icon ?? Ban}
      tone={look?.tone}
      isIconDirectional={look?.isDirectional ?? false}
    >
      {deliveryName(state)}
    </Chip>
  )
}
