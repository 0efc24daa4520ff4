import type { ContactView } from '../../../worker/contract/contacts'
import { Name, Phone } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'

/** People who wrote first may have given no name: then the phone or WhatsApp's id stands for it. */
export function ContactName({ contact }: { contact: Pick<ContactView, 'name' | 'phone'> }) {
  if (contact.name) return <Name value={contact.name} />
  if (contact.phone) return <Phone value={contact.phone} />
  return <span>{m.contacts_no_name()}</span>
}

/** Beside the name of somebody who is made up. */
export const SampleBadge = () => <span class="tag">{m.samples_badge()}</span>
