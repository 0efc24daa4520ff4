import { useSignal } from '@preact/signals'
import { NewContact } from '../../../worker/contract/contacts'
import { LinkButton } from '../../components/button'
import { Checkbox } from '../../components/choice'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { LeaveGuard } from '../../components/leave-guard'
import { Banner } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { type Form, useForm } from '../../lib/form'
import { formatCountry } from '../../lib/format'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { useSession } from '../accounts/session'
import { createContact } from './api'
import { refreshContacts } from './model'

export function NewContactPage() {
  const hasAgreed = useSignal(false)
  const form = useForm({
    schema: NewContact,
    toInput: (values) => ({
      firstName: values.firstName || null,
      lastName: values.lastName || null,
      phone: values.phone ?? '',
      email: values.email || null,
      tags: tagsIn(values.tags ?? ''),
      consent: hasAgreed.peek() ? 'opted_in' : 'unknown',
      // Blank is refused beside its field; without consent there is nothing to say.
      consentSource: hasAgreed.peek() ? (values.consentSource ?? '') : null,
    }),
    submit: async (input, key) => {
      const contact = await createContact(input, key)
      await refreshContacts()
      showToast({ text: m.contacts_added() })
      navigate(`/contacts/${contact.id}`, { replace: true })
    },
  })
  return (
    <Page
      title={m.contacts_new_title()}
      crumbs={[{ label: m.contacts_title(), href: '/contacts' }]}
    >
      <form {...form.props} class="panel pad stack close narrow-col">
        <Refusal form={form} />
        <PersonFields form={form} />
        <Consent form={form} hasAgreed={hasAgreed} />
        <div class="row">
          <SubmitButton form={form}>{m.contacts_save_new()}</SubmitButton>
          <LinkButton variant="quiet" href="/contacts">
            {m.common_cancel()}
          </LinkButton>
        </div>
        <LeaveGuard form={form} />
      </form>
    </Page>
  )
}

const tagsIn = (typed: string) =>
  typed
    .split(/[,;]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')

/** A number that is here already leads to its person instead of making a second one. */
function Refusal({ form }: { form: Form }) {
  const failure = form.failure.value
  const details: unknown = failure?.details
  const isKnown = typeof details === 'object' && details !== null && 'id' in details
  if (failure?.code !== 'contact.exists' || !isKnown) return <FormErrors form={form} />
  return (
    <Banner
      isInset
      action={<a href={`/contacts/${String(details.id)}`}>{m.contacts_exists_open()}</a>}
    >
      {m.contacts_exists()}
    </Banner>
  )
}

function PersonFields({ form }: { form: Form }) {
  const { account } = useSession()
  return (
    <>
      <TextField
        {...form.field('phone')}
        label={m.contacts_phone()}
        hint={m.contacts_phone_hint({ country: formatCountry(account.country) })}
        type="tel"
        inputMode="tel"
        dir="ltr"
        autocomplete="off"
        autofocus
      />
      <div class="two-columns">
        <TextField {...form.field('firstName')} label={m.contacts_first_name()} isOptional />
        <TextField {...form.field('lastName')} label={m.contacts_last_name()} isOptional />
      </div>
      <TextField
        {...form.field('email')}
        label={m.contacts_email()}
        type="email"
        inputMode="email"
        dir="ltr"
        autocomplete="off"
        isOptional
      />
      <TextField
        {...form.field('tags')}
        label={m.contacts_tags()}
        hint={m.contacts_tags_hint()}
        isOptional
      />
    </>
  )
}

type ConsentProps = { form: Form; hasAgreed: { value: boolean } }

const Consent = ({ form, hasAgreed }: ConsentProps) => (
  <>
    <Checkbox
      label={m.contacts_agreed()}
      hint={m.contacts_agreed_hint()}
      isChecked={hasAgreed.value}
      onChange={(isChecked) => {
        hasAgreed.value = isChecked
      }}
    />
    {hasAgreed.value && (
      <TextField
        {...form.field('consentSource')}
        label={m.contacts_consent_source()}
        hint={m.contacts_consent_source_hint()}
      />
    )}
  </>
)
