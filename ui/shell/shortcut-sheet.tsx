import { useSignal } from '@preact/signals'
import { lazyPart } from '../components/lazy-part'
import { useShortcut } from '../lib/keyboard'
import { navigate } from '../lib/navigation'
import { m } from '../paraglide/messages.js'
import type { NavSection } from './sections'

const ShortcutDialog = lazyPart(
  () => import('./shortcut-dialog').then((c) => c.ShortcutDialog),
  ({ onClose }) => onClose(),
)

/** G and a letter go to a section. */
export function SectionShortcuts({ section }: { section: NavSection }) {
  useShortcut({
    codes: ['KeyG', section.code],
    label: () => m.shortcut_go({ page: section.label() }),
    run: () => navigate(section.href),
  })
  return null
}

/** `?` opens the sheet of shortcuts. */
export function ShortcutSheet() {
  const isOpen = useSignal(false)
  useShortcut({
    codes: ['Slash'],
    withShift: true,
    label: m.shortcut_sheet,
    run: () => {
      isOpen.value = true
    },
  })
  const close = () => {
    isOpen.value = false
  }
  return isOpen.value ? <ShortcutDialog onClose={close} /> : null
}
