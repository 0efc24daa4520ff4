import { useSignal } from '@preact/signals'
import { useLocation } from 'preact-iso'
import type { CodeSent } from '../../../worker/contract/auth'
import {
  type CheckView,
  type ConnectionView,
  NewConnection,
} from '../../../worker/contract/connections'
import { LinkButton } from '../../components/button'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Code } from '../../components/isolate'
import { LeaveGuard } from '../../components/leave-guard'
import { Banner, Section } from '../../components/page-parts'
import { announce } from '../../lib/announce'
import { type Form, useForm } from '../../lib/form'
import { rich } from '../../lib/i18n'
import { queryClient } from '../../lib/query'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { askForTokenCode, connect } from './api'
import { Connected } from './connected'
import { ConnectionChecks } from './connection-checks'
import { refreshConnections } from './connections'
import { checksOf } from './refusal'
import { TokenCodeDialog } from './token-code-dialog'

/** Connecting by hand: three values, and each of the server's checks with its result. */
export function ConnectPage() {
  const checks = useSignal<CheckView[] | null>(null)
  const connection = useSignal<ConnectionView | null>(null)
  // What is connected already gets another token with a code only.
  const sent = useSignal<CodeSent | null>(null)
  const pasted = useSignal<NewConnection | null>(null)
  const form = useForm({
    schema: NewConnection,
    submit: async (input, key) => {
      checks.value = null
      try {
        await finish(input, key)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        if (error.code === 'connection.code_needed') {
          sent.value = await askForTokenCode()
          pasted.value = input
          return
        }
        checks.value = checksOf(error)
        throw error
      }
    },
  })
  const finish = async (input: NewConnection, key: string) => {
    connection.value = await connect(input, key)
    checks.value = connection.value.checks
    await Promise.all([
      refreshConnections(),
      queryClient.invalidateQueries({ queryKey: ['templates'] }),
    ])
    announce(m.connect_done())
  }
  const reconnect = async (code: string) => {
    if (!pasted.value) return
    try {
      await finish({ ...pasted.value, code }, crypto.randomUUID())
    } catch (error) {
      checks.value = error instanceof ApiError ? checksOf(error) : null
      if (!checks.value) throw error
    }
    pasted.value = null
    sent.value = null
  }
  const isConnected = connection.value !== null
  return (
    <Page title={isConnected ? m.connect_done() : m.connect_title()}>
      <div class="with-rail">
        {connection.value ? (
          <Connected connection={connection.value} />
        ) : (
          <ConnectForm form={form} hasFailedChecks={checks.value !== null} />
        )}
        <aside class="rail" aria-label={m.connect_checks()}>
          <Section title={m.connect_checks()}>
            <ConnectionChecks checks={checks.value} isRunning={form.isBusy.value} />
          </Section>
        </aside>
      </div>
      <TokenCodeDialog sent={sent} onCode={reconnect} />
    </Page>
  )
}

function ConnectForm({ form, hasFailedChecks }: { form: Form; hasFailedChecks: boolean }) {
  // Who replaces a token comes with the ids of what is connected already.
  const { query } = useLocation()
  return (
    <div class="stack narrow-col">
      <p class="muted">{m.connect_lead()}</p>
      <Needed />
      <form {...form.props} class="panel pad stack close">
        <LeaveGuard form={form} />
        {hasFailedChecks ? (
          <Banner tone="danger" isInset>
            {m.connect_failed()}
          </Banner>
        ) : (
          <FormErrors form={form} />
        )}
        <IdField
          form={form}
          name="wabaId"
          label={m.connect_waba()}
          hint={m.connect_waba_hint()}
          known={query.waba}
        />
        <IdField
          form={form}
          name="phoneNumberId"
          label={m.connect_phone_number()}
          hint={m.connect_phone_number_hint()}
          known={query.number}
        />
        <TextField
          {...form.field('accessToken')}
          label={m.connect_token()}
          hint={m.connect_token_hint()}
          type="password"
          dir="ltr"
          autocomplete="off"
          spellcheck={false}
        />
        <div class="row">
          <SubmitButton form={form}>
            {form.isBusy.value ? m.connect_checking() : m.connect_submit()}
          </SubmitButton>
          <LinkButton variant="quiet" href="/broadcasts">
            {m.connect_skip()}
          </LinkButton>
        </div>
      </form>
    </div>
  )
}

type IdFieldProps = {
  form: Form
  name: string
  label: string
  hint: string
  known: string | undefined
}

const IdField = ({ form, name, label, hint, known }: IdFieldProps) => (
  <TextField
    {...form.field(name)}
    label={label}
    hint={hint}
    dir="ltr"
    inputMode="numeric"
    defaultValue={known ?? ''}
    autocomplete="off"
    spellcheck={false}
  />
)

const Needed = () => (
  <Section title={m.connect_need()}>
    <ul class="bullets md">
      <li>{m.connect_need_app()}</li>
      <li>
        {rich(m.connect_need_token, {
          first: <Code>whatsapp_business_management</Code>,
          second: <Code>whatsapp_business_messaging</Code>,
        })}
      </li>
      <li>{rich(m.connect_need_ids, { path: <bdi dir="ltr">WhatsApp → API Setup</bdi> })}</li>
    </ul>
  </Section>
)
