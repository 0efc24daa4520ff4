import { m } from '../../paraglide/messages.js'
import { countOf } from './count'
import { unreadCount } from './signals'

/** How many conversations wait to be read, beside the section's name. */
export function UnreadBadge() {
  const count = unreadCount.value
  if (count === 0) return null
  return (
    <span class="nav-count num">
      <span aria-hidden="true">{countOf(count)}</span>
      <span class="vh">{m.inbox_unread_conversations({ count })}</span>
    </span>
  )
}
