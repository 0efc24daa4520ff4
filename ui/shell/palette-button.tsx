import { signal } from '@preact/signals'
import { Search } from 'lucide-preact'
import { Icon } from '../components/icon'
import { lazyPart } from '../components/lazy-part'
import { isMac, useShortcut } from '../lib/keyboard'
import { m } from '../paraglide/messages.js'

const PaletteDialog = lazyPart(
  () => import('./palette/palette-dialog').then((c) => c.PaletteDialog),
  ({ onClose }) => onClose(),
)

const isOpen = signal(false)
const open = () => {
  isOpen.value = true
}
const close = () => {
  isOpen.value = false
}

/** In the top bar of each page; a phone has the keyboard's place for its bottom bar. */
export const PaletteButton = () => (
  <button type="button" class="btn search not-phone" onClick={open}>
    <Icon of={Search} size="sm" />
    {m.palette_open()}
    <kbd class="kbd" dir="ltr">
      {isMac ? '⌘ K' : 'Ctrl K'}
    </kbd>
  </button>
)

/** Once in the shell: Ctrl K, or ⌘ K, anywhere. */
export function PaletteHost() {
  useShortcut({ codes: ['KeyK'], withModifier: true, label: m.shortcut_palette, run: open })
  return isOpen.value ? <PaletteDialog onClose={close} /> : null
}
