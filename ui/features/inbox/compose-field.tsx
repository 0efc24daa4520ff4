import { SendHorizontal } from 'lucide-preact'
import type { RefObject } from 'preact'
import { SEND_KEYS, type SendKey } from '../../../worker/contract/auth'
import { TEXT_MAX } from '../../../worker/contract/messages'
import { Button } from '../../components/button'
import { Menu } from '../../components/menu'
import { m } from '../../paraglide/messages.js'
import { chooseSendKey, nameOfKey } from '../accounts/send-key'
import { useSession } from '../accounts/session'
import { type Suggested, useSuggestions } from './suggestions'

type Props = {
  field: RefObject<HTMLTextAreaElement | null>
  label: string
  placeholder: string
  text: string
  suggested: Suggested | null
  onWrite: (text: string) => void
  onSend: () => void
  onFile?: (file: File) => void
}

/** Where one writes: grows with the text, sends by the key that its writer has chosen. */
export function ComposeField(props: Props) {
  const { field, label, placeholder, text, suggested, onWrite, onSend, onFile } = props
  const { sendKey } = useSession().user
  const suggestions = useSuggestions(suggested)
  return (
    <>
      <textarea
        ref={field}
        dir="auto"
        rows={1}
        maxLength={TEXT_MAX}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        {...suggestions.attributes}
        onInput={(event) => onWrite(event.currentTarget.value)}
        onPaste={(event) => {
          const { clipboardData } = event
          const file = clipboardData?.files[0]
          // Cells of a spreadsheet come as words and as their picture.
          if (!file || !onFile || clipboardData?.getData('text/plain')) return
          event.preventDefault()
          onFile(file)
        }}
        onKeyDown={(event) => {
          if (suggestions.take(event) || !isToSend(event, sendKey)) return
          event.preventDefault()
          onSend()
        }}
      />
      {suggestions.list}
    </>
  )
}

/** Ctrl or ⌘ with Enter always sends; Enter alone where it was left to. */
export function isToSend(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing' | 'ctrlKey' | 'metaKey'>,
  sendKey: SendKey,
): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return false
  return sendKey === 'enter' || event.ctrlKey || event.metaKey
}

/** Says which key sends, and changes it. */
function SendKeyMenu() {
  const { sendKey } = useSession().user
  return (
    <span class="end not-phone">
      <Menu
        trigger={{
          class: 'btn quiet slim xs muted',
          content: m.inbox_key_sends({ key: nameOfKey(sendKey) }),
        }}
        items={SEND_KEYS.map((key) => ({
          label: m.inbox_key_sends({ key: nameOfKey(key) }),
          isChosen: key === sendKey,
          onSelect: () => void chooseSendKey(key),
        }))}
      />
    </span>
  )
}

/** The key that sends, and the button. */
export function SendRow({ label, canSend }: { label: string; canSend: boolean }) {
  return (
    <>
      <SendKeyMenu />
      <Button
        type="submit"
        variant="primary"
        icon={SendHorizontal}
        isIconDirectional
        isDisabled={!canSend}
      >
        <span class="send-word">{label}</span>
      </Button>
    </>
  )
}
