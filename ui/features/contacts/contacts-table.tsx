import type { ContactView, TagView } from '../../../worker/contract/contacts'
import { Avatar, Tag } from '../../components/chip'
import { Name, Phone, Time } from '../../components/isolate'
import { type Column, Table } from '../../components/table'
import { formatCountry } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { ConsentChip } from './consent'

type Props = { contacts: ContactView[] }

export const ContactsTable = ({ contacts }: Props) => (
  <Table
    caption={m.contacts_title()}
    columns={columns()}
    rows={contacts}
    rowKey={(contact) => contact.id}
    card={(contact) => <ContactCard contact={contact} />}
  />
)

const columns = (): Column<ContactView>[] => [
  {
    key: 'name',
    header: m.contacts_name(),
    isRowHeader: true,
    cell: (contact) => (
      <a class="who" href={`/contacts/${contact.id}`}>
        <Avatar name={contact.name ?? ''} />
        <b>
          <ContactName contact={contact} />
        </b>
      </a>
    ),
  },
  {
    key: 'phone',
    header: m.contacts_phone(),
    cell: ({ phone }) => (phone ? <Phone value={phone} /> : <Nothing />),
  },
  { key: 'tags', header: m.contacts_tags(), cell: ({ tags }) => <FewTags tags={tags} /> },
  {
    key: 'consent',
    header: m.contacts_consent(),
    cell: ({ consent }) => <ConsentChip state={consent} />,
  },
  {
    key: 'last',
    header: m.contacts_last_message(),
    cell: ({ lastInboundAt }) => (
      <span class="muted nowrap">{lastInboundAt ? <Time at={lastInboundAt} /> : <Nothing />}</span>
    ),
  },
  {
    key: 'country',
    header: m.contacts_country(),
    cell: ({ country }) => (
      <span class="muted nowrap">{country ? formatCountry(country) : <Nothing />}</span>
    ),
  },
]

const ContactCard = ({ contact }: { contact: ContactView }) => (
  <>
    <div>
      <a class="plain" href={`/contacts/${contact.id}`}>
        <b>
          <ContactName contact={contact} />
        </b>
      </a>
      <span class="sm muted">{contact.phone ? <Phone value={contact.phone} /> : <Nothing />}</span>
    </div>
    <div class="e">
      <ConsentChip state={contact.consent} />
      {contact.lastInboundAt && (
        <span class="xs muted">
          <Time at={contact.lastInboundAt} />
        </span>
      )}
    </div>
  </>
)

/** People who wrote first may have given no name: then the phone or WhatsApp's id stands for it. */
export function ContactName({ contact }: { contact: Pick<ContactView, 'name' | 'phone'> }) {
  if (contact.name) return <Name value={contact.name} />
  if (contact.phone) return <Phone value={contact.phone} />
  return <span>{m.contacts_no_name()}</span>
}

const Nothing = () => <span class="muted">–</span>

const SHOWN_TAGS = 2

function FewTags({ tags }: { tags: TagView[] }) {
  const hidden = tags.slice(SHOWN_TAGS)
  return (
    <span class="few-tags">
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Tag key={tag.id} name={tag.name} />
      ))}
      {hidden.length > 0 && (
        <span class="xs muted" title={hidden.map((tag) => tag.name).join(', ')}>
          <bdi dir="ltr" aria-hidden="true">
            +{hidden.length}
          </bdi>
          <span class="vh">{m.contacts_more_tags({ count: hidden.length })}</span>
        </span>
      )}
    </span>
  )
}
