import type { ConversationView } from '../../../worker/contract/inbox'
import { Name, Phone } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'

export const PersonName = ({
  conversation: { name, phone },
}: {
  conversation: Pick<ConversationView, 'name' | 'phone'>
}) => {
  if (name) return <Name value={name} />
  return phone ? <Phone value={phone} /> : m.inbox_no_name()
}
