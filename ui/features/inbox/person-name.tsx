import type { ConversationView } from '../../../worker/contract/inbox'
import { isSampleId } from '../../../worker/contract/samples'
import { CutName, Phone } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'
import { SampleBadge } from '../contacts/contact-name'

type Props = { conversation: Pick<ConversationView, 'contactId' | 'name' | 'phone'> }

/** Who somebody is, and that it is nobody where that is so. */
export const PersonName = ({ conversation }: Props) => (
  <>
    <Bare conversation={conversation} />
    {isSampleId(conversation.contactId) && (
      <>
        {' '}
        <SampleBadge />
      </>
    )}
  </>
)

function Bare({ conversation: { name, phone } }: Props) {
  if (name) return <CutName value={name} />
  return phone ? <Phone value={phone} /> : <span>{m.inbox_no_name()}</span>
}
