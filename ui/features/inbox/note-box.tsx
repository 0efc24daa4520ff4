import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { OpenConversationView } from '../../../worker/contract/inbox'
import { m } from '../../paraglide/messages.js'
import { ComposeField, SendRow } from './compose-field'
import { keepDraft, readDraft } from './drafts'
import { mentionedIn, useMentionSuggestions } from './mentions'
import { useTeam } from './model'
import { noteOptimistically } from './outbox'
import { useTyping } from './typing'

/** A note that only the team reads. */
export function NoteBox({ conversation: { id } }: { conversation: OpenConversationView }) {
  const text = useSignal(readDraft(id, 'note'))
  const field = useRef<HTMLTextAreaElement>(null)
  const team = useTeam().data?.items ?? []
  useTyping(id, text, { isReply: false })
  const write = (value: string) => {
    text.value = value
    keepDraft(id, 'note', value)
  }
  const suggested = useMentionSuggestions(text.value, write)
  const canAdd = text.value.trim() !== ''
  const add = () => {
    if (!canAdd) return
    const typed = text.value.trim()
    noteOptimistically(id, typed, mentionedIn(typed, team))
    write('')
    field.current?.focus()
  }
  return (
    <form
      class="compose-box"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <ComposeField
        field={field}
        label={m.inbox_note()}
        placeholder={m.inbox_write_note()}
        text={text.value}
        suggested={suggested}
        onWrite={write}
        onSend={add}
      />
      <div class="compose-acts">
        <SendRow label={m.inbox_add_note()} canSend={canAdd} />
      </div>
    </form>
  )
}
