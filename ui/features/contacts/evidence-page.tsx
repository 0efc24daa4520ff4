import { FileJson, Printer } from 'lucide-preact'
import { useRoute } from 'preact-iso'
import type { EvidenceView } from '../../../worker/contract/consent'
import { Button } from '../../components/button'
import { Address, Name, Phone, Time, UserText } from '../../components/isolate'
import { Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { consentName } from './consent'
import { useEvidence } from './consent-api'
import { sourceName } from './consent-sources'
import { deliveryName } from './delivery'
import './evidence.css'

/** Everything that shows what one person agreed to: for paper, and as a file. */
export function EvidencePage() {
  const { params } = useRoute()
  const id = params.id ?? ''
  const evidence = useEvidence(id)
  const { data } = evidence
  return (
    <Page
      title={m.evidence_title()}
      crumbs={[
        { label: m.contacts_title(), href: '/contacts' },
        { label: data?.person.name ?? m.contacts_details(), href: `/contacts/${id}` },
      ]}
      actions={
        data && (
          <>
            <Button icon={FileJson} onClick={() => download(data)}>
              {m.evidence_json()}
            </Button>
            <Button icon={Printer} variant="primary" onClick={() => print()}>
              {m.evidence_print()}
            </Button>
          </>
        )
      }
    >
      <Loaded query={evidence} skeleton={<Skeleton shape="text" />}>
        {(shown) => <Pack evidence={shown} />}
      </Loaded>
    </Page>
  )
}

function download(evidence: EvidenceView): void {
  const file = new Blob([JSON.stringify(evidence, null, 2)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `consent-${evidence.person.id}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}

function Pack({ evidence }: { evidence: EvidenceView }) {
  const { person, business, state, stops, entries, bases, messages, madeAt, madeBy } = evidence
  return (
    <div class="evidence stack">
      <Facts
        facts={[
          { key: 'business', label: m.evidence_business(), value: <Name value={business} /> },
          { key: 'person', label: m.evidence_person(), value: <Name value={person.name ?? '—'} /> },
          {
            key: 'reached',
            label: m.evidence_identities(),
            value: person.identities.map((one) => (
              <div key={one}>
                {one.startsWith('+') ? <Phone value={one} /> : <Address value={one} />}
              </div>
            )),
          },
          { key: 'state', label: m.contacts_consent(), value: consentName(state) },
          {
            key: 'made',
            label: m.evidence_made(),
            value: rich(m.evidence_made_by, {
              name: <Name value={madeBy} />,
              time: <Time at={madeAt} style="full" />,
            }),
          },
        ]}
      />
      <Section title={m.evidence_ledger()}>
        {entries.length === 0 && <p>{m.evidence_ledger_none()}</p>}
        <ol class="entries">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      </Section>
      {stops.length > 0 && (
        <Section title={m.evidence_stops()}>
          <ul class="entries">
            {stops.map(({ identity, scope, reason, at }) => (
              <li key={`${identity} ${scope}`}>
                <Address value={identity} /> ·{' '}
                {scope === 'all' ? m.evidence_stop_all() : m.evidence_stop_marketing()} ·{' '}
                <Name value={sourceName(reason)} /> · <Time at={at} style="full" />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {bases.length > 0 && (
        <Section title={m.evidence_bases()}>
          <ul class="entries">
            {bases.map(({ id, basis, by, at }) => (
              <li key={id}>
                <UserText text={basis} />
                <p class="sm muted">
                  <Name value={by} /> · <Time at={at} style="full" /> · <Address value={id} />
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={m.evidence_messages()}>
        {messages.length === 0 ? (
          <p>{m.evidence_messages_none()}</p>
        ) : (
          <ul class="entries">
            {messages.map(({ at, broadcast, state, entry }, index) => (
              // The list is drawn once and whole.
              <li key={index}>
                <Time at={at} style="full" /> ·{' '}
                {broadcast === null ? m.evidence_single() : <Name value={broadcast} />} ·{' '}
                {deliveryName(state)}
                <p class="sm muted">
                  {m.evidence_relied()} <Address value={entry ?? '—'} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  )
}

const CHANGES = {
  opted_in: m.contacts_happened_opted_in,
  opted_out: m.contacts_happened_opted_out,
  retracted: m.evidence_taken_back,
}

function Entry({ entry }: { entry: EvidenceView['entries'][number] }) {
  const { id, at, change, source, wording, actor, evidence } = entry
  return (
    <li>
      <b>{CHANGES[change]()}</b> · <Time at={at} style="full" />
      <p>
        {rich(m.contacts_happened_source, { source: <Name value={sourceName(source.kind)} /> })}
        {source.file && (
          <>
            {' '}
            · <Name value={source.file} />
          </>
        )}
        {source.row !== null && <> · {m.evidence_row({ n: source.row })}</>}
      </p>
      {wording && (
        <blockquote>
          <UserText text={wording} />
        </blockquote>
      )}
      <p class="sm muted">
        {m.evidence_by()} <Name value={actor.name ?? actorName(actor.kind)} /> ·{' '}
        {m.evidence_entry()} <Address value={id} />
      </p>
      {Object.entries(evidence).map(([key, value]) => (
        <p key={key} class="sm muted">
          <Address value={`${key}: ${value}`} />
        </p>
      ))}
    </li>
  )
}

const ACTORS: Record<string, () => string> = {
  contact: m.evidence_actor_contact,
  meta: m.consent_source_meta,
  user: m.evidence_actor_user,
}
const actorName = (kind: string) => ACTORS[kind]?.() ?? kind
