import { CircleAlert, Clock } from 'lucide-preact'
import { useRoute } from 'preact-iso'
import * as v from 'valibot'
import type { RecipientDetail, RecipientView } from '../../../worker/contract/broadcast-recipients'
import { TemplateComponent } from '../../../worker/contract/templates'
import { LinkButton } from '../../components/button'
import { Name } from '../../components/isolate'
import { Banner, type Fact, Facts, Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { formatClockSeconds, formatDate, formatFullTime } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { useSession } from '../accounts/session'
import { DeliveryChip } from '../contacts/delivery'
import { MessagePreview } from '../templates/message-preview'
import { HelpLinkTo } from './help-link'
import { useBroadcast, useProgress, useRecipient } from './model'
import { Cost, deliveryOf, Identity } from './recipients-table'

/** What exactly one person was sent, and what happened with it. */
export function RecipientPage() {
  const { params } = useRoute()
  const { id = '', no = '' } = params
  const { data: broadcast } = useBroadcast(id)
  const detail = useRecipient(id, no)
  const recipient = detail.data?.recipient
  const name = recipient ? (recipient.name ?? formatPhone(recipient.identity)) : ''
  return (
    <Page
      title={name || m.broadcast_recipients()}
      heading={recipient && <Name value={name} />}
      crumbs={[
        { label: m.broadcasts_title(), href: '/broadcasts' },
        { label: broadcast ? isolated(broadcast.name) : '…', href: `/broadcasts/${id}` },
      ]}
      beside={recipient && <DeliveryChip state={deliveryOf(recipient)} />}
    >
      <Loaded query={detail} skeleton={<Skeleton shape="text" />}>
        {(shown) => (
          <div class="with-rail">
            <Happened id={id} recipient={shown.recipient} />
            <aside class="rail" aria-label={m.broadcast_person_message()}>
              <Message detail={shown} name={name} />
            </aside>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Happened({ id, recipient }: { id: string; recipient: RecipientView }) {
  const { data: progress } = useProgress(id, false)
  const { reasonText, reasonLink, state, held, contactId, costMicros } = recipient
  return (
    <div class="stack narrow-col">
      {reasonText && (
        <Banner
          tone={state === 'failed' ? 'danger' : 'info'}
          icon={CircleAlert}
          isInset
          action={reasonLink && <HelpLinkTo link={reasonLink} />}
        >
          {reasonText}
        </Banner>
      )}
      {held && (
        <Banner tone="info" icon={Clock} isInset>
          {m.broadcast_person_held()}
        </Banner>
      )}
      <Section title={m.broadcast_person_events()}>
        <div class="panel pad">
          <Facts
            facts={[
              {
                key: 'identity',
                label: m.broadcast_col_phone(),
                value: <Identity value={recipient.identity} />,
              },
              ...eventsOf(recipient),
              {
                key: 'cost',
                label: m.broadcast_person_cost(),
                value:
                  costMicros === null ? (
                    m.broadcast_person_cost_unknown()
                  ) : (
                    <Cost micros={costMicros} currency={progress?.currency ?? 'USD'} />
                  ),
              },
            ]}
          />
        </div>
      </Section>
      {contactId && (
        <div class="row">
          <LinkButton href={`/contacts/${contactId}`}>{m.broadcast_person_contact()}</LinkButton>
        </div>
      )}
    </div>
  )
}

const EVENTS = [
  ['claimedAt', m.broadcast_event_claimed],
  ['acceptedAt', m.broadcast_event_accepted],
  ['sentAt', m.broadcast_event_sent],
  ['deliveredAt', m.broadcast_event_delivered],
  ['readAt', m.broadcast_event_read],
  ['failedAt', m.broadcast_event_failed],
  ['repliedAt', m.broadcast_event_replied],
] as const

const eventsOf = (recipient: RecipientView): Fact[] =>
  EVENTS.flatMap(([key, label]) => {
    const at = recipient[key]
    if (at === null) return []
    const time = (
      <time dateTime={new Date(at).toISOString()} title={formatFullTime(at)}>
        <bdi dir="ltr">
          {formatDate(at)}, {formatClockSeconds(at)}
        </bdi>
      </time>
    )
    return [{ key, label: label(), value: time }]
  })

const Components = v.array(TemplateComponent)

function Message({ detail, name }: { detail: RecipientDetail; name: string }) {
  const { account } = useSession()
  const { template, parameters, recipient } = detail
  const components = v.safeParse(Components, template?.components)
  const isSkipped = recipient.state === 'skipped'
  return (
    <Section title={m.broadcast_person_message()} level={3}>
      {template && parameters && components.success ? (
        <MessagePreview
          template={{ components: components.output, language: template.language }}
          filled={parameters}
          businessName={account.name}
          at={recipient.sentAt ?? recipient.acceptedAt ?? undefined}
          label={m.composer_preview_label({ name: isolated(name) })}
        />
      ) : (
        <p class="sm muted">
          {isSkipped ? m.broadcast_person_not_sent() : m.broadcast_person_not_yet()}
        </p>
      )}
    </Section>
  )
}
