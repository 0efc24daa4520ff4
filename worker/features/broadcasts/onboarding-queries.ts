import { and, asc, count, eq, isNotNull, ne } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { isReal } from '../templates/sample-queries'
import { templates } from '../templates/tables'
import { SAMPLE_BROADCAST } from './samples'
import { broadcasts, outbox } from './tables'

/** Enough to find one that needs no values. */
const LOOKED_AT = 50

/** Approved by Meta: samples only look so. */
const ofMeta = (db: AccountDb) =>
  and(eq(templates.accountId, db.accountId), eq(templates.status, 'APPROVED'), isReal)

export function listApproved(db: AccountDb) {
  const isApproved = ofMeta(db)
  return db.select().from(templates).where(isApproved).orderBy(asc(templates.id)).limit(LOOKED_AT)
}

export async function countApproved(db: AccountDb): Promise<number> {
  const isApproved = ofMeta(db)
  const row = await db.select({ n: count() }).from(templates).where(isApproved).get()
  return row?.n ?? 0
}

/** Whether anything left from here: a single message that Meta took, or a broadcast. */
export async function hasSent(db: AccountDb): Promise<boolean> {
  const [singles, launched] = await db.batch([
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.accountId, db.accountId), isNotNull(outbox.acceptedAt)))
      .limit(1),
    db
      .select({ id: broadcasts.id })
      .from(broadcasts)
      .where(
        and(
          eq(broadcasts.accountId, db.accountId),
          eq(broadcasts.state, 'done'),
          ne(broadcasts.id, SAMPLE_BROADCAST),
        ),
      )
      .limit(1),
  ])
  return singles.length + launched.length > 0
}
