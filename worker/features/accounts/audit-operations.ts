import { sha256 } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import { timeOrderedId, timeOrderedIdFrom } from '../../lib/ids'
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
  const id = timeOrderedIdFrom(at, await sha256(event))
  await db
    .insert(audit)
    .values({ accountId: db.accountId, id, at, ...entry })
    .onConflictDoNothing()
}
