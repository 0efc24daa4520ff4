import type { AccountDb } from '../../boundary/db'
import { timeOrderedId } from '../../lib/ids'
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
