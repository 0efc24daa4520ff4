import { X } from 'lucide-preact'
import type { ContactView } from '../../../worker/contract/contacts'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import { IconButton } from '../../components/button'
import { Avatar, Tag } from '../../components/chip'
import { CopyButton } from '../../components/copy'
import { Name, Time } from '../../components/isolate'
import { type Fact, Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { formatCountry, formatDuration } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { ConsentChip } from '../contacts/consent'
import { useContact, useFields, useTimeline } from '../contacts/model'
import { Timeline } from '../contacts/timeline'
import { LabelChip } from './label-chip'
import { inboxPlace } from './model'
import { PersonName } from './person-name'

const SHOWN_HAPPENINGS = 5

/** The third pane: who it is, and how the conversation went so far. */
export function Info({ conversation }: { conversation: OpenConversationView }) {
  const contact = useContact(conversation.contactId)
  return (
    <aside class="inbox-info" aria-label={m.inbox_info()}>
      <div class="info-close">
        <IconButton
          icon={X}
          variant="quiet"
          label={m.common_close()}
          onClick={() => inboxPlace.set({ info: '' })}
        />
      </div>
      <header>
        <Avatar name={conversation.name ?? ''} size="lg" />
        <h2>
          <PersonName conversation={conversation} />
        </h2>
        {conversation.phone && (
          <p class="sm">
            <CopyButton text={conversation.phone} />
          </p>
        )}
      </header>
      <Facts facts={howItWent(conversation)} />
      {conversation.labels.length > 0 && (
        <Section title={m.inbox_labels()} level={3}>
          <span class="pills">
            {conversation.labels.map((label) => (
              <LabelChip key={label.id} {...label} />
            ))}
          </span>
        </Section>
      )}
      <Loaded query={contact} skeleton={<Skeleton shape="text" />}>
        {(person) => (
          <>
            <Section title={m.contacts_consent()} level={3}>
              <ConsentChip state={person.consent} />
            </Section>
            {person.tags.length > 0 && (
              <Section title={m.contacts_tags()} level={3}>
                <span class="pills">
                  {person.tags.map((tag) => (
                    <Tag key={tag.id} name={tag.name} />
                  ))}
                </span>
              </Section>
            )}
            <About person={person} />
          </>
        )}
      </Loaded>
      <Activity contactId={conversation.contactId} />
      <p class="sm">
        <a href={`/contacts/${conversation.contactId}`}>{m.inbox_whole_history()}</a>
      </p>
    </aside>
  )
}

function howItWent({
  openedAt,
  answeredAt,
  closedAt,
  assignee,
  snoozedUntil,
  state,
}: OpenConversationView): Fact[] {
  const took = (from: number, to: number) => formatDuration(Math.max(0, (to - from) / 1000))
  const facts: (Fact | null)[] = [
    {
      key: 'assignee',
      label: m.inbox_assignee(),
      value: assignee ? <Name value={assignee.name} /> : m.inbox_assign_nobody(),
    },
    { key: 'opened', label: m.inbox_opened(), value: <Time at={openedAt} /> },
    answeredAt && answeredAt >= openedAt
      ? { key: 'answered', label: m.inbox_first_answer(), value: took(openedAt, answeredAt) }
      : null,
    closedAt
      ? { key: 'closed', label: m.inbox_resolved_in(), value: took(openedAt, closedAt) }
      : null,
    state === 'snoozed' && snoozedUntil
      ? {
          key: 'snoozed',
          label: m.inbox_snoozed_until(),
          value: <Time at={snoozedUntil} style="full" />,
        }
      : null,
  ]
  return facts.filter((fact) => fact !== null)
}

function About({ person: { email, country, fields } }: { person: ContactView }) {
  const known = useFields().data?.items ?? []
  const nameOf = (key: string) => known.find((field) => field.key === key)?.name ?? key
  const facts: Fact[] = Object.entries(fields).map(([key, value]) => ({
    key,
    label: <Name value={nameOf(key)} />,
    value: <bdi>{value}</bdi>,
  }))
  if (country)
    facts.unshift({ key: 'country', label: m.contacts_country(), value: formatCountry(country) })
  if (email)
    facts.unshift({ key: 'email', label: m.contacts_email(), value: <bdi dir="ltr">{email}</bdi> })
  return <Facts facts={facts} />
}

function Activity({ contactId }: { contactId: string }) {
  const timeline = useTimeline(contactId, '')
  const entries = timeline.data?.items.filter(({ kind }) => kind !== 'message') ?? []
  if (entries.length === 0) return null
  return (
    <Section title={m.contacts_activity()} level={3}>
      <div class="info-activity">
        <Timeline entries={entries.slice(0, SHOWN_HAPPENINGS)} />
      </div>
    </Section>
  )
}
