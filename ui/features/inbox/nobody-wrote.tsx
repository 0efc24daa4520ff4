import { Inbox } from 'lucide-preact'
import { CopyButton } from '../../components/copy'
import { EmptyState } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { SampleButton } from '../contacts/sample-button'
import { useFirstNumber } from '../meta/connections'

/** Before the first message: how to try it out. */
export function NobodyWrote() {
  const number = useFirstNumber()
  const session = useSession()
  const mayAdd = canSend(session) && !session.account.hasSamples
  const address = number ? `https://wa.me/${number.slice(1)}` : null
  return (
    <EmptyState
      icon={Inbox}
      title={m.inbox_empty()}
      actions={
        <>
          {address && <CopyButton text={address} />}
          {mayAdd && <SampleButton thenTo="/inbox" />}
        </>
      }
    >
      {m.inbox_empty_text()}
    </EmptyState>
  )
}
