import { useSignal } from '@preact/signals'
import { Pencil } from 'lucide-preact'
import { ContactChange, type ContactView, type FieldView } from '../../../worker/contract/contacts'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Field, SelectField, TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { showToast } from '../../components/toast'
import { type Form, useForm } from '../../lib/form'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { changeContact } from './api'
import { refreshContacts, useFields } from './model'
import { choicesOf, languageOptions } from './rule-value'

/** Name, e-mail, language and the account's own fields; the number is who the contact is. */
export function EditContact({ contact }: { contact: ContactView }) {
  const mayChange = canSend(useSession())
  const isOpen = useSignal(false)
  if (!mayChange) return null
  const close = () => {
    isOpen.value = false
  }
  return (
    <>
      <Button
        size="slim"
        icon={Pencil}
        onClick={() => {
          isOpen.value = true
        }}
      >
        {m.contacts_edit()}
      </Button>
      <Dialog title={m.contacts_edit_title()} isOpen={isOpen.value} isWide onClose={close}>
        <EditForm contact={contact} onDone={close} />
      </Dialog>
    </>
  )
}

const FIELD_PREFIX = 'fields.'

function EditForm({ contact, onDone }: { contact: ContactView; onDone: () => void }) {
  const { data } = useFields()
  const fields = data?.items ?? []
  const form = useForm({
    schema: ContactChange,
    toInput: ({ firstName, lastName, email, language, ...values }) => ({
      version: contact.version,
      firstName: firstName || null,
      lastName: lastName || null,
      email: email || null,
      language: language || null,
      fields: changedFields(contact, values),
    }),
    submit: async (change) => {
      await changeContact(contact.id, change)
      await refreshContacts()
      showToast({ text: m.contacts_changed() })
      onDone()
    },
  })
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <div class="two-columns">
        <TextField
          {...form.field('firstName')}
          label={m.contacts_first_name()}
          defaultValue={contact.firstName ?? ''}
          isOptional
        />
        <TextField
          {...form.field('lastName')}
          label={m.contacts_last_name()}
          defaultValue={contact.lastName ?? ''}
          isOptional
        />
        <TextField
          {...form.field('email')}
          label={m.contacts_email()}
          type="email"
          dir="ltr"
          autocomplete="off"
          defaultValue={contact.email ?? ''}
          isOptional
        />
        <SelectField
          {...form.field('language')}
          label={m.contacts_language()}
          options={[{ value: '', text: '–' }, ...languagesFor(contact.language)]}
          defaultValue={contact.language ?? ''}
          isOptional
        />
        {fields.map((field) => (
          <FieldInput key={field.key} {...{ form, field, contact }} />
        ))}
      </div>
      <div class="dialog-acts">
        <Button onClick={onDone}>{m.common_cancel()}</Button>
        <SubmitButton form={form}>{m.common_save()}</SubmitButton>
      </div>
    </form>
  )
}

/** Only what differs: a value that an import brought in another form stays until it is touched. */
function changedFields(contact: ContactView, values: Record<string, string>) {
  const typed = Object.entries(values).map(
    ([name, value]) => [name.slice(FIELD_PREFIX.length), value.trim()] as const,
  )
  const changed = typed.filter(([key, value]) => value !== (contact.fields[key] ?? ''))
  return Object.fromEntries(changed.map(([key, value]) => [key, value || null]))
}

const languagesFor = (present: string | null) => {
  const known = languageOptions()
  const isKnown = present === null || known.some(({ value }) => value === present)
  return isKnown ? known : [...known, { value: present, text: present }]
}

type InputProps = { form: Form; field: FieldView; contact: ContactView }

function FieldInput({ form, field, contact }: InputProps) {
  const wired = form.field(`${FIELD_PREFIX}${field.key}`)
  const present = contact.fields[field.key] ?? ''
  const choices = choicesOf(field)
  if (choices) {
    const isKnown = present === '' || choices.some(({ value }) => value === present)
    const kept = isKnown ? [] : [{ value: present, text: present }]
    return (
      <SelectField
        {...wired}
        label={field.name}
        options={[{ value: '', text: '–' }, ...kept, ...choices]}
        defaultValue={present}
        isOptional
      />
    )
  }
  if (field.type === 'date') {
    return (
      <Field label={field.name} error={wired.error} id={wired.id} isOptional>
        {(control) => (
          <input {...control} class="input" type="date" name={wired.name} defaultValue={present} />
        )}
      </Field>
    )
  }
  return (
    <TextField
      {...wired}
      label={field.name}
      {...(field.type === 'number' && { inputMode: 'decimal', dir: 'ltr' })}
      defaultValue={present}
      maxLength={500}
      isOptional
    />
  )
}
