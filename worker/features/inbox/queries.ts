import { and, desc, eq, type InferSelectModel, inArray, lt } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { messages } from './tables'

export type MessageRow = InferSelectModel<typeof messages>

/** Ids come from Meta's message ids: the same webhook twice is the same row. */
export async function insertMessages(db: AccountDb, rows: MessageRow[]): Promise<void> {
  // Nine columns a row, and D1 takes 100 values a statement.
  for (const row of rows) await db.insert(messages).values(row).onConflictDoNothing()
}

/** Which of these messages are already stored. */
export async function findStored(
  db: AccountDb,
  contactId: string,
  ids: string[],
): Promise<Set<string>> {
  const isOne = and(
    eq(messages.accountId, db.accountId),
    eq(messages.contactId, contactId),
    inArray(messages.id, ids),
  )
  const rows = await db.select({ id: messages.id }).from(messages).where(isOne)
  return new Set(rows.map(({ id }) => id))
}

/** A person's messages before a moment, newest first. */
export function listMessagesOf(db: AccountDb, contactId: string, before: number, limit: number) {
  const isTheirs = and(
    eq(messages.accountId, db.accountId),
    eq(messages.contactId, contactId),
    lt(messages.at, before),
  )
  return db.select().from(messages).where(isTheirs).orderBy(desc(messages.id)).limit(limit)
}
