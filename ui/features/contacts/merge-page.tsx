import { useSignal } from '@preact/signals'
import { Merge } from 'lucide-preact'
import * as v from 'valibot'
import type { ContactView, FieldView } from '../../../worker/contract/contacts'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Name, Phone, Time } from '../../components/isolate'
import { Banner, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { formatLanguage } from '../../lib/format'
import { navigate } from '../../lib/navigation'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { ConsentChip } from './consent'
import { ContactName } from './contact-name'
import './merge.css'
import { mergeContacts, undoMerge } from './merge-api'
import { type Part, partsOf, type Side, takenFrom } from './merge-choices'
import { useContact, useFields } from './model'

const word = v.optional(v.pipe(v.string(), v.maxLength(30)), '')
const place = urlState(v.object({ keep: word, other: word }))

/** Two contacts of one person side by side: what differs is chosen, the rest is joined. */
export function MergePage() {
  const { keep, other } = place.value.value
  const [kept, dropped] = [useContact(keep), useContact(other)]
  const fields = useFields()
  return (
    <Page
      title={m.merge_title()}
      crumbs={[
        { label: m.contacts_title(), href: '/contacts' },
        { label: m.duplicates_title(), href: '/contacts/duplicates' },
      ]}
    >
      <Loaded query={kept} skeleton={<Skeleton shape="text" />}>
        {(one) => (
          <Loaded query={dropped} skeleton={<Skeleton shape="text" />}>
            {(two) => <Choosing kept={one} dropped={two} fields={fields.data?.items ?? []} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}

type Both = { kept: ContactView; dropped: ContactView }

function Choosing({ kept, dropped, fields }: Both & { fields: FieldView[] }) {
  const chosen = useSignal<Record<string, Side>>({})
  const parts = partsOf(kept, dropped, fields)
  const merge = useAction<string[]>(async (take, key) => {
    const done = await mergeContacts(
      {
        ...{ keptId: kept.id, keptVersion: kept.version, take },
        ...{ droppedId: dropped.id, droppedVersion: dropped.version },
      },
      key,
    )
    navigate(`/contacts/${kept.id}`)
    showToast({ text: m.merge_done(), undo: () => void undoMerge(done.id).catch(tellFailure) })
  })
  const failure = merge.error.value
  return (
    <div class="stack merge">
      <p class="muted">{m.merge_text()}</p>
      <div class="merge-heads">
        <Head contact={kept} />
        <Head contact={dropped} />
      </div>
      <div class="panel merge-parts">
        {parts.map((part) => (
          <PartChoice
            key={part.key}
            part={part}
            label={labelOf(part.key, fields)}
            value={chosen.value[part.key] ?? part.usual}
            onChoose={(side) => {
              chosen.value = { ...chosen.value, [part.key]: side }
            }}
          />
        ))}
      </div>
      <Joined kept={kept} dropped={dropped} />
      {failure && (
        <Banner tone="danger" isInset>
          {describeFailure(failure)}
        </Banner>
      )}
      <div class="row">
        <Button
          variant="primary"
          icon={Merge}
          isBusy={merge.isBusy.value}
          onClick={() => void merge.run(takenFrom(parts, chosen.value))}
        >
          {m.merge_do()}
        </Button>
        <LinkButton href={`/contacts/${kept.id}`}>{m.common_cancel()}</LinkButton>
      </div>
    </div>
  )
}

const Head = ({ contact }: { contact: ContactView }) => (
  <div class="panel pad">
    <a href={`/contacts/${contact.id}`}>
      <b>
        <ContactName contact={contact} />
      </b>
    </a>
    <ConsentChip state={contact.consent} />
    <span class="sm muted">
      {m.contacts_created()} <Time at={contact.createdAt} style="date" />
    </span>
  </div>
)

const LABELS: Record<string, () => string> = {
  name: m.contacts_name,
  phone: m.contacts_phone,
  email: m.contacts_email,
  language: m.contacts_language,
}

const labelOf = (key: string, fields: FieldView[]): string =>
  LABELS[key]?.() ?? fields.find((field) => key === `fields.${field.key}`)?.name ?? key.slice(7)

type PartProps = {
  part: Part
  label: string
  value: Side | null
  onChoose: (side: Side) => void
}

function PartChoice({ part, label, value, onChoose }: PartProps) {
  const { key, kept, dropped, usual } = part
  if (usual === null) {
    return (
      <div class="merge-part">
        <span class="label">
          <bdi>{label}</bdi>
        </span>
        <span>
          <PartValue of={key} value={kept ?? dropped ?? ''} />
        </span>
      </div>
    )
  }
  const sides = [
    { side: 'kept' as const, text: kept ?? '' },
    { side: 'dropped' as const, text: dropped ?? '' },
  ]
  return (
    <fieldset class="merge-part">
      <legend class="label">
        <bdi>{label}</bdi>
      </legend>
      {sides.map(({ side, text }) => (
        <label key={side} class="choice">
          <input
            class="check"
            type="radio"
            name={key}
            value={side}
            checked={value === side}
            onChange={() => onChoose(side)}
          />
          <span>
            <PartValue of={key} value={text} />
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function PartValue({ of, value }: { of: string; value: string }) {
  if (of === 'phone') return <Phone value={value} />
  if (of === 'language') return <>{formatLanguage(value)}</>
  return of === 'email' ? <bdi dir="ltr">{value}</bdi> : <Name value={value} />
}

/** What needs no choice: all of it stays. */
function Joined({ kept, dropped }: Both) {
  const isOut = kept.consent === 'opted_out' || dropped.consent === 'opted_out'
  const tags = [...new Map([...kept.tags, ...dropped.tags].map((tag) => [tag.id, tag])).values()]
  return (
    <Section title={m.merge_joined()} level={2}>
      <ul class="merge-joined">
        {tags.length > 0 && (
          <li>
            {m.merge_joined_tags()}{' '}
            {tags.map((tag, at) => (
              <span key={tag.id}>
                {at > 0 && ', '}
                <Name value={tag.name} />
              </span>
            ))}
          </li>
        )}
        <li>{m.merge_joined_numbers()}</li>
        <li>{m.merge_joined_history()}</li>
        <li>{isOut ? m.merge_joined_stop() : m.merge_joined_consent()}</li>
      </ul>
    </Section>
  )
}
