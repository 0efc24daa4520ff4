import { and, asc, eq, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { AssignMode, LabelView } from '../../contract/inbox'
import { inboxSettings, labels, savedReplies } from './tables'

/** More than anybody makes; bounds what one page reads. */
export const MOST_LABELS = 100
export const MOST_SAVED = 300

export const findSettings = (db: AccountDb) =>
  db.select().from(inboxSettings).where(eq(inboxSettings.accountId, db.accountId)).get()

export async function saveAssignMode(db: AccountDb, assign: AssignMode): Promise<void> {
  await db
    .insert(inboxSettings)
    .values({ accountId: db.accountId, assign })
    .onConflictDoUpdate({ target: inboxSettings.accountId, set: { assign } })
}

/** Whose turn it was; false when somebody took the turn meanwhile. */
export async function takeTurn(db: AccountDb, seen: string, next: string): Promise<boolean> {
  const [row] = await db
    .update(inboxSettings)
    .set({ lastAssignee: next })
    .where(and(eq(inboxSettings.accountId, db.accountId), eq(inboxSettings.lastAssignee, seen)))
    .returning({ accountId: inboxSettings.accountId })
  return row !== undefined
}

export const listLabelRows = (db: AccountDb) =>
  db
    .select()
    .from(labels)
    .where(eq(labels.accountId, db.accountId))
    .orderBy(asc(labels.name))
    .limit(MOST_LABELS)

export async function insertLabel(db: AccountDb, label: LabelView, now: number) {
  const row = { accountId: db.accountId, ...label, createdAt: now }
  await db.insert(labels).values(row).onConflictDoNothing()
}

export async function updateLabel(
  db: AccountDb,
  { id, name, colour }: LabelView,
): Promise<boolean> {
  const [row] = await db
    .update(labels)
    .set({ name, colour })
    .where(and(eq(labels.accountId, db.accountId), eq(labels.id, id)))
    .returning({ id: labels.id })
  return row !== undefined
}

/** The conversations keep an id that names nothing: it is left out where labels are shown. */
export async function deleteLabel(db: AccountDb, id: string): Promise<boolean> {
  const [row] = await db
    .delete(labels)
    .where(and(eq(labels.accountId, db.accountId), eq(labels.id, id)))
    .returning({ id: labels.id })
  return row !== undefined
}

export type SavedReply = typeof savedReplies.$inferSelect

export const listSavedRows = (db: AccountDb) =>
  db
    .select()
    .from(savedReplies)
    .where(eq(savedReplies.accountId, db.accountId))
    .orderBy(asc(savedReplies.shortcut))
    .limit(MOST_SAVED)

export const findSavedByShortcut = (db: AccountDb, shortcut: string) =>
  db.get<{ id: string } | undefined>(sql`
    SELECT id FROM saved_replies WHERE account_id = ${db.accountId} AND shortcut = ${shortcut} LIMIT 1`)

export async function saveReplyRow(db: AccountDb, row: Omit<SavedReply, 'accountId'>) {
  const { shortcut, text, updatedAt } = row
  await db
    .insert(savedReplies)
    .values({ accountId: db.accountId, ...row })
    .onConflictDoUpdate({
      target: [savedReplies.accountId, savedReplies.id],
      set: { shortcut, text, updatedAt },
    })
}

export async function deleteSavedRow(db: AccountDb, id: string): Promise<boolean> {
  const [row] = await db
    .delete(savedReplies)
    .where(and(eq(savedReplies.accountId, db.accountId), eq(savedReplies.id, id)))
    .returning({ id: savedReplies.id })
  return row !== undefined
}
