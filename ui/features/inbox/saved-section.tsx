import { useSignal } from '@preact/signals'
import { Pencil, Plus, Trash2 } from 'lucide-preact'
import * as v from 'valibot'
import { SavedReplyInput, type SavedReplyView } from '../../../worker/contract/inbox'
import { Button, IconButton } from '../../components/button'
import { TextArea, TextField } from '../../components/field'
import { Name } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { createSaved, deleteSaved, updateSaved } from './api'
import { refreshInbox, useSavedReplies } from './model'
import { mayAnswer } from './rights'

/** Replies that are written once: added, changed and taken away where one sees them. */
export function SavedSection() {
  const saved = useSavedReplies()
  const isAllowed = mayAnswer(useSession())
  return (
    <Section title={m.inbox_saved_replies()}>
      <p class="sm muted">{m.inbox_saved_hint()}</p>
      <Loaded query={saved} skeleton={<Skeleton shape="rows" count={3} />}>
        {({ items }) =>
          items.length > 0 && (
            <ul class="panel saved-list">
              {items.map((one) => (
                <Row key={one.id} saved={one} isAllowed={isAllowed} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAllowed && (
        <SavedForm submit={m.inbox_saved_add()} isNew keep={(input) => createSaved(input)} />
      )}
    </Section>
  )
}

function Row({ saved, isAllowed }: { saved: SavedReplyView; isAllowed: boolean }) {
  const { id, shortcut, text } = saved
  const isEditing = useSignal(false)
  const close = () => {
    isEditing.value = false
  }
  if (isEditing.value) {
    return (
      <li class="is-edited">
        <SavedForm
          saved={saved}
          submit={m.common_save()}
          keep={(input) => updateSaved(id, input).then(close)}
          onCancel={close}
        />
      </li>
    )
  }
  return (
    <li>
      <b>
        /<Name value={shortcut} />
      </b>
      <span dir="auto">{text}</span>
      {isAllowed && (
        <span class="row">
          <IconButton
            icon={Pencil}
            variant="quiet"
            size="slim"
            label={m.inbox_saved_edit({ shortcut })}
            onClick={() => {
              isEditing.value = true
            }}
          />
          <IconButton
            icon={Trash2}
            variant="quiet"
            size="slim"
            label={m.inbox_saved_remove({ shortcut })}
            onClick={() => void remove(saved)}
          />
        </span>
      )}
    </li>
  )
}

async function remove({ id, shortcut, text }: SavedReplyView) {
  const bringBack = async () => {
    await createSaved({ shortcut, text })
    await refreshInbox('saved')
  }
  try {
    await deleteSaved(id)
    showToast({ text: m.inbox_saved_removed({ shortcut }), undo: () => void bringBack() })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    showToast({ text: error.message, tone: 'danger' })
  }
  await refreshInbox('saved')
}

type FormProps = {
  submit: string
  keep: (input: SavedReplyInput) => Promise<unknown>
  saved?: SavedReplyView
  isNew?: boolean
  onCancel?: () => void
}

function SavedForm({ submit, keep, saved, isNew, onCancel }: FormProps) {
  const isWrong = useSignal(false)
  const save = useAction(async (input: SavedReplyInput) => {
    await keep(input)
    await refreshInbox('saved')
  })
  return (
    <form
      class={isNew ? 'panel pad stack close' : 'stack close'}
      onSubmit={async (event) => {
        event.preventDefault()
        const form = event.currentTarget
        const input = v.safeParse(SavedReplyInput, Object.fromEntries(new FormData(form)))
        isWrong.value = !input.success
        if (input.success && (await save.run(input.output)) && isNew) form.reset()
      }}
    >
      <TextField
        name="shortcut"
        label={m.inbox_saved_shortcut()}
        hint={m.inbox_saved_shortcut_hint()}
        maxLength={30}
        error={isWrong.value ? m.inbox_saved_wrong() : save.error.value?.message}
        defaultValue={saved?.shortcut ?? ''}
      />
      <TextArea
        name="text"
        label={m.inbox_saved_text()}
        rows={3}
        maxLength={4096}
        defaultValue={saved?.text ?? ''}
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
