import * as v from 'valibot'
import {
  LABEL_COLOURS,
  LABEL_MAX,
  LabelInput,
  type LabelView,
} from '../../../worker/contract/inbox'
import { describeFailure } from '../../components/failure'
import { SelectField, TextField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { changeLabel, createLabel, deleteLabel } from './api'
import { EditableList, FormButtons } from './editable-list'
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
        {({ items }) => (
          <EditableList
            items={items}
            isAllowed={isAllowed}
            show={(label) => <LabelName {...label} />}
            form={(label, close) => <LabelForm label={label} onCancel={close} />}
            editLabel={({ name }) => m.inbox_label_edit({ name: isolated(name) })}
            removeLabel={({ name }) => m.inbox_label_remove({ name: isolated(name) })}
            removedText={({ name }) => m.inbox_label_removed({ name: isolated(name) })}
            remove={({ id }) => deleteLabel(id)}
            bringBack={createLabel}
          />
        )}
      </Loaded>
      {isAllowed && <LabelForm />}
    </Section>
  )
}

function LabelForm({ label, onCancel }: { label?: LabelView; onCancel?: () => void }) {
  const save = useAction(async (input: LabelInput) => {
    await (label ? changeLabel(label.id, input) : createLabel(input))
    await refreshInbox()
    onCancel?.()
  })
  return (
    <form
      class={label ? 'stack close' : 'panel pad stack close'}
      onSubmit={async (event) => {
        event.preventDefault()
        const form = event.currentTarget
        const input = v.safeParse(LabelInput, Object.fromEntries(new FormData(form)))
        if (input.success && (await save.run(input.output))) form.reset()
      }}
    >
      <TextField
        name="name"
        label={m.inbox_label_name()}
        maxLength={LABEL_MAX}
        defaultValue={label?.name ?? ''}
        error={save.error.value ? describeFailure(save.error.value) : undefined}
      />
      <SelectField
        name="colour"
        label={m.inbox_label_colour()}
        defaultValue={label?.colour ?? 'grey'}
        options={LABEL_COLOURS.map((value) => ({ value, text: colourName[value]() }))}
      />
      <FormButtons
        submit={label ? m.common_save() : m.inbox_label_add()}
        isBusy={save.isBusy.value}
        onCancel={onCancel}
      />
    </form>
  )
}
