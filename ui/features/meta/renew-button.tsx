import { KeyRound } from 'lucide-preact'
import type { ConnectionView } from '../../../worker/contract/connections'
import { LinkButton } from '../../components/button'
import { withQuery } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { useSignupOffer } from './access'

/** Renews a connection's access: by Meta's window where there is one, else by another pasted token. */
export function RenewButton({ connection, size }: { connection: ConnectionView; size?: 'slim' }) {
  const offer = useSignupOffer()
  const isUrgent = connection.state === 'needs_reconnect'
  const byHand = withQuery('/onboarding/token', {
    waba: connection.wabaId,
    number: connection.numbers[0]?.id,
  })
  return (
    <>
      {offer.data?.isOffered && (
        <LinkButton
          size={size}
          variant={isUrgent ? 'primary' : undefined}
          href={`/connect?renew=${connection.id}`}
        >
          {m.numbers_renew()}
        </LinkButton>
      )}
      <LinkButton
        size={size}
        icon={KeyRound}
        variant={isUrgent && !offer.data?.isOffered ? 'primary' : undefined}
        href={byHand}
      >
        {m.numbers_reconnect()}
      </LinkButton>
    </>
  )
}
