import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type {
  DuplicateList,
  DuplicateScan,
  DuplicateVerdict,
  DuplicateView,
  SamenessView,
} from '../../contract/merges'
import { toList } from '../../lib/lists'
import { DAY_MS, MINUTE_MS } from '../../lib/time'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import {
  askForScan,
  type DuplicateRow,
  findLookalikes,
  findScan,
  judgePair,
  listDuplicatesOf,
  type PairPlace,
  pageDuplicates,
} from './duplicate-queries'
import { scanForDuplicates } from './duplicate-scan-queries'
import { contactNotFound, cursorUnknown } from './errors'
import { findContactRow } from './identity-queries'
import { listUndoable } from './merge-operations'

/** A page of pairs that are probably one person each, and when they were looked for. */
export async function listDuplicates(
  db: AccountDb,
  after: string | undefined,
  limit: number,
): Promise<DuplicateList> {
  const rows = await pageDuplicates(db, placeIn(after), limit + 1)
  const { items, next } = toList(rows, limit, ({ rank, firstId, secondId }) =>
    JSON.stringify([rank, firstId, secondId]),
  )
  return { items: await toViews(db, items), next, scan: await readScan(db) }
}

const CursorText = v.pipe(v.string(), v.parseJson(), v.tuple([v.number(), v.string(), v.string()]))

function placeIn(cursor: string | undefined): PairPlace | null {
  if (cursor === undefined) return null
  const parsed = v.safeParse(CursorText, cursor)
  if (!parsed.success) throw cursorUnknown()
  return parsed.output
}

/** Pairs of which somebody was deleted meanwhile are left out. */
async function toViews(db: AccountDb, rows: DuplicateRow[]): Promise<DuplicateView[]> {
  const ids = [...new Set(rows.flatMap(({ firstId, secondId }) => [firstId, secondId]))]
  const people = new Map((await findLookalikes(db, ids)).map((one) => [one.id, one]))
  return rows.flatMap(({ firstId, secondId, reason, foundAt }) => {
    const [first, second] = [people.get(firstId), people.get(secondId)]
    return first && second ? [{ first, second, reason, foundAt }] : []
  })
}

async function readScan(db: AccountDb): Promise<DuplicateScan> {
  const scan = await findScan(db)
  const { scannedAt = null, askedAt = null, found = 0 } = scan ?? {}
  return { scannedAt, isScanning: askedAt !== null, found }
}

const SHOWN_DUPLICATES = 5

/** Whom one contact may be the same person as, and whom it became one with lately. */
export async function readSameness(
  deps: Pick<Deps, 'db' | 'keys' | 'clock'>,
  db: AccountDb,
  contactId: string,
): Promise<SamenessView> {
  if (!(await findContactRow(db, contactId))) throw contactNotFound()
  const [rows, merges] = await Promise.all([
    listDuplicatesOf(db, contactId, SHOWN_DUPLICATES),
    listUndoable(deps, db, contactId),
  ])
  return { duplicates: await toViews(db, rows), merges }
}

/** Without an end for so long, the message is lost. */
const LOST_MS = 10 * MINUTE_MS

/** Has all contacts compared; asked twice, it is done once. */
export async function askForDuplicates(
  { clock, jobs }: Pick<Deps, 'clock' | 'jobs'>,
  db: AccountDb,
): Promise<DuplicateScan> {
  const now = clock.now()
  if (await askForScan(db, now, now - LOST_MS)) {
    await jobs.chore({ type: 'contacts.duplicates', accountId: db.accountId })
  }
  return readScan(db)
}

export const compareContacts = ({ clock }: Pick<Deps, 'clock'>, db: AccountDb): Promise<void> =>
  scanForDuplicates(db, clock.now(), clock.now() + DAY_MS)

/** Remembers that two are two; the next search doesn't offer them again. */
export async function judgeDuplicate(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Pick<Member, 'userId' | 'role'>,
  { ids, verdict }: DuplicateVerdict,
): Promise<void> {
  requireRole(member, 'contacts.change')
  const isTwo = verdict === 'different'
  const by = isTwo ? { userId: member.userId, at: clock.now() } : null
  if (!(await judgePair(db, ids, by))) throw contactNotFound()
  await recordAudit(db, clock, {
    actor: actorOf(member),
    action: 'contact.told_apart',
    target: `contact:${ids[0]}`,
    after: isTwo ? ids[1] : '',
  })
}
