import type { ContactSort } from '../../../worker/contract/contact-list'
import type { ContactView, TagView } from '../../../worker/contract/contacts'
import { isSampleId } from '../../../worker/contract/samples'
import { Avatar, Tag } from '../../components/chip'
import { Phone, Time } from '../../components/isolate'
import { type Column, type Sort, Table } from '../../components/table'
import { formatCountry } from '../../lib/format'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { ConsentChip } from './consent'
import { ContactName, SampleBadge } from './contact-name'
import { contactFilters } from './model'
import { choose, selection } from './selection'

type Props = { contacts: ContactView[]; mayChoose: boolean }

export function ContactsTable({ contacts, mayChoose }: Props) {
  const { ids, isAll } = selection.value
  const onPage = contacts.map(({ id }) => id)
  const chosen = isAll ? new Set(onPage) : ids
  return (
    <Table
      caption={m.contacts_title()}
      columns={columns()}
      rows={contacts}
      rowKey={(contact) => contact.id}
      rowName={plainName}
      card={(contact) => (
        <ContactCard contact={contact} isChosen={mayChoose ? chosen.has(contact.id) : null} />
      )}
      sort={SORTS[contactFilters.value.value.sort]}
      onSort={sortBy}
      {...(mayChoose && {
        selection: {
          chosen,
          onToggle: (id, isChosen) => choose([id], isChosen),
          onToggleAll: (isChosen) => choose(onPage, isChosen),
        },
      })}
    />
  )
}

/** The heads that say how the list is sorted; by its own order it shows none. */
const SORTS: Record<ContactSort, Sort> = {
  newest: { key: 'created', isDescending: true },
  oldest: { key: 'created', isDescending: false },
  name: { key: 'name', isDescending: false },
  '-name': { key: 'name', isDescending: true },
  last: { key: 'last', isDescending: true },
}

function sortBy({ key, isDescending }: Sort) {
  const now = contactFilters.value.peek().sort
  const byName = isDescending ? '-name' : 'name'
  // Who never wrote would stand first: the other way round is the list's own order.
  const byLast = now === 'last' ? 'newest' : 'last'
  contactFilters.set({ sort: key === 'name' ? byName : byLast, after: '' }, { push: true })
}

const plainName = ({ name, phone }: ContactView) =>
  name ?? (phone ? formatPhone(phone) : m.contacts_no_name())

const columns = (): Column<ContactView>[] => [
  {
    key: 'name',
    header: m.contacts_name(),
    isRowHeader: true,
    isSortable: true,
    cell: (contact) => (
      <a class="who" href={`/contacts/${contact.id}`}>
        <Avatar name={contact.name ?? ''} />
        <b>
          <ContactName contact={contact} />
        </b>
        {isSampleId(contact.id) && <SampleBadge />}
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
    isSortable: true,
    cell: ({ lastInboundAt }) => (
      <span class="muted nowrap">{lastInboundAt ? <Time at={lastInboundAt} /> : <Nothing />}</span>
    ),
  },
  {
    key: 'country',
    header: m.contacts_country(),
    cell: ({ country }) => (
      <span class="muted trunc cut short">{country ? formatCountry(country) : <Nothing />}</span>
    ),
  },
]

type CardProps = {
  contact: ContactView /** Null where nobody can be chosen. */
  isChosen: boolean | null
}

const ContactCard = ({ contact, isChosen }: CardProps) => (
  <>
    {isChosen !== null && (
      <input
        type="checkbox"
        class="check"
        checked={isChosen}
        aria-label={m.common_select_row({ name: plainName(contact) })}
        onChange={(event) => choose([contact.id], event.currentTarget.checked)}
      />
    )}
    <div class="grow">
      <a class="plain" href={`/contacts/${contact.id}`}>
        <b>
          <ContactName contact={contact} />
        </b>{' '}
        {isSampleId(contact.id) && <SampleBadge />}
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
