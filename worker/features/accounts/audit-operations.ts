import { and, eq, gte, type SQL } from 'drizzle-orm'
import { sha256 } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import { firstIdAt, timeOrderedId, timeOrderedIdFrom } from '../../lib/ids'
import type { Clock } from '../../lib/time'
import { audit } from './tables'

export type AuditEntry = {
  /** `user:<id>`, `system` or `meta`. */
  actor: string
  /** What happened, e.g. `broadcast.launched`. */
  action: string
  /** What it happened to, e.g. `broadcast:<id>`. */
  target: string
  before?: string
  after?: string
}

export const actorOf = (member: { userId: string }) => `user:${member.userId}`

/**
 * One line per change of state that matters, without personal data. Await it, or put it into the
 * `db.batch([...])` of the change itself, so that neither stands without the other.
 */
export function recordAudit(db: AccountDb, clock: Clock, entry: AuditEntry) {
  const now = clock.now()
  return db
    .insert(audit)
    .values({ accountId: db.accountId, id: timeOrderedId(now), at: now, ...entry })
}

/** For what may be told again, such as a webhook: the same event at the same moment is one line. */
export async function recordAuditOnce(
  db: AccountDb,
  at: number,
  event: string,
  entry: AuditEntry,
): Promise<void> {
  const id = await idOfEvent(at, event)
  await db
    .insert(audit)
    .values({ accountId: db.accountId, id, at, ...entry })
    .onConflictDoNothing()
}

/** Whether `recordAuditOnce` has a line of this event. */
export const wasRecorded = async (db: AccountDb, at: number, event: string): Promise<boolean> =>
  hasLine(db, eq(audit.id, await idOfEvent(at, event)))

/** Whether this was done to something after a moment. */
export const wasDoneSince = (
  db: AccountDb,
  at: number,
  { action, target }: Pick<AuditEntry, 'action' | 'target'>,
): Promise<boolean> =>
  hasLine(db, and(gte(audit.id, firstIdAt(at)), eq(audit.action, action), eq(audit.target, target)))

async function hasLine(db: AccountDb, isIt: SQL | undefined): Promise<boolean> {
  const mine = and(eq(audit.accountId, db.accountId), isIt)
  return (await db.select({ id: audit.id }).from(audit).where(mine).limit(1).get()) !== undefined
}

const idOfEvent = async (at: number, event: string) => timeOrderedIdFrom(at, await sha256(event))
