import { Button } from '../components/button'
import { Checkbox } from '../components/choice'
import { Dialog } from '../components/dialog'
import { isMac, type Shortcut, shortcuts, singleKeysAreOn, switchSingleKeys } from '../lib/keyboard'
import { m } from '../paraglide/messages.js'

const KEY_NAMES: Record<string, string> = { Slash: '/', KeyZ: 'Z' }
const keyName = (code: string) => KEY_NAMES[code] ?? code.replace(/^Key/, '')

/** What the keyboard can do on this page, here and now. */
export function ShortcutDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={m.shortcut_title()} isOpen onClose={onClose}>
      <dl class="dl">
        {shortcuts.value.map((shortcut) => (
          <div key={shortcut.label()}>
            <dt>{shortcut.label()}</dt>
            <dd>
              <Keys shortcut={shortcut} />
            </dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label={m.shortcut_single_keys()}
        hint={m.shortcut_single_keys_hint()}
        isChecked={singleKeysAreOn.value}
        onChange={switchSingleKeys}
      />
      <div class="dialog-acts">
        <Button onClick={onClose} autofocus>
          {m.common_close()}
        </Button>
      </div>
    </Dialog>
  )
}

function Keys({ shortcut }: { shortcut: Shortcut }) {
  const [first = '', second] = shortcut.codes.map(keyName)
  const shown = first === '/' && shortcut.withShift ? '?' : first
  return (
    <bdi dir="ltr">
      {shortcut.withModifier && <kbd class="kbd">{isMac ? '⌘' : 'Ctrl'}</kbd>}{' '}
      <kbd class="kbd">{shown}</kbd>
      {second && (
        <>
          {' '}
          <span class="muted">{m.shortcut_then()}</span> <kbd class="kbd">{second}</kbd>
        </>
      )}
    </bdi>
  )
}
