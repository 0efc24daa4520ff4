import {
  Archive,
  Ban,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CircleX,
  Clock,
  type LucideIcon,
} from 'lucide-preact'
import { Chip, type Tone } from '../../components/chip'
import { m } from '../../paraglide/messages.js'

type Look = { label: () => string; icon: LucideIcon; tone?: Tone }

/** Meta's words for the state of a template. */
const STATUSES: Record<string, Look> = {
  APPROVED: { label: m.templates_status_approved, icon: CircleCheck, tone: 'ok' },
  PENDING: { label: m.templates_status_pending, icon: Clock, tone: 'info' },
  IN_APPEAL: { label: m.templates_status_in_appeal, icon: Clock, tone: 'info' },
  REJECTED: { label: m.templates_status_rejected, icon: CircleX, tone: 'danger' },
  PAUSED: { label: m.templates_status_paused, icon: CirclePause, tone: 'warn' },
  DISABLED: { label: m.templates_status_disabled, icon: Ban, tone: 'danger' },
  LIMIT_EXCEEDED: { label: m.templates_status_limit_exceeded, icon: Ban, tone: 'warn' },
  PENDING_DELETION: { label: m.templates_status_pending_deletion, icon: Clock, tone: 'warn' },
  DELETED: { label: m.templates_status_deleted, icon: Ban },
  ARCHIVED: { label: m.templates_status_archived, icon: Archive },
}

/** A state that Meta adds later is shown by its own name. */
export const statusName = (status: string) => STATUSES[status]?.label() ?? status

export const StatusChip = ({ status }: { status: string }) => {
  const look = STATUSES[status]
  return (
    <Chip icon={look?.icon ?? CircleHelp} tone={look?.tone}>
      {statusName(status)}
    </Chip>
  )
}

const CATEGORIES: Record<string, () => string> = {
  MARKETING: m.templates_category_marketing,
  UTILITY: m.templates_category_utility,
  AUTHENTICATION: m.templates_category_authentication,
}

export const categoryName = (category: string) => CATEGORIES[category]?.() ?? category

/** Those worth a filter of their own. */
export const FILTER_STATUSES = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']
export const FILTER_CATEGORIES = Object.keys(CATEGORIES)
