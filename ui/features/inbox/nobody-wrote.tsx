import { Inbox } from 'lucide-preact'
import { LinkButton } from '../../components/button'
import { CopyButton } from '../../components/copy'
import { QrCode } from '../../components/qr-code'
import { EmptyState } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { SampleButton } from '../contacts/sample-button'
import { present, useConnections, useFirstNumber } from '../meta/connections'

/** Before the first message: how to try it out, with a phone's camera, by a link, or with sample people. */
export function NobodyWrote() {
  const number = useFirstNumber()
  const { data } = useConnections()
  const isUnconnected = data !== undefined && present(data.items).length === 0
  const session = useSession()
  const mayAdd = canSend(session) && !session.account.hasSamples
  return (
    <EmptyState
      icon={Inbox}
      title={m.inbox_empty()}
      actions={
        <>
          {isUnconnected && (
            <LinkButton variant="primary" href="/onboarding">
              {m.onboarding_connect()}
            </LinkButton>
          )}
          {number && <TryNumber address={`https://wa.me/${number.slice(1)}`} />}
          {mayAdd && <SampleButton thenTo="/inbox" />}
        </>
      }
    >
      {isUnconnected ? m.onboarding_connect_first() : m.inbox_empty_text()}
    </EmptyState>
  )
}

const TryNumber = ({ address }: { address: string }) => (
  <div class="try-number">
    <QrCode text={address} label={m.inbox_try_qr()} />
    <a href={address} target="_blank" rel="noopener noreferrer">
      <bdi dir="ltr">{address}</bdi>
    </a>
    <CopyButton text={address} />
  </div>
)
