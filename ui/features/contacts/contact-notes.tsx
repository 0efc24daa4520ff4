import { useSignal } from '@preact/signals'
import { Pencil, StickyNote, Trash2 } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { CONTACT_NOTE_MAX, type ContactNoteView } from '../../../worker/contract/contact-notes'
import { Button, IconButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { TextArea } from '../../components/field'
import { Icon } from '../../components/icon'
import { Name, Time, UserText } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { tellFailure } from '../../components/tell-failure'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { mayAnswer } from '../inbox/rights'
import { createNote, deleteNote, updateNote } from './api'
import './contacts.css'
import { refreshNotes, useNotes } from './model'

/** What the team wrote down about a person. */
export function ContactNotes({ id }: { id: string }) {
  const notes = useNotes(id)
  const mayWrite = mayAnswer(useSession())
  return (
    <Section title={m.contacts_notes()}>
      <div class="panel">
        {mayWrite && <NewNote contactId={id} />}
        <Loaded query={notes} skeleton={<Skeleton shape="rows" count={1} />}>
          {({ items }) =>
            items.length === 0 ? (
              <p class="pad md muted">{m.contacts_notes_none()}</p>
            ) : (
              <ol class="happened">
                {items.map((note) => (
                  <Note key={note.id} contactId={id} note={note} mayWrite={mayWrite} />
                ))}
              </ol>
            )
          }
        </Loaded>
      </div>
    </Section>
  )
}

function NewNote({ contactId }: { contactId: string }) {
  const keep = useAction<string>(async (text, key) => {
    await createNote(contactId, { text }, key)
    await refreshNotes(contactId)
  })
  return <NoteForm label={m.contacts_note_text()} submit={m.contacts_note_add()} keep={keep} />
}

type NoteFormProps = {
  label: string
  submit: string
  keep: ReturnType<typeof useAction<string>>
  text?: string
  onCancel?: () => void
}

/** Typed text stays until it is kept. */
function NoteForm({ label, submit, keep, text = '', onCancel }: NoteFormProps) {
  const failure = keep.error.value
  const form = useRef<HTMLFormElement>(null)
  const isEdit = onCancel !== undefined
  // The button that was pressed is gone: whoever works by keyboard goes on in the text.
  useEffect(() => {
    if (isEdit) form.current?.querySelector('textarea')?.focus()
  }, [isEdit])
  return (
    <form
      ref={form}
      class="pad stack close note-form"
      onSubmit={async (event) => {
        event.preventDefault()
        const form = event.currentTarget
        const typed = String(new FormData(form).get('text') ?? '').trim()
        if (typed && (await keep.run(typed))) form.reset()
      }}
    >
      <TextArea
        label={label}
        name="text"
        rows={2}
        maxLength={CONTACT_NOTE_MAX}
        defaultValue={text}
        {...(failure && { error: describeFailure(failure) })}
      />
      <div class="row">
        <Button type="submit" size="slim" isBusy={keep.isBusy.value}>
          {submit}
        </Button>
        {onCancel && (
          <Button size="slim" variant="quiet" onClick={onCancel}>
            {m.common_cancel()}
          </Button>
        )}
      </div>
    </form>
  )
}

type NoteProps = { contactId: string; note: ContactNoteView; mayWrite: boolean }

function Note({ contactId, note, mayWrite }: NoteProps) {
  const isEditing = useSignal(false)
  const { id, text, by, at, editedAt } = note
  const change = useAction<string>(async (typed) => {
    await updateNote(contactId, id, typed)
    isEditing.value = false
    await refreshNotes(contactId)
  })
  return (
    <li>
      <Icon of={StickyNote} size="sm" />
      <span>{by ? <Name value={by.name} /> : m.contacts_note_gone()}</span>
      <span class="when">
        <Time at={at} />
      </span>
      <div class="more note">
        {isEditing.value ? (
          <NoteForm
            label={m.contacts_note_edit()}
            submit={m.common_save()}
            text={text}
            keep={change}
            onCancel={() => {
              isEditing.value = false
            }}
          />
        ) : (
          <>
            <UserText text={text} />
            {editedAt !== null && (
              <span class="xs muted">
                {rich(m.contacts_note_edited, { time: <Time at={editedAt} /> })}
              </span>
            )}
          </>
        )}
        {mayWrite && !isEditing.value && (
          <NoteTools contactId={contactId} note={note} onEdit={() => (isEditing.value = true)} />
        )}
      </div>
    </li>
  )
}

function NoteTools({
  contactId,
  note: { id, text, at },
  onEdit,
}: {
  contactId: string
  note: ContactNoteView
  onEdit: () => void
}) {
  const remove = useAction<string>(async (noteId) => {
    await deleteNote(contactId, noteId)
    await refreshNotes(contactId)
    showToast({ text: m.contacts_note_removed(), undo: () => void bringBack().catch(tellFailure) })
  })
  const bringBack = async () => {
    await createNote(contactId, { text, at }, crypto.randomUUID())
    await refreshNotes(contactId)
  }
  const failure = remove.error.value
  return (
    <span class="row">
      <IconButton
        icon={Pencil}
        size="slim"
        variant="quiet"
        label={m.contacts_note_edit()}
        onClick={onEdit}
      />
      <IconButton
        icon={Trash2}
        size="slim"
        variant="quiet"
        label={m.contacts_note_remove()}
        isBusy={remove.isBusy.value}
        onClick={() => void remove.run(id)}
      />
      {failure && <span class="t-danger">{describeFailure(failure)}</span>}
    </span>
  )
}
