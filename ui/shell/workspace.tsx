import { initials } from '../components/chip'
import { Name, Phone } from '../components/isolate'
import { useSession } from '../features/accounts/session'
import { useFirstNumber } from '../features/meta/connections'
import { m } from '../paraglide/messages.js'

/** Whose workspace this is, and the number it sends from. */
export function Workspace() {
  const { account } = useSession()
  const number = useFirstNumber()
  return (
    // Where the sidebar is narrow, the words are hidden and this is the link's name.
    <a class="workspace" href="/settings/numbers" title={account.name}>
      <span class="mark" aria-hidden="true">
        {initials(account.name).charAt(0)}
      </span>
      <span class="trunc">
        <b class="trunc own-dir" dir="auto">
          <Name value={account.name} />
        </b>
        <small class="trunc">{number ? <Phone value={number} /> : m.shell_no_number()}</small>
      </span>
    </a>
  )
}
