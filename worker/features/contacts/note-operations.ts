import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { ContactNoteView, NewContactNote } from '../../contract/contact-notes'
import { timeOrderedId } from '../../lib/ids'
import { namesOf } from '../accounts/user-operations'
import { contactNotFound, noteNotFound, tooManyNotes } from './errors'
import { findContactRow } from './identity-queries'
import {
  type ContactNote,
  changeNoteRow,
  countNotes,
  deleteNoteRow,
  insertNote,
  listNoteRows,
  MOST_NOTES,
} from './note-queries'

type NoteDeps = Pick<Deps, 'clock' | 'db' | 'keys'>

/** What the team wrote down about a person, newest first. Sealed where it lies. */
export async function listNotes(
  deps: Pick<Deps, 'db' | 'keys'>,
  db: AccountDb,
  contactId: string,
): Promise<ContactNoteView[]> {
  await expectContact(db, contactId)
  const rows = await listNoteRows(db, contactId)
  return toViews(deps, db, rows)
}

export async function addNote(
  deps: NoteDeps,
  db: AccountDb,
  userId: string,
  contactId: string,
  { text, at }: NewContactNote,
): Promise<ContactNoteView> {
  await expectContact(db, contactId)
  if ((await countNotes(db, contactId)) >= MOST_NOTES) throw tooManyNotes(MOST_NOTES)
  const now = deps.clock.now()
  const id = timeOrderedId(now)
  const body = await (await deps.keys.open(db)).seal('contact_notes.body', id, text)
  const times = { at: Math.min(at ?? now, now), editedAt: null }
  await insertNote(db, { contactId, id, body, createdBy: userId, ...times })
  return viewOf(deps, db, {
    accountId: db.accountId,
    contactId,
    id,
    body,
    createdBy: userId,
    ...times,
  })
}

export async function changeNote(
  deps: NoteDeps,
  db: AccountDb,
  contactId: string,
  id: string,
  text: string,
): Promise<ContactNoteView> {
  const body = await (await deps.keys.open(db)).seal('contact_notes.body', id, text)
  const row = await changeNoteRow(db, contactId, id, { body, editedAt: deps.clock.now() })
  if (!row) throw noteNotFound()
  return viewOf(deps, db, row)
}

export async function removeNote(db: AccountDb, contactId: string, id: string): Promise<void> {
  if (!(await deleteNoteRow(db, contactId, id))) throw noteNotFound()
}

async function expectContact(db: AccountDb, contactId: string): Promise<void> {
  if (!(await findContactRow(db, contactId))) throw contactNotFound()
}

async function viewOf(
  deps: Pick<Deps, 'db' | 'keys'>,
  db: AccountDb,
  row: ContactNote,
): Promise<ContactNoteView> {
  const [view] = await toViews(deps, db, [row])
  if (!view) throw noteNotFound()
  return view
}

async function toViews(
  deps: Pick<Deps, 'db' | 'keys'>,
  db: AccountDb,
  rows: ContactNote[],
): Promise<ContactNoteView[]> {
  const [opened, names] = await Promise.all([
    deps.keys.open(db),
    namesOf(
      deps,
      rows.map(({ createdBy }) => createdBy),
    ),
  ])
  return Promise.all(
    rows.map(async ({ id, body, createdBy, at, editedAt }) => {
      const name = names.get(createdBy)
      return {
        id,
        text: await opened.open('contact_notes.body', id, body),
        by: name === undefined ? null : { id: createdBy, name },
        at,
        editedAt,
      }
    }),
  )
}
