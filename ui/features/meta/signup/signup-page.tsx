import { useSignal } from '@preact/signals'
import { ExternalLink } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import type { CodeSent } from '../../../../worker/contract/auth'
import { Button, LinkButton } from '../../../components/button'
import { Choices } from '../../../components/choice'
import { describeFailure } from '../../../components/failure'
import { Banner, Section } from '../../../components/page-parts'
import { useAction } from '../../../lib/action'
import { rich } from '../../../lib/i18n'
import { m } from '../../../paraglide/messages.js'
import { Page } from '../../../shell/page'
import { CodeEntry } from '../../accounts/code-entry'
import { useSession } from '../../accounts/session'
import { askForTokenCode } from '../api'
import { ConnectionChecks } from '../connection-checks'
import { Finished } from './finished'
import { type SignupState, useSignup } from './model'

/** The one page with Meta's script: it is loaded as a document of its own and left as one. */
export function SignupPage() {
  const renewed = useRef(new URLSearchParams(location.search).get('renew')).current
  const code = useSignal<string | null>(null)
  if (renewed && code.value === null) return <ProofFirst onCode={(typed) => (code.value = typed)} />
  return (
    <MetaWindow
      renews={renewed && code.value ? { connectionId: renewed, code: code.value } : undefined}
      onSpent={() => {
        code.value = null
      }}
    />
  )
}

/** A session alone must not put another token in place. */
function ProofFirst({ onCode }: { onCode: (code: string) => void }) {
  const { user } = useSession()
  const sent = useSignal<CodeSent | null>(null)
  const ask = useAction<null>(async () => {
    sent.value = await askForTokenCode()
  })
  return (
    <Page title={m.signup_renew_title()}>
      <div class="stack narrow-col">
        <p class="muted">{m.signup_renew_lead()}</p>
        {sent.value ? (
          <div class="panel pad">
            <CodeEntry
              email={user.email}
              sent={sent.value}
              onAgain={askForTokenCode}
              onCode={async (typed) => onCode(typed)}
            />
          </div>
        ) : (
          <div class="row">
            <Button variant="primary" isBusy={ask.isBusy.value} onClick={() => void ask.run(null)}>
              {m.signup_send_code()}
            </Button>
          </div>
        )}
        {ask.error.value && <p class="t-danger">{describeFailure(ask.error.value)}</p>}
      </div>
    </Page>
  )
}

type WindowProps = { renews: Parameters<typeof useSignup>[0]; onSpent: () => void }

function MetaWindow({ renews, onSpent }: WindowProps) {
  const signup = useSignup(renews, onSpent)
  const where = useSignal<'new' | 'phone_app'>('new')
  const state = signup.state.value
  if (state.kind === 'done') {
    return (
      <Page title={m.connect_done()}>
        <Finished connection={state.connection} />
      </Page>
    )
  }
  const isWaiting = state.kind === 'open' || state.kind === 'finishing'
  const isPreparing = state.kind === 'preparing'
  return (
    <Page title={m.connect_title()}>
      <div class="stack narrow-col">
        <p class="muted">{m.signup_lead()}</p>
        <Section title={m.connect_need()}>
          <ul class="bullets md">
            <li>{m.signup_need_account()}</li>
            <li>{m.signup_need_number()}</li>
            <li>{m.signup_need_payment()}</li>
          </ul>
        </Section>
        <div class="panel pad stack close">
          <Told state={state} />
          <Choices
            legend={m.signup_which()}
            name="where"
            value={where.value}
            onChange={(value) => {
              where.value = value
            }}
            choices={[
              { value: 'new', label: m.signup_which_new(), hint: m.signup_which_new_hint() },
              {
                value: 'phone_app',
                label: m.signup_which_phone(),
                hint: m.signup_which_phone_hint(),
              },
            ]}
          />
          <div class="row">
            <Button
              variant="primary"
              icon={ExternalLink}
              isBusy={isPreparing || isWaiting}
              onClick={() => void signup.open(where.value === 'phone_app')}
            >
              {labelOf(state)}
            </Button>
            <LinkButton variant="quiet" href="/onboarding/token">
              {m.signup_by_hand()}
            </LinkButton>
          </div>
          <p class="sm muted" role="status">
            {state.kind === 'open' ? m.signup_open() : ''}
            {state.kind === 'finishing' ? m.connect_checking() : ''}
          </p>
        </div>
        {state.kind === 'refused' && state.checks && <ConnectionChecks checks={state.checks} />}
      </div>
    </Page>
  )
}

const labelOf = ({ kind }: SignupState): string =>
  kind === 'cancelled' || kind === 'closed' ? m.signup_go_on() : m.signup_start()

/** How the last try ended; leaving half-way is no error. */
function Told({ state }: { state: SignupState }) {
  switch (state.kind) {
    case 'cancelled':
    case 'closed':
      return (
        <Banner tone="info" isInset>
          {state.kind === 'cancelled' ? m.signup_cancelled() : m.signup_closed()}
        </Banner>
      )
    case 'meta_error':
      return (
        <Banner tone="warn" isInset>
          {rich(m.signup_meta_error, { words: <bdi>{state.words}</bdi> })}
        </Banner>
      )
    case 'no_script':
      return (
        <Banner tone="danger" isInset>
          {m.signup_no_script()}
        </Banner>
      )
    case 'refused':
      return (
        <Banner tone="danger" isInset>
          {state.checks ? m.connect_failed() : describeFailure(state.error)}
        </Banner>
      )
    default:
      return null
  }
}
