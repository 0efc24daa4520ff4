import { eq } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { frequencyCaps } from './cap-tables'
import type { FrequencyCap } from './frequency'

const isMine = (db: AccountDb) => eq(frequencyCaps.accountId, db.accountId)

export const findCap = (db: AccountDb): Promise<FrequencyCap | undefined> =>
  db
    .select({ messages: frequencyCaps.messages, days: frequencyCaps.days })
    .from(frequencyCaps)
    .where(isMine(db))
    .get()

export async function saveCap(db: AccountDb, cap: FrequencyCap): Promise<void> {
  await db
    .insert(frequencyCaps)
    .values({ accountId: db.accountId, ...cap })
    .onConflictDoUpdate({ target: frequencyCaps.accountId, set: cap })
}

export async function removeCap(db: AccountDb): Promise<void> {
  await db.delete(frequencyCaps).where(isMine(db))
}
