// Reading the audit log: what is asked for, page by page and as a file.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { AuditFilter, AuditView } from '../../contract/audit'
import type { List } from '../../contract/common'
import { csvRecord } from '../../lib/csv'
import { timeOrderedIdFrom } from '../../lib/ids'
import { toList } from '../../lib/lists'
import { addDays, openZone } from '../../lib/zones'
import { getAccount } from './account-operations'
import { peopleIn, toAuditView } from './audit-log'
import { type AuditRange, pageAudit } from './audit-queries'
import { requireRole } from './roles'
import { namesOf } from './user-operations'

type LogDeps = Pick<Deps, 'db'>

const LINES_PER_READ = 50

/** A page, newest first. */
export async function readAudit(
  deps: LogDeps,
  db: AccountDb,
  member: Member,
  filter: AuditFilter,
  before: string | undefined,
  limit: number,
): Promise<List<AuditView>> {
  requireRole(member, 'audit.read')
  return readPage(deps, db, await rangeOf(deps, db, filter), before, limit)
}

async function readPage(
  deps: LogDeps,
  db: AccountDb,
  range: AuditRange,
  before: string | undefined,
  limit: number,
): Promise<List<AuditView>> {
  const rows = await pageAudit(db, range, before, limit + 1)
  const page = toList(rows, limit, ({ id }) => id)
  const names = await namesOf(deps, peopleIn(page.items))
  return { items: page.items.map((line) => toAuditView(line, names)), next: page.next }
}

/** Days of the account's own zone become the ids that lines of that time have. */
async function rangeOf(
  deps: LogDeps,
  db: AccountDb,
  { who, what, from, to }: AuditFilter,
): Promise<AuditRange> {
  const { timeZone } = await getAccount(deps.db.directory, db.accountId)
  const zone = openZone(timeZone)
  const idAt = (day: string) =>
    timeOrderedIdFrom(zone.resolve(`${day}T00:00`).at, new Uint8Array(10))
  return {
    actor: who,
    area: what,
    fromId: from && idAt(from),
    untilId: to && idAt(addDays(to, 1)),
  }
}

const COLUMNS = ['time', 'who', 'who_id', 'action', 'target', 'before', 'after']

/** The same lines as a file; a page is read whenever the one before has been taken. */
export async function auditFile(
  deps: LogDeps,
  db: AccountDb,
  member: Member,
  filter: AuditFilter,
): Promise<ReadableStream<Uint8Array>> {
  requireRole(member, 'audit.read')
  const range = await rangeOf(deps, db, filter)
  const encoder = new TextEncoder()
  let before: string | undefined
  return new ReadableStream({
    // Excel takes a file for UTF-8 by its byte order mark.
    start: (stream) => stream.enqueue(encoder.encode(`\ufeff${csvRecord(COLUMNS)}`)),
    pull: async (stream) => {
      const { items, next } = await readPage(deps, db, range, before, LINES_PER_READ)
      stream.enqueue(encoder.encode(items.map(toRecord).join('')))
      if (next === null) return stream.close()
      before = next
    },
  })
}

const toRecord = ({ at, actor, action, target, before, after }: AuditView) =>
  csvRecord([
    new Date(at).toISOString(),
    actor.name ?? actor.kind,
    actor.id ?? '',
    action,
    `${target.kind}:${target.id}`,
    before ?? '',
    after ?? '',
  ])
