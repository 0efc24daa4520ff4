import { useMemo } from 'preact/hooks'
import { SignUp } from '../../../worker/contract/auth'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { type Form, useForm } from '../../lib/form'
import { locale, rich } from '../../lib/i18n'
import { browserCountry, browserTimeZone } from '../../lib/places'
import { m } from '../../paraglide/messages.js'
import { privacyAddress, Solo } from '../../shell/solo'
import { CodePage } from './code-page'
import { type CodeRequest, createPendingCode } from './pending-code'
import { PlaceFields } from './place-fields'

export function SignUpPage() {
  const request = useMemo(() => createPendingCode(), [])
  const pending = request.pending.value
  if (!pending) return <DetailsStep request={request} />
  return <CodePage request={request} pending={pending} goTo="/onboarding" />
}

function DetailsStep({ request }: { request: CodeRequest }) {
  const country = useMemo(() => browserCountry(), [])
  const form = useForm({
    schema: SignUp,
    toInput: (values) => ({ ...values, language: locale.peek() }),
    submit: async (input) => {
      await request.askToSignUp(input)
    },
  })
  return (
    <Solo title={m.auth_sign_up_title()}>
      <form {...form.props} class="card-form wide panel">
        <div class="head">
          <h1>{m.auth_sign_up_title()}</h1>
          <p class="muted md">{m.auth_sign_up_lead()}</p>
        </div>
        <FormErrors form={form} />
        <PersonFields form={form} />
        <PlaceFields form={form} country={country} zone={browserTimeZone()} />
        <SubmitButton form={form} size="tall">
          {m.auth_create()}
        </SubmitButton>
        <p class="sm muted">
          {rich(m.auth_terms, { link: <a href={privacyAddress()}>{m.auth_terms_link()}</a> })}
        </p>
      </form>
      <p class="md muted">
        {rich(m.auth_has_account, { link: <a href="/sign-in">{m.auth_sign_in_title()}</a> })}
      </p>
    </Solo>
  )
}

const PersonFields = ({ form }: { form: Form }) => (
  <>
    <TextField {...form.field('name')} label={m.auth_name()} autocomplete="name" autofocus />
    <TextField
      {...form.field('email')}
      label={m.auth_email()}
      type="email"
      dir="ltr"
      autocomplete="email"
      inputMode="email"
    />
    <TextField
      {...form.field('phone')}
      label={m.auth_phone()}
      hint={m.auth_phone_hint()}
      type="tel"
      dir="ltr"
      autocomplete="tel"
      inputMode="tel"
    />
    <TextField
      {...form.field('businessName')}
      label={m.auth_business_name()}
      autocomplete="organization"
    />
  </>
)
