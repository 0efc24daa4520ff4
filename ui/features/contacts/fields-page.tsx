import { useSignal } from '@preact/signals'
import { Pencil } from 'lucide-preact'
import {
  FIELD_TYPES,
  FieldChange,
  type FieldType,
  type FieldView,
  NewField,
} from '../../../worker/contract/contacts'
import { Button, IconButton } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { SelectField, TextArea, TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Name } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { type Column, Table } from '../../components/table'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { SettingsFrame } from '../accounts/settings-frame'
import { changeField, declareField } from './api'
import { refreshContacts, useFields } from './model'

const TYPE_NAMES: Record<FieldType, () => string> = {
  text: m.contacts_type_text,
  number: m.contacts_type_number,
  date: m.contacts_type_date,
  choice: m.contacts_type_choice,
  yes_no: m.contacts_type_yes_no,
}

/** What the account writes down about people besides name and number. */
export function FieldsPage() {
  const fields = useFields()
  const mayChange = canSend(useSession())
  return (
    <SettingsFrame current="fields">
      <Section title={m.contacts_fields()}>
        <Loaded query={fields} skeleton={<Skeleton shape="rows" count={4} />}>
          {({ items }) =>
            items.length === 0 ? (
              <p class="md muted">{m.contacts_no_fields()}</p>
            ) : (
              <div class="panel">
                <FieldTable fields={items} mayChange={mayChange} />
              </div>
            )
          }
        </Loaded>
      </Section>
      {mayChange && <Declare />}
    </SettingsFrame>
  )
}

function FieldTable({ fields, mayChange }: { fields: FieldView[]; mayChange: boolean }) {
  const changing = useSignal<FieldView | null>(null)
  const columns: Column<FieldView>[] = [
    {
      key: 'name',
      header: m.contacts_field_name(),
      isRowHeader: true,
      cell: ({ name }) => <Name value={name} />,
    },
    {
      key: 'type',
      header: m.contacts_field_type(),
      cell: ({ type, choices }) => (
        <>
          {TYPE_NAMES[type]()}
          {choices.length > 0 && (
            <span class="sm muted">
              {' · '}
              <bdi>{choices.join(', ')}</bdi>
            </span>
          )}
        </>
      ),
    },
    {
      key: 'change',
      header: <span class="vh">{m.common_change()}</span>,
      cell: (field) =>
        mayChange && (
          <IconButton
            icon={Pencil}
            variant="quiet"
            size="slim"
            label={m.contacts_field_change({ name: field.name })}
            onClick={() => {
              changing.value = field
            }}
          />
        ),
    },
  ]
  const close = () => {
    changing.value = null
  }
  const field = changing.value
  return (
    <>
      <Table
        caption={m.contacts_fields()}
        columns={columns}
        rows={fields}
        rowKey={({ key }) => key}
      />
      <Dialog title={m.contacts_field_change_title()} isOpen={field !== null} onClose={close}>
        {field && <Change field={field} onDone={close} />}
      </Dialog>
    </>
  )
}

function Change({ field, onDone }: { field: FieldView; onDone: () => void }) {
  const isChoice = field.type === 'choice'
  const form = useForm({
    schema: FieldChange,
    toInput: ({ name, choices }) => ({
      name: name ?? '',
      ...(isChoice && { choices: linesOf(choices ?? '') }),
    }),
    submit: async (change) => {
      await changeField(field.key, change)
      await refreshContacts()
      showToast({ text: m.contacts_field_saved() })
      onDone()
    },
  })
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <TextField
        {...form.field('name')}
        label={m.contacts_field_name()}
        maxLength={56}
        defaultValue={field.name}
      />
      {isChoice && (
        <TextArea
          {...form.field('choices')}
          label={m.contacts_field_choices()}
          hint={m.contacts_field_choices_hint()}
          defaultValue={field.choices.join('\n')}
        />
      )}
      <div class="dialog-acts">
        <Button onClick={onDone}>{m.common_cancel()}</Button>
        <SubmitButton form={form}>{m.common_save()}</SubmitButton>
      </div>
    </form>
  )
}

const linesOf = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

function Declare() {
  const type = useSignal<FieldType>('text')
  const form = useForm({
    schema: NewField,
    toInput: ({ name, choices }) => ({
      name: name ?? '',
      type: type.peek(),
      ...(type.peek() === 'choice' && { choices: linesOf(choices ?? '') }),
    }),
    submit: async (field, key) => {
      await declareField(field, key)
      await refreshContacts()
      form.props.ref.current?.reset()
      type.value = 'text'
      showToast({ text: m.contacts_field_saved() })
    },
  })
  return (
    <Section title={m.contacts_field_new()}>
      <form {...form.props} class="panel pad stack close">
        <FormErrors form={form} />
        <div class="two-columns">
          <TextField
            {...form.field('name')}
            label={m.contacts_field_name()}
            hint={m.contacts_field_name_hint()}
            maxLength={56}
          />
          <SelectField
            {...form.field('type')}
            label={m.contacts_field_type()}
            options={FIELD_TYPES.map((value) => ({ value, text: TYPE_NAMES[value]() }))}
            value={type.value}
            onChange={(value) => {
              type.value = FIELD_TYPES.find((one) => one === value) ?? 'text'
            }}
          />
        </div>
        {type.value === 'choice' && (
          <TextArea
            {...form.field('choices')}
            label={m.contacts_field_choices()}
            hint={m.contacts_field_choices_hint()}
          />
        )}
        <div class="row">
          <SubmitButton form={form}>{m.contacts_field_add()}</SubmitButton>
        </div>
      </form>
    </Section>
  )
}
