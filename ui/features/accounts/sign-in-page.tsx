import { useMemo } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import * as v from 'valibot'
import { SignIn } from '../../../worker/contract/auth'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { useForm } from '../../lib/form'
import { rich } from '../../lib/i18n'
import { safeReturnPath } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { Solo } from '../../shell/solo'
import { CodePage } from './code-page'
import { type CodeRequest, createPendingCode } from './pending-code'

export function SignInPage() {
  const { query } = useLocation()
  const request = useMemo(() => createPendingCode(), [])
  const pending = request.pending.value
  if (!pending) return <AddressStep request={request} />
  return <CodePage request={request} pending={pending} goTo={safeReturnPath(query.return)} />
}

const AddressForm = v.pick(SignIn, ['email'])

function AddressStep({ request }: { request: CodeRequest }) {
  const { query } = useLocation()
  const form = useForm({
    schema: AddressForm,
    submit: async ({ email }) => {
      await request.askToSignIn(email)
    },
  })
  const signUpAddress = query.return
    ? `/sign-up?return=${encodeURIComponent(query.return)}`
    : '/sign-up'
  return (
    <Solo title={m.auth_sign_in_title()}>
      <form {...form.props} class="card-form panel">
        <div class="head">
          <h1>{m.auth_sign_in_title()}</h1>
          <p class="muted md">{m.auth_sign_in_lead()}</p>
        </div>
        <FormErrors form={form} />
        <TextField
          {...form.field('email')}
          label={m.auth_email()}
          type="email"
          size="tall"
          dir="ltr"
          autocomplete="username"
          inputMode="email"
          autofocus
        />
        <SubmitButton form={form} size="tall">
          {m.auth_send_code()}
        </SubmitButton>
      </form>
      <p class="md muted">
        {rich(m.auth_no_account, { link: <a href={signUpAddress}>{m.auth_open_account()}</a> })}
      </p>
    </Solo>
  )
}
