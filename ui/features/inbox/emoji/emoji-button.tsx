import { useSignal } from '@preact/signals'
import { Smile } from 'lucide-preact'
import { useId, useRef } from 'preact/hooks'
import { Icon } from '../../../components/icon'
import { lazyPart } from '../../../components/lazy-part'
import { m } from '../../../paraglide/messages.js'

// The list of emoji is larger than the rest of the page.
const EmojiPicker = lazyPart(() => import('./emoji-picker').then((c) => c.EmojiPicker))

/** Opens the list of emoji; choosing one closes it. */
export function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const id = useId()
  const isOpen = useSignal(false)
  const popover = useRef<HTMLDivElement>(null)
  return (
    <>
      <button
        type="button"
        class="btn icon quiet slim"
        popovertarget={id}
        aria-haspopup="dialog"
        aria-label={m.inbox_emoji()}
        title={m.inbox_emoji()}
      >
        <Icon of={Smile} size="sm" />
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={m.inbox_emoji()}
        class="menu from-start emoji-menu"
        onToggle={({ newState }: { newState: string }) => {
          isOpen.value = newState === 'open'
        }}
      >
        {isOpen.value && (
          <EmojiPicker
            onChoose={(emoji) => {
              popover.current?.hidePopover()
              onChoose(emoji)
            }}
          />
        )}
      </div>
    </>
  )
}
