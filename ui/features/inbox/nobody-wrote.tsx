import { Inbox } from 'lucide-preact'
import { CopyButton } from '../../components/copy'
import { EmptyState } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { useFirstNumber } from '../meta/connections'

/** Before the first message: how to try it out. */
export function NobodyWrote() {
  const number = useFirstNumber()
  const address = number ? `https://wa.me/${number.slice(1)}` : null
  return (
    <EmptyState
      icon={Inbox}
      title={m.inbox_empty()}
      actions={address && <CopyButton text={address} />}
    >
      {m.inbox_empty_text()}
    </EmptyState>
  )
}
