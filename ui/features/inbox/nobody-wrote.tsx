import { Inbox } from 'lucide-preact'
import { CopyButton } from '../../components/copy'
import { QrCode } from '../../components/qr-code'
import { EmptyState } from '../../components/states'
import { m } from '../../paraglide/messages.js'
import { useFirstNumber } from '../meta/connections'

/** Before the first message: how to try it out, with a phone's camera or by a link. */
export function NobodyWrote() {
  const number = useFirstNumber()
  if (!number) return <EmptyState icon={Inbox} title={m.inbox_empty()} />
  const address = `https://wa.me/${number.slice(1)}`
  return (
    <EmptyState
      icon={Inbox}
      title={m.inbox_empty()}
      actions={
        <div class="try-number">
          <QrCode text={address} label={m.inbox_try_qr()} />
          <a href={address} target="_blank" rel="noopener noreferrer">
            <bdi dir="ltr">{address}</bdi>
          </a>
          <CopyButton text={address} />
        </div>
      }
    >
      {m.inbox_empty_text()}
    </EmptyState>
  )
}
