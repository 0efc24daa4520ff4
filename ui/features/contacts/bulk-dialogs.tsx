import { useId } from 'preact/hooks'
import { BulkAction } from '../../../worker/contract/bulk-edits'
import { Button } from '../../components/button'
import { ConfirmDialog, Dialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Field, SelectField, TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { useAction } from '../../lib/action'
import { useForm } from '../../lib/form'
import { m } from '../../paraglide/messages.js'
import { runBulkEdit } from './bulk'
import { useTags } from './model'
import { chooseNobody, chosenWho } from './selection'

type DialogProps = { count: number; onClose: () => void }

const perform = async (action: BulkAction, people: number, key: string) => {
  await runBulkEdit({ action, who: chosenWho(), people }, key)
  chooseNobody()
}

type TagDialogProps = DialogProps & { what: string | null }

/** One tag more, or one less; both can be taken back. */
export const TagDialog = ({ what, count, onClose }: TagDialogProps) => (
  <Dialog
    title={
      what === 'add_tag'
        ? m.contacts_bulk_tag_title({ count })
        : m.contacts_bulk_untag_title({ count })
    }
    isOpen={what === 'add_tag' || what === 'remove_tag'}
    onClose={onClose}
  >
    {what === 'add_tag' ? (
      <AddTag count={count} onClose={onClose} />
    ) : (
      <RemoveTag count={count} onClose={onClose} />
    )}
  </Dialog>
)

function AddTag({ count, onClose }: DialogProps) {
  const { data: tags } = useTags()
  const list = useId()
  const form = useForm({
    schema: BulkAction,
    toInput: ({ tag }) => ({ do: 'add_tag', tag: tag ?? '' }),
    submit: (action, key) => perform(action, count, key),
  })
  const field = form.field('tag')
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <Field
        label={m.contacts_tag()}
        hint={m.contacts_bulk_tag_hint()}
        error={field.error}
        id={field.id}
      >
        {(wired) => (
          <input
            {...wired}
            class="input"
            name="tag"
            list={list}
            dir="auto"
            maxLength={60}
            autofocus
          />
        )}
      </Field>
      <datalist id={list}>
        {(tags?.items ?? []).map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <div class="dialog-acts">
        <Button onClick={onClose}>{m.common_cancel()}</Button>
        <SubmitButton form={form}>{m.contacts_bulk_tag_do({ count })}</SubmitButton>
      </div>
    </form>
  )
}

function RemoveTag({ count, onClose }: DialogProps) {
  const { data: tags } = useTags()
  const form = useForm({
    schema: BulkAction,
    toInput: ({ tagId }) => ({ do: 'remove_tag', tagId: tagId ?? '' }),
    submit: (action, key) => perform(action, count, key),
  })
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <SelectField
        {...form.field('tagId')}
        label={m.contacts_tag()}
        options={(tags?.items ?? []).map(({ id, name }) => ({ value: id, text: name }))}
      />
      <div class="dialog-acts">
        <Button onClick={onClose}>{m.common_cancel()}</Button>
        <SubmitButton form={form}>{m.contacts_bulk_untag_do({ count })}</SubmitButton>
      </div>
    </form>
  )
}

type OpenProps = DialogProps & { isOpen: boolean }

/** Their word, written down for them: only they can take it back. */
export const OptOutDialog = ({ isOpen, count, onClose }: OpenProps) => (
  <Dialog title={m.contacts_bulk_opt_out_title({ count })} isOpen={isOpen} onClose={onClose}>
    <OptOut count={count} onClose={onClose} />
  </Dialog>
)

function OptOut({ count, onClose }: DialogProps) {
  const form = useForm({
    schema: BulkAction,
    toInput: ({ reason }) => ({ do: 'opt_out', reason: reason ?? '' }),
    submit: (action, key) => perform(action, count, key),
  })
  return (
    <form {...form.props} class="stack close">
      <p class="md">{m.contacts_bulk_opt_out_text()}</p>
      <FormErrors form={form} />
      <TextField
        {...form.field('reason')}
        label={m.contacts_bulk_reason()}
        hint={m.contacts_bulk_reason_hint()}
        maxLength={200}
      />
      <div class="dialog-acts">
        <Button onClick={onClose} autofocus>
          {m.common_cancel()}
        </Button>
        <SubmitButton form={form}>{m.contacts_bulk_opt_out_do({ count })}</SubmitButton>
      </div>
    </form>
  )
}

export function DeleteManyDialog({ isOpen, count, onClose }: OpenProps) {
  const erase = useAction<number>((people, key) => perform({ do: 'delete' }, people, key))
  const failure = erase.error.value
  return (
    <ConfirmDialog
      title={m.contacts_bulk_delete_title({ count })}
      isOpen={isOpen}
      tone="danger"
      confirmLabel={m.contacts_bulk_delete_do({ count })}
      isBusy={erase.isBusy.value}
      onConfirm={() => void erase.run(count)}
      onCancel={onClose}
    >
      <p>{m.contacts_delete_consequences()}</p>
      {failure && <p class="t-danger">{describeFailure(failure)}</p>}
    </ConfirmDialog>
  )
}
