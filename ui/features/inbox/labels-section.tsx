import { useSignal } from '@preact/signals'
import { Pencil, Plus, Trash2 } from 'lucide-preact'
import * as v from 'valibot'
import {
  LABEL_COLOURS,
  LABEL_MAX,
  LabelInput,
  type LabelView,
} from '../../../worker/contract/inbox'
import { Button, IconButton } from '../../components/button'
import { SelectField, TextField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { isolated } from '../../lib/i18n'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { changeLabel, createLabel, deleteLabel } from './api'
import { colourName, LabelName } from './label-chip'
import { refreshInbox, useLabels } from './model'
import { mayAnswer } from './rights'

/** Labels of conversations: named, coloured and taken away. */
export function LabelsSection() {
  const labels = useLabels()
  const isAllowed = mayAnswer(useSession())
  return (
    <Section title={m.inbox_labels()}>
      <p class="sm muted">{m.inbox_labels_hint()}</p>
      <Loaded query={labels} skeleton={<Skeleton shape="rows" count={3} />}>
        {({ items }) =>
          items.length > 0 && (
            <ul class="panel saved-list">
              {items.map((one) => (
                <Row key={one.id} label={one} isAllowed={isAllowed} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAllowed && <LabelForm submit={m.inbox_label_add()} isNew keep={createLabel} />}
    </Section>
  )
}

function Row({ label, isAllowed }: { label: LabelView; isAllowed: boolean }) {
  const { id, name } = label
  const isEditing = useSignal(false)
  const close = () => {
    isEditing.value = false
  }
  if (isEditing.value) {
    return (
      <li class="is-edited">
        <LabelForm
          label={label}
          submit={m.common_save()}
          keep={(input) => changeLabel(id, input).then(close)}
          onCancel={close}
        />
      </li>
    )
  }
  return (
    <li class="is-label">
      <LabelName {...label} />
      {isAllowed && (
        <span class="row">
          <IconButton
            icon={Pencil}
            variant="quiet"
            size="slim"
            label={m.inbox_label_edit({ name: isolated(name) })}
            onClick={() => {
              isEditing.value = true
            }}
          />
          <IconButton
            icon={Trash2}
            variant="quiet"
            size="slim"
            label={m.inbox_label_remove({ name: isolated(name) })}
            onClick={() => void remove(label)}
          />
        </span>
      )}
    </li>
  )
}

/** Whoever had it has it again when it comes back. */
async function remove(label: LabelView) {
  const { id, name } = label
  const bringBack = async () => {
    await createLabel(label)
    await refreshInbox()
  }
  try {
    await deleteLabel(id)
    showToast({
      text: m.inbox_label_removed({ name: isolated(name) }),
      undo: () => void bringBack(),
    })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    showToast({ text: error.message, tone: 'danger' })
  }
  await refreshInbox()
}

type FormProps = {
  submit: string
  keep: (input: LabelInput) => Promise<unknown>
  label?: LabelView
  isNew?: boolean
  onCancel?: () => void
}

function LabelForm({ submit, keep, label, isNew, onCancel }: FormProps) {
  const save = useAction(async (input: LabelInput) => {
    await keep(input)
    await refreshInbox()
  })
  return (
    <form
      class={isNew ? 'panel pad stack close' : 'stack close'}
      onSubmit={async (event) => {
        event.preventDefault()
        const form = event.currentTarget
        const input = v.safeParse(LabelInput, Object.fromEntries(new FormData(form)))
        if (input.success && (await save.run(input.output)) && isNew) form.reset()
      }}
    >
      <TextField
        name="name"
        label={m.inbox_label_name()}
        maxLength={LABEL_MAX}
        defaultValue={label?.name ?? ''}
        error={save.error.value?.message}
      />
      <SelectField
        name="colour"
        label={m.inbox_label_colour()}
        defaultValue={label?.colour ?? 'grey'}
        options={LABEL_COLOURS.map((value) => ({ value, text: colourName[value]() }))}
      />
      <div class="row">
        <Button type="submit" icon={isNew ? Plus : Pencil} isBusy={save.isBusy.value}>
          {submit}
        </Button>
        {onCancel && (
          <Button variant="quiet" onClick={onCancel}>
            {m.common_cancel()}
          </Button>
        )}
      </div>
    </form>
  )
}
