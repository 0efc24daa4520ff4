import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import { SavedReplyInput, type SavedReplyView } from '../../../worker/contract/inbox'
import { describeFailure } from '../../components/failure'
import { TextArea, TextField } from '../../components/field'
import { Name } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { useAction } from '../../lib/action'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { createSaved, deleteSaved, updateSaved } from './api'
import { EditableList, FormButtons } from './editable-list'
import { refreshInbox, useSavedReplies } from './model'
import { mayAnswer } from './rights'

/** Replies that are written once. */
export function SavedSection() {
  const saved = useSavedReplies()
  const isAllowed = mayAnswer(useSession())
  return (
    <Section title={m.inbox_saved_replies()}>
      <p class="sm muted">{m.inbox_saved_hint()}</p>
      <Loaded query={saved} skeleton={<Skeleton shape="rows" count={3} />}>
        {({ items }) => (
          <EditableList
            items={items}
            isAllowed={isAllowed}
            show={({ shortcut, text }) => (
              <>
                <b class="shortcut">
                  <Name value={`/${shortcut}`} />
                </b>
                <span dir="auto">{text}</span>
              </>
            )}
            form={(one, close) => <SavedForm saved={one} onCancel={close} />}
            editLabel={m.inbox_saved_edit}
            removeLabel={m.inbox_saved_remove}
            removedText={({ shortcut }) =>
              m.inbox_saved_removed({ shortcut: isolated(`/${shortcut}`) })
            }
            remove={({ id }) => deleteSaved(id)}
            bringBack={({ shortcut, text }) => createSaved({ shortcut, text })}
          />
        )}
      </Loaded>
      {isAllowed && <SavedForm />}
    </Section>
  )
}

function SavedForm({ saved, onCancel }: { saved?: SavedReplyView; onCancel?: () => void }) {
  const isWrong = useSignal(false)
  const save = useAction(async (input: SavedReplyInput) => {
    await (saved ? updateSaved(saved.id, input) : createSaved(input))
    await refreshInbox('saved')
    onCancel?.()
  })
  const failure = save.error.value ?? undefined
  return (
    <form
      class={saved ? 'stack close' : 'panel pad stack close'}
      onSubmit={async (event) => {
        event.preventDefault()
        const form = event.currentTarget
        const input = v.safeParse(SavedReplyInput, Object.fromEntries(new FormData(form)))
        isWrong.value = !input.success
        if (input.success && (await save.run(input.output))) form.reset()
      }}
    >
      <TextField
        name="shortcut"
        label={m.inbox_saved_shortcut()}
        hint={m.inbox_saved_shortcut_hint()}
        maxLength={30}
        error={isWrong.value ? m.inbox_saved_wrong() : failure && describeFailure(failure)}
        defaultValue={saved?.shortcut ?? ''}
      />
      <TextArea
        name="text"
        label={m.inbox_saved_text()}
        rows={3}
        maxLength={4096}
        defaultValue={saved?.text ?? ''}
      />
      <FormButtons
        submit={saved ? m.common_save() : m.inbox_saved_add()}
        isBusy={save.isBusy.value}
        onCancel={onCancel}
      />
    </form>
  )
}
