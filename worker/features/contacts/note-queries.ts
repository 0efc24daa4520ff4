import { and, count, desc, eq } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { contactNotes } from './note-tables'

export type ContactNote = typeof contactNotes.$inferSelect

/** More than a page about one person can hold. */
export const MOST_NOTES = 200

const ofContact = (db: AccountDb, contactId: string) =>
  and(eq(contactNotes.accountId, db.accountId), eq(contactNotes.contactId, contactId))

const oneOf = (db: AccountDb, contactId: string, id: string) =>
  and(ofContact(db, contactId), eq(contactNotes.id, id))

export const listNoteRows = (db: AccountDb, contactId: string) =>
  db
    .select()
    .from(contactNotes)
    .where(ofContact(db, contactId))
    .orderBy(desc(contactNotes.at), desc(contactNotes.id))
    .limit(MOST_NOTES)

export async function countNotes(db: AccountDb, contactId: string): Promise<number> {
  const row = await db
    .select({ notes: count() })
    .from(contactNotes)
    .where(ofContact(db, contactId))
    .get()
  return row?.notes ?? 0
}

export async function insertNote(
  db: AccountDb,
  row: Omit<ContactNote, 'accountId'>,
): Promise<void> {
  await db.insert(contactNotes).values({ accountId: db.accountId, ...row })
}

export const changeNoteRow = (
  db: AccountDb,
  contactId: string,
  id: string,
  change: Pick<ContactNote, 'body' | 'editedAt'>,
) =>
  db
    .update(contactNotes)
    .set(change)
    .where(oneOf(db, contactId, id))
    .returning()
    .get()

export const deleteNoteRow = (db: AccountDb, contactId: string, id: string) =>
  db
    .delete(contactNotes)
    .where(oneOf(db, contactId, id))
    .returning({ id: contactNotes.id })
    .get()
