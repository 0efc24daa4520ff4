import { useEffect } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import * as v from 'valibot'
import type { ContactView, FieldView } from '../../../worker/contract/contacts'
import { isSampleId } from '../../../worker/contract/samples'
import { Avatar, Tag } from '../../components/chip'
import { CopyButton } from '../../components/copy'
import { Address, Name, Time } from '../../components/isolate'
import { type Fact, Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { formatCountry, formatLanguage } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { formatPhone } from '../../lib/phone'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canManage, useSession } from '../accounts/session'
import { Activity } from './activity'
import { ConsentChip, consentName } from './consent'
import { sourceName } from './consent-sources'
import { ContactName, SampleBadge } from './contact-name'
import { ContactNotes } from './contact-notes'
import { DeleteContact } from './delete-contact'
import { EditContact } from './edit-contact'
import { useContact, useFields } from './model'
import { choicesOf } from './rule-value'
import { Sameness } from './sameness'
import { UndoStop } from './undo-stop'

export function ContactPage() {
  const { params } = useRoute()
  const contact = useContact(params.id ?? '')
  const { data, error } = contact
  useEffect(() => {
    const into = mergedInto(error)
    if (into) navigate(`/contacts/${into}`, { replace: true })
  }, [error])
  return (
    <Page
      title={data?.name ?? (data?.phone ? formatPhone(data.phone) : m.contacts_title())}
      heading={data && <ContactName contact={data} />}
      crumbs={[{ label: m.contacts_title(), href: '/contacts' }]}
      beside={
        data && (
          <>
            <ConsentChip state={data.consent} />
            {isSampleId(data.id) && <SampleBadge />}
          </>
        )
      }
      actions={data && <EditContact contact={data} />}
    >
      <Loaded query={contact} skeleton={<Skeleton shape="text" />}>
        {(shown) => (
          <>
            <Sameness id={shown.id} />
            <Head contact={shown} />
            <div class="with-rail">
              <div>
                <ContactNotes id={shown.id} />
                <Activity id={shown.id} />
              </div>
              <aside class="rail" aria-label={m.contacts_details()}>
                <Details contact={shown} />
                <CustomFields fields={shown.fields} />
                <DeleteContact contact={shown} />
              </aside>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** Whom a contact became part of, as its refusal says. */
function mergedInto(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.code !== 'contact.merged') return null
  const details = v.safeParse(v.object({ id: v.string() }), error.details)
  return details.success ? details.output.id : null
}

const Head = ({ contact }: { contact: ContactView }) => (
  <div class="contact-head">
    <Avatar name={contact.name ?? ''} size="lg" />
    <div>
      {contact.phone && <CopyButton text={contact.phone} />}
      {contact.tags.length > 0 && (
        <span class="pills">
          {contact.tags.map((tag) => (
            <Tag key={tag.id} name={tag.name} />
          ))}
        </span>
      )}
    </div>
  </div>
)

const Details = ({ contact }: { contact: ContactView }) => (
  <Section title={m.contacts_details()} level={3}>
    <Facts facts={factsOf(contact)} />
    <ConsentNote contact={contact} />
    <UndoStop contact={contact} />
    <EvidenceLink id={contact.id} />
  </Section>
)

function factsOf(contact: ContactView): Fact[] {
  const { firstName, lastName, email, country, language, bsuid, consentAt, consentSource } = contact
  const facts: (Fact | null)[] = [
    firstName
      ? { key: 'first', label: m.contacts_first_name(), value: <Name value={firstName} /> }
      : null,
    lastName
      ? { key: 'last', label: m.contacts_last_name(), value: <Name value={lastName} /> }
      : null,
    email ? { key: 'email', label: m.contacts_email(), value: <Address value={email} /> } : null,
    country ? { key: 'country', label: m.contacts_country(), value: formatCountry(country) } : null,
    language
      ? { key: 'language', label: m.contacts_language(), value: formatLanguage(language) }
      : null,
    bsuid
      ? { key: 'bsuid', label: m.contacts_whatsapp_id(), value: <CopyButton text={bsuid} /> }
      : null,
    { key: 'consent', label: m.contacts_consent(), value: <Consent contact={contact} /> },
    consentAt && consentSource
      ? {
          key: 'how',
          label: m.contacts_consent_how(),
          value: <Name value={sourceName(consentSource)} />,
        }
      : null,
    { key: 'created', label: m.contacts_created(), value: <Time at={contact.createdAt} /> },
  ]
  return facts.filter((fact) => fact !== null)
}

function Consent({ contact }: { contact: ContactView }) {
  const { consent, consentAt } = contact
  if (!consentAt) return <>{consentName(consent)}</>
  return (
    <>
      {rich(m.contacts_consent_since, {
        state: consentName(consent),
        date: <Time at={consentAt} style="date" />,
      })}
    </>
  )
}

function ConsentNote({ contact }: { contact: ContactView }) {
  if (contact.consent === 'opted_in') return null
  return (
    <p class="xs muted">
      {contact.consent === 'opted_out' ? m.contacts_opted_out_hint() : m.contacts_unknown_hint()}
    </p>
  )
}

function EvidenceLink({ id }: { id: string }) {
  if (!canManage(useSession())) return null
  return (
    <p class="sm">
      <a href={`/contacts/${id}/evidence`}>{m.evidence_title()}</a>
    </p>
  )
}

function CustomFields({ fields }: { fields: Record<string, string> }) {
  const { data: known } = useFields()
  const entries = Object.entries(fields)
  if (entries.length === 0) return null
  const fieldOf = (key: string) => known?.items.find((field) => field.key === key)
  return (
    <Section title={m.contacts_fields()} level={3}>
      <Facts
        facts={entries.map(([key, value]) => ({
          key,
          label: <Name value={fieldOf(key)?.name ?? key} />,
          value: <bdi>{fieldText(fieldOf(key), value)}</bdi>,
        }))}
      />
    </Section>
  )
}

/** What was chosen is shown by its word; anything else as it is kept. */
const fieldText = (field: FieldView | undefined, value: string) =>
  choicesOf(field)?.find((choice) => choice.value === value)?.text ?? value
