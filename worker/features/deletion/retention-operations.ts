import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { firstIdAt } from '../../lib/ids'
import { logFailure } from '../../lib/log'
import { DAY_MS, SECOND_MS } from '../../lib/time'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { deleteFilesBefore } from '../inbox/media-queries'
import { eraseUnusedFiles } from '../templates/file-operations'
import { eraseAndSettle } from './person-erase-operations'
import { eraseOldMessages, listUnused } from './person-erase-queries'
import {
  deleteOldLetters,
  forgetOldRequests,
  listRetaining,
  setRetention,
} from './retention-queries'
import { pageTenants } from './tombstone-queries'

/** The log of what Meta sent, sealed, and letters nobody replayed. */
const RAW_DAYS = 30
/** Bodies too large for a queue message wait here for minutes. */
const EVENTS_MS = 2 * DAY_MS
const REQUESTS_MS = 365 * DAY_MS
const ACCOUNTS_PER_PAGE = 500
/** A slice of work, as everywhere: then the next job goes on. */
const SLICE_MS = 5 * SECOND_MS
const MESSAGES_PER_STATEMENT = 5000
const PEOPLE_PER_STATEMENT = 200

export async function changeRetention(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  member: Member,
  months: number | null,
): Promise<void> {
  requireRole(member, 'account.delete')
  await setRetention(deps.db.directory, db.accountId, months)
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'retention.changed',
    target: `account:${db.accountId}`,
    after: months === null ? 'off' : `${months}`,
  })
}

/** Each day: one job per account that does not keep everything. */
export async function orderRetention(deps: Pick<Deps, 'db' | 'jobs'>): Promise<void> {
  for (const { id } of await listRetaining(deps.db.directory)) {
    await deps.jobs.chore({ type: 'account.retain', accountId: id })
  }
}

/** Erases what an account does not want to keep any longer, in a slice; the next job goes on. */
export async function retainSlice(
  deps: Pick<Deps, 'clock' | 'db' | 'files' | 'keys' | 'live'>,
  db: AccountDb,
): Promise<'done' | 'more'> {
  const { retentionMonths } = await getAccount(deps.db.directory, db.accountId)
  if (retentionMonths === null) return 'done'
  const startedAt = deps.clock.now()
  const before = monthsBefore(startedAt, retentionMonths)
  const firstKept = firstIdAt(before)
  await eraseWhile(
    deps.files,
    `media/${db.accountId}/`,
    ({ key }) => (key.split('/')[2] ?? '') < firstKept,
  )
  await deleteFilesBefore(db, firstKept)
  for (;;) {
    const messages = await eraseOldMessages(db, before, MESSAGES_PER_STATEMENT)
    const unused = await listUnused(db, before, PEOPLE_PER_STATEMENT)
    if (unused.length > 0) await eraseAndSettle(deps, db, unused, startedAt)
    if (messages === 0 && unused.length < PEOPLE_PER_STATEMENT) return 'done'
    if (deps.clock.now() - startedAt > SLICE_MS) return 'more'
  }
}

/** The same day and hour, so many months earlier; the last day of a shorter month. */
export function monthsBefore(at: number, months: number): number {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime()
}

/** Each day: raw webhooks, dead letters, forgotten bodies and samples that are past their time. */
export async function eraseOldFiles(deps: Pick<Deps, 'clock' | 'db' | 'files'>): Promise<void> {
  const now = deps.clock.now()
  const oldest = now - RAW_DAYS * DAY_MS
  for (const shard of deps.db.shards) {
    for (let after = ''; ; ) {
      const ids = await pageTenants(deps.db.shard(shard), after, ACCOUNTS_PER_PAGE)
      for (const id of ids) {
        try {
          await eraseOldOf(deps, await deps.db.account(id, shard), oldest)
        } catch (error) {
          // One account's trouble must not keep the others' files.
          logFailure('files.erase_failed', error)
        }
      }
      const last = ids.at(-1)
      if (last === undefined) break
      after = last
    }
  }
  await eraseWhile(deps.files, 'events/', isOlder(now - EVENTS_MS))
  await forgetOldRequests(deps.db.directory, now - REQUESTS_MS, oldest)
}

async function eraseOldOf(
  deps: Pick<Deps, 'clock' | 'files'>,
  db: AccountDb,
  oldest: number,
): Promise<void> {
  const firstDay = new Date(oldest).toISOString().slice(0, 10)
  const isPast = ({ key }: R2Object) => (key.split('/')[2] ?? '') < firstDay
  await eraseWhile(deps.files, `raw/${db.accountId}/`, isPast)
  await eraseWhile(deps.files, `dead/${db.accountId}/`, isOlder(oldest))
  await deleteOldLetters(db, oldest)
  await eraseUnusedFiles(deps, db)
}

const isOlder = (than: number) => (file: R2Object) => file.uploaded.getTime() < than

/** Names begin with their time, so what is past its time stands first. */
async function eraseWhile(
  files: R2Bucket,
  prefix: string,
  isPast: (file: R2Object) => boolean,
): Promise<void> {
  for (;;) {
    const { objects, truncated } = await files.list({ prefix, limit: 1000 })
    const past = objects.filter(isPast).map(({ key }) => key)
    if (past.length > 0) await files.delete(past)
    if (!truncated || past.length < objects.length) return
  }
}
