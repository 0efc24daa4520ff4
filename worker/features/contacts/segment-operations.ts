import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { List } from '../../contract/common'
import {
  asksForNumbers,
  type Filter,
  type NewSegment,
  type SegmentChange,
  type SegmentView,
} from '../../contract/segments'
import { timeOrderedId } from '../../lib/ids'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { numbersHidden, segmentNotFound, tooManySegments } from './errors'
import type { ContactSearch, Wanted } from './queries'
import {
  changeSegmentRow,
  countSegments,
  deleteSegmentRow,
  findSegment,
  findSegments,
  insertSegment,
  listSegmentRows,
  type Segment,
} from './segment-queries'
import { toSegmentView } from './views'

/** More than a menu can show. */
const SEGMENTS_PER_ACCOUNT = 200

type Actor = { userId: string }

export async function listSegments(db: AccountDb): Promise<List<SegmentView>> {
  const rows = await listSegmentRows(db, SEGMENTS_PER_ACCOUNT)
  return { items: rows.map(toSegmentView), next: null }
}

export async function saveSegment(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Actor,
  { name, filter }: NewSegment,
): Promise<Segment> {
  if ((await countSegments(db)) >= SEGMENTS_PER_ACCOUNT) throw tooManySegments(SEGMENTS_PER_ACCOUNT)
  const now = clock.now()
  const times = { createdAt: now, updatedAt: now }
  const id = timeOrderedId(now)
  const row = { accountId: db.accountId, id, name, filter, createdBy: member.userId, ...times }
  await insertSegment(db, row)
  await tell(clock, db, member, 'segment.saved', id)
  return row
}

export async function changeSegment(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Actor,
  id: string,
  { name, filter }: SegmentChange,
): Promise<Segment> {
  const change = { ...(name !== undefined && { name }), ...(filter !== undefined && { filter }) }
  const row = await changeSegmentRow(db, id, { ...change, updatedAt: clock.now() })
  if (!row) throw segmentNotFound()
  await tell(clock, db, member, 'segment.changed', id)
  return row
}

export async function deleteSegment(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Actor,
  id: string,
): Promise<void> {
  if (!(await deleteSegmentRow(db, id))) throw segmentNotFound()
  await tell(clock, db, member, 'segment.deleted', id)
}

const tell = (clock: Deps['clock'], db: AccountDb, member: Actor, action: string, id: string) =>
  recordAudit(db, clock, { actor: actorOf(member), action, target: `segment:${id}` })

/** What a list, a total or a bulk edit is about: a saved segment is replaced by its rows. */
export async function openFilter(
  db: AccountDb,
  { segment, filter, ...rest }: ContactSearch,
  now: number,
): Promise<Wanted> {
  // A saved segment was made by who sees numbers; a filter of one's own would find them digit by digit.
  if (rest.isBlind && filter && asksForNumbers(filter)) throw numbersHidden()
  const filters = filter ? [filter] : []
  if (segment === undefined) return { ...rest, filters, now }
  const saved = await findSegment(db, segment)
  if (!saved) throw segmentNotFound()
  return { ...rest, filters: [...filters, saved.filter], now }
}

/** The filters of some segments in the order of their ids; null when one of them is gone. */
export async function filtersOf(db: AccountDb, ids: readonly string[]): Promise<Filter[] | null> {
  if (ids.length === 0) return []
  const byId = new Map((await findSegments(db, [...ids])).map(({ id, filter }) => [id, filter]))
  const filters = ids.flatMap((id) => byId.get(id) ?? [])
  return filters.length === ids.length ? filters : null
}
