import type { ReadonlySignal } from '@preact/signals'
import { Info } from 'lucide-preact'
import { m } from '../paraglide/messages.js'
import { Icon } from './icon'

/** An address may carry filters that mean nothing here; they are left out, and it is said quietly. */
export const IgnoredNotice = ({ ignored }: { ignored: ReadonlySignal<string[]> }) =>
  ignored.value.length === 0 ? null : (
    <p class="row sm muted" role="status">
      <Icon of={Info} size="sm" />
      {m.common_ignored_filters()}
    </p>
  )
