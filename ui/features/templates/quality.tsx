import { CircleAlert, CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-preact'
import { Chip, type Tone } from '../../components/chip'
import { m } from '../../paraglide/messages.js'

type Look = { label: () => string; icon: LucideIcon; tone?: Tone }

/** Meta's colours of how people took to a template. */
const QUALITIES: Record<string, Look> = {
  GREEN: { label: m.templates_quality_green, icon: CircleCheck, tone: 'ok' },
  YELLOW: { label: m.templates_quality_yellow, icon: CircleAlert, tone: 'warn' },
  RED: { label: m.templates_quality_red, icon: CircleX, tone: 'danger' },
  UNKNOWN: { label: m.templates_quality_unknown, icon: CircleHelp },
}

export const qualityName = (quality: string) => QUALITIES[quality]?.label() ?? quality

export const QualityChip = ({ quality }: { quality: string | null }) => {
  const look = QUALITIES[quality ?? 'UNKNOWN']
  return (
    <Chip icon={look?.icon ?? CircleHelp} tone={look?.tone}>
      {qualityName(quality ?? 'UNKNOWN')}
    </Chip>
  )
}
