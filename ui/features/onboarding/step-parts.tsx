import { useSignal } from '@preact/signals'
import { ExternalLink, RefreshCw, Upload } from 'lucide-preact'
import type { ConnectionView } from '../../../worker/contract/connections'
import type { OnboardingView } from '../../../worker/contract/onboarding'
import { Button, LinkButton } from '../../components/button'
import { CheckList } from '../../components/check-list'
import { describeFailure } from '../../components/failure'
import { useAction } from '../../lib/action'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { useSignupOffer } from '../meta/access'
import { checkAccess, checkHealth } from '../meta/api'
import { ConnectionChecks } from '../meta/connection-checks'
import { present, refreshConnections, useConnections } from '../meta/connections'
import { Problems } from '../meta/problems'
import { syncTemplates } from '../templates/api'
import { refreshOnboarding } from './model'

type Props = { view: OnboardingView }

export function ConnectStep(_props: Props) {
  const offer = useSignupOffer()
  const connection = useFirstConnection()
  const mayChange = canManage(useSession())
  return (
    <div class="stack close">
      <p class="md">{m.onboarding_connect_why()}</p>
      {!mayChange && <p class="md muted">{m.onboarding_ask_admin()}</p>}
      {mayChange && (
        <div class="row">
          {offer.data?.isOffered && (
            <LinkButton
              variant={connection ? undefined : 'primary'}
              icon={ExternalLink}
              href="/connect"
            >
              {connection ? m.numbers_add() : m.signup_start()}
            </LinkButton>
          )}
          <LinkButton
            variant={offer.data?.isOffered === false && !connection ? 'primary' : 'quiet'}
            href="/onboarding/token"
          >
            {m.signup_by_hand()}
          </LinkButton>
        </div>
      )}
      {connection && mayChange && (
        <CheckNow
          look={async (key) => {
            const { checks } = await checkAccess(connection.id, key)
            return <ConnectionChecks checks={checks} />
          }}
        />
      )}
      {connection && <Problems connection={connection} />}
    </div>
  )
}

export function WebhookStep(_props: Props) {
  const connection = useFirstConnection()
  if (!connection) return <p class="md">{m.onboarding_connect_first()}</p>
  return (
    <div class="stack close">
      <p class="md">{m.onboarding_webhook_why()}</p>
      <CheckNow
        look={async () => {
          const now = await checkHealth(connection.id)
          return <HealthChecks connection={now} />
        }}
      />
    </div>
  )
}

/** What Meta said just now, as far as news from it and sending are concerned. */
function HealthChecks({ connection }: { connection: ConnectionView }) {
  const has = (...kinds: string[]) => connection.problems.some(({ kind }) => kinds.includes(kind))
  const checks = [
    { key: 'subscribed', title: m.onboarding_check_subscribed(), isWrong: false },
    { key: 'here', title: m.onboarding_check_here(), isWrong: has('webhook_redirected') },
    { key: 'payment', title: m.onboarding_check_payment(), isWrong: has('payment_missing') },
    {
      key: 'number',
      title: m.onboarding_check_number(),
      isWrong: has(
        ...['number_missing', 'number_unregistered', 'number_not_connected', 'number_blocked'],
        ...['banned', 'restricted', 'restricted_all', 'offboarded', 'token_dead'],
      ),
    },
  ]
  return (
    <>
      <CheckList
        items={checks.map(({ key, title, isWrong }) => ({
          key,
          title,
          state: isWrong ? 'failed' : 'ok',
          stateText: isWrong ? m.connect_state_failed() : m.connect_state_ok(),
        }))}
      />
      <Problems connection={connection} />
    </>
  )
}

export function TemplatesStep({ view }: Props) {
  const connection = useFirstConnection()
  if (!connection) return <p class="md">{m.onboarding_connect_first()}</p>
  return (
    <div class="stack close">
      <p class="md">{m.onboarding_templates_why()}</p>
      <p class="md">
        {m.onboarding_templates_count({ count: formatNumber(view.approvedTemplates) })}
      </p>
      <CheckNow
        look={async () => {
          await syncTemplates()
          return <p class="md">{m.onboarding_templates_syncing()}</p>
        }}
      />
      <div class="row">
        <LinkButton href="/templates">{m.connect_next_templates()}</LinkButton>
      </div>
    </div>
  )
}

export function ContactsStep({ view }: Props) {
  return (
    <div class="stack close">
      <p class="md">{m.onboarding_contacts_why()}</p>
      <p class="md">{m.onboarding_contacts_count({ count: formatNumber(view.contacts) })}</p>
      <div class="row">
        <LinkButton variant="primary" icon={Upload} href="/contacts/import">
          {m.connect_next_import()}
        </LinkButton>
        <LinkButton href="/contacts/new">{m.contacts_add()}</LinkButton>
      </div>
    </div>
  )
}

const useFirstConnection = (): ConnectionView | undefined =>
  present(useConnections().data?.items ?? [])[0]

/** Runs the real check and shows what it found. */
function CheckNow({ look }: { look: (key: string) => Promise<preact.JSX.Element> }) {
  const found = useSignal<preact.JSX.Element | null>(null)
  const check = useAction<null>(async (_input, key) => {
    found.value = await look(key)
    await Promise.all([refreshConnections(), refreshOnboarding()])
  })
  const failure = check.error.value
  return (
    <>
      <div class="row">
        <Button icon={RefreshCw} isBusy={check.isBusy.value} onClick={() => void check.run(null)}>
          {check.isBusy.value ? m.connect_checking() : m.onboarding_check_now()}
        </Button>
      </div>
      {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      {found.value && <div class="panel pad stack close">{found.value}</div>}
    </>
  )
}
