import {
  CircleCheck,
  CircleStop,
  CircleX,
  Columns3,
  ListChecks,
  LoaderCircle,
  type LucideIcon,
  Undo2,
  Upload,
} from 'lucide-preact'
import type { ImportView } from '../../../worker/contract/imports'
import { Chip, type Tone } from '../../components/chip'
import { m } from '../../paraglide/messages.js'

const LOOKS: Record<ImportView['state'], { label: () => string; icon: LucideIcon; tone?: Tone }> = {
  uploading: { label: m.imports_state_uploading, icon: Upload, tone: 'info' },
  matching: { label: m.imports_state_matching, icon: Columns3, tone: 'warn' },
  checking: { label: m.imports_state_checking, icon: LoaderCircle, tone: 'accent' },
  checked: { label: m.imports_state_checked, icon: ListChecks, tone: 'warn' },
  running: { label: m.imports_state_running, icon: LoaderCircle, tone: 'accent' },
  done: { label: m.imports_state_done, icon: CircleCheck, tone: 'ok' },
  cancelled: { label: m.imports_state_cancelled, icon: CircleStop },
  failed: { label: m.imports_state_failed, icon: CircleX, tone: 'danger' },
  undoing: { label: m.imports_state_undoing, icon: LoaderCircle, tone: 'accent' },
  undone: { label: m.imports_state_undone, icon: Undo2 },
}

export const ImportStateChip = ({ state }: Pick<ImportView, 'state'>) => {
  const { label, icon, tone } = LOOKS[state]
  return (
    <Chip icon={icon} tone={tone}>
      {label()}
    </Chip>
  )
}
