import { Ban, Check, CircleHelp, type LucideIcon } from 'lucide-preact'
import type { ConsentState } from '../../../worker/contract/contacts'
import { Chip, type Tone } from '../../components/chip'
import { m } from '../../paraglide/messages.js'

type Look = { label: () => string; icon: LucideIcon; tone?: Tone }

const LOOKS: Record<ConsentState, Look> = {
  opted_in: { label: m.contacts_consent_opted_in, icon: Check, tone: 'ok' },
  opted_out: { label: m.contacts_consent_opted_out, icon: Ban, tone: 'danger' },
  unknown: { label: m.contacts_consent_unknown, icon: CircleHelp },
}

export const consentName = (state: ConsentState) => LOOKS[state].label()

export const ConsentChip = ({ state }: { state: ConsentState }) => {
  const { label, icon, tone } = LOOKS[state]
  return (
    <Chip icon={icon} tone={tone}>
      {label()}
    </Chip>
  )
}
