import {
  and,
  desc,
  eq,
  type InferSelectModel,
  inArray,
  lt,
  lte,
  ne,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { ParameterMapping, RetryKind, SkipReason } from '../../contract/broadcasts'
import type { TemplateParameter } from '../../contract/templates'
import { auditChange } from '../accounts/audit-queries'
import { hasWords } from '../contacts/segments'
import {
  type Chosen,
  contactValue,
  isChosen,
  isMarketing,
  isRetryable,
  isTakenByOther,
  leftOutReason,
} from './audience'
import type { Frequency } from './frequency'
import type { PlanGroup } from './plan'
import type { BroadcastState } from './states'
import { activeBroadcasts, broadcasts } from './tables'
import type { Person } from './values'

export type Broadcast = InferSelectModel<typeof broadcasts>

const isIt = (db: AccountDb, id: string) =>
  and(eq(broadcasts.accountId, db.accountId), eq(broadcasts.id, id))

export function findBroadcast(db: AccountDb, id: string) {
  return db.select().from(broadcasts).where(isIt(db, id)).get()
}

/** Messages per second of the number that a broadcast goes out from; 0 where that is gone. */
export async function findRate(db: AccountDb, id: string): Promise<number> {
  const row = await db.get<{ perSecond: number } | undefined>(sql`
    SELECT n.throughput_per_second AS perSecond FROM broadcasts AS b
    JOIN numbers AS n ON n.account_id = b.account_id AND n.id = b.number_id
    WHERE b.account_id = ${db.accountId} AND b.id = ${id}`)
  return row?.perSecond ?? 0
}

/** Newest first; ids are time-ordered. */
export function pageBroadcasts(
  db: AccountDb,
  states: BroadcastState[] | null,
  beforeId: string | null,
  limit: number,
) {
  const parts: (SQL | undefined)[] = [
    eq(broadcasts.accountId, db.accountId),
    beforeId ? lt(broadcasts.id, beforeId) : undefined,
    states ? inArray(broadcasts.state, states) : undefined,
  ]
  return db
    .select()
    .from(broadcasts)
    .where(and(...parts))
    .orderBy(desc(broadcasts.id))
    .limit(limit)
}

export async function insertBroadcast(db: AccountDb, row: Broadcast): Promise<void> {
  await db.insert(broadcasts).values(row)
}

type DraftChange = Partial<
  Pick<
    Broadcast,
    | 'name'
    | 'numberId'
    | 'connectionId'
    | 'templateId'
    | 'audience'
    | 'mapping'
    | 'waves'
    | 'canary'
    | 'start'
    | 'restHours'
  >
>

/** Changes a draft at the version it was read at; no row back: it moved on meanwhile. */
export function changeDraft(
  db: AccountDb,
  id: string,
  version: number,
  change: DraftChange,
  now: number,
) {
  return db
    .update(broadcasts)
    .set({ ...change, version: version + 1, updatedAt: now })
    .where(and(isIt(db, id), eq(broadcasts.state, 'draft'), eq(broadcasts.version, version)))
    .returning()
    .get()
}

export function deleteDraft(db: AccountDb, id: string) {
  return db
    .delete(broadcasts)
    .where(and(isIt(db, id), eq(broadcasts.state, 'draft')))
    .returning({ id: broadcasts.id })
    .get()
}

export type Move = {
  /** Who moves it: `user:<id>` or the product itself. */
  actor?: string
  /** Only if nobody has changed it since this version. */
  atVersion?: number
  /** Only if it has this many rows: another freeze may have added some. */
  atTotal?: number
  /** Only if it was to start by then: it may have been put off meanwhile. */
  startsBy?: number
  /** Only if no chunk is open: somebody may wait again since that was looked at. */
  isOver?: boolean
}

/** The owners were told of what has waited for them since then, and of nothing later. */
export async function noteTold(db: AccountDb, id: string, since: number): Promise<void> {
  await db
    .update(broadcasts)
    .set({ untoldSince: null })
    .where(and(isIt(db, id), eq(broadcasts.untoldSince, since)))
}

/**
 * Moves a broadcast from one of `from` to `to`, writes its audit line and keeps the sweep's list beside
 * it, in one transaction. No row back: somebody else was first.
 */
export async function moveBroadcast(
  db: AccountDb,
  id: string,
  from: BroadcastState[],
  to: BroadcastState,
  now: number,
  change: Partial<Broadcast> = {},
  { actor = 'system', atVersion, atTotal, startsBy, isOver }: Move = {},
): Promise<Broadcast | undefined> {
  const isMovable = and(
    isIt(db, id),
    inArray(broadcasts.state, from),
    atVersion === undefined ? undefined : eq(broadcasts.version, atVersion),
    atTotal === undefined ? undefined : eq(broadcasts.total, atTotal),
    startsBy === undefined ? undefined : lte(broadcasts.startsAt, startsBy),
    isOver ? hasNoOpenChunk(db, id) : undefined,
  )
  const after = change.stateReason ? `${to}:${change.stateReason}` : to
  const entry = { actor, action: 'broadcast.state', target: id, after }
  // First: the row still says what it was, and whether it moves at all.
  const audited = db.run(
    auditChange(db, entry, now, { before: broadcasts.state, of: broadcasts, where: isMovable }),
  )
  const moved = db
    .update(broadcasts)
    .set({ ...change, state: to, updatedAt: now })
    .where(isMovable)
    .returning()
  const [, rows] = await db.batch([audited, moved, listed(db, id, to, now)])
  return rows[0]
}

const hasNoOpenChunk = (db: AccountDb, id: string) => sql`NOT EXISTS (
  SELECT 1 FROM chunks AS k
  WHERE k.account_id = ${db.accountId} AND k.broadcast_id = ${id} AND k.finished_at IS NULL)`

/** Follows what the row says after an update, whoever won. */
function listed(db: AccountDb, id: string, to: BroadcastState, now: number) {
  if (to !== 'done' && to !== 'cancelled' && to !== 'draft') {
    return db.run(sql`
      INSERT INTO active_broadcasts (account_id, broadcast_id, state, updated_at)
      SELECT account_id, id, state, ${now} FROM broadcasts
      WHERE account_id = ${db.accountId} AND id = ${id} AND state = ${to}
      ON CONFLICT (account_id, broadcast_id) DO UPDATE
      SET state = excluded.state, updated_at = excluded.updated_at`)
  }
  return db.run(sql`
    DELETE FROM active_broadcasts
    WHERE account_id = ${db.accountId} AND broadcast_id = ${id} AND EXISTS (
      SELECT 1 FROM broadcasts AS b
      WHERE b.account_id = ${db.accountId} AND b.id = ${id} AND b.state = ${to})`)
}

export type Choice = {
  chosen: Chosen
  category: string
  parameters: TemplateParameter[]
  mapping: ParameterMapping
  /** The account's declaration, for marketing to people without a recorded consent. */
  basisId: string | null
  frequency: Frequency
  /** From when the cap and the hours of rest look back. */
  heardAt: number
}

/** Why a person is left out, of those chosen. */
export const reasonOf = ({ category, parameters, mapping, basisId, frequency, heardAt }: Choice) =>
  leftOutReason(category, parameters, mapping, basisId, frequency, heardAt)

/**
 * Chosen people grouped by why they are left out (null: not) and country, and how many of those who get it
 * lack an own value and get the fall-back, by parameter key; where there is none, how many are left out for
 * it. One statement: it goes over all contacts.
 */
export async function groupAudience(
  db: AccountDb,
  choice: Choice,
): Promise<{
  groups: PlanGroup[]
  fallbacks: { key: string; count: number }[]
  missing: { key: string; count: number }[]
  /** Of those who get it, people without a recorded consent. */
  onBasis: number
}> {
  const { chosen, category, parameters, mapping } = choice
  const own = parameters.flatMap(({ key }) => {
    const source = mapping[key]
    return source && source.from !== 'fixed' ? [{ key, source }] : []
  })
  const lacks = own.map(
    ({ source }, at) => sql`, ${contactValue(source)} IS NULL AS ${sql.raw(`f${at}`)}`,
  )
  const sums = own.map((_, at) => sql.raw(`, sum(f${at}) AS f${at}`))
  // The columns f0, f1 … hold counts as well.
  const rows = await db.all<PlanGroup & { silent: number } & Record<string, unknown>>(sql`
    SELECT reason, country, count(*) AS people, sum(silent) AS silent ${sql.join(sums)} FROM (
      SELECT ${reasonOf(choice)} AS reason, c.country,
             c.consent <> 'opted_in' AS silent ${sql.join(lacks)}
      FROM contacts AS c WHERE ${isChosen(db.accountId, chosen)})
    GROUP BY reason, country`)
  const kept = rows.filter(({ reason }) => reason === null)
  const gaps = rows.filter(({ reason }) => reason === 'missing_parameter')
  const lacking = (some: typeof rows, hasFallback: boolean) =>
    own.flatMap(({ key, source }, at) => {
      if ((source.fallback !== null) !== hasFallback) return []
      return [{ key, count: some.reduce((sum, row) => sum + Number(row[`f${at}`]), 0) }]
    })
  return {
    groups: rows.map(({ reason, country, people }) => ({ reason, country, people })),
    fallbacks: lacking(kept, true),
    missing: lacking(gaps, false),
    onBasis: isMarketing(category) ? kept.reduce((sum, { silent }) => sum + silent, 0) : 0,
  }
}

export type AudienceRow = { id: string; name: string | null; phone: string | null }

/** Some of the people chosen: left out for a reason (null: they get it), all or only who lacks a value. */
export type Part = { reason: string | null; lacks: string | null }

/** People of a part of the audience, by contact id. */
export function pagePart(
  db: AccountDb,
  choice: Choice,
  { reason, lacks }: Part,
  after: string,
  limit: number,
): Promise<AudienceRow[]> {
  const source = lacks === null ? undefined : choice.mapping[lacks]
  const isLacking = source && source.from !== 'fixed' ? sql`${contactValue(source)} IS NULL` : null
  if (lacks !== null && isLacking === null) return Promise.resolve([])
  return db.all<AudienceRow>(sql`
    SELECT c.id, c.name, c.phone FROM contacts AS c
    WHERE ${isChosen(db.accountId, choice.chosen)} AND c.id > ${after}
      AND ${reasonOf(choice)} IS ${reason} AND ${isLacking ?? sql`true`}
    ORDER BY c.id LIMIT ${limit}`)
}

export type ChosenPerson = Person & { id: string; reason: SkipReason | null }

/**
 * People with what their messages are filled from: the first who get it; or, of all who are chosen, those
 * whom a search finds, also where they are left out.
 */
export async function samplePeople(
  db: AccountDb,
  choice: Choice,
  search: { q: string; isBlind: boolean } | null,
  limit: number,
): Promise<ChosenPerson[]> {
  const rows = await db.all<PersonRow & { id: string; reason: SkipReason | null }>(sql`
    SELECT c.id, ${reasonOf(choice)} AS reason, ${PERSON_COLUMNS} FROM contacts AS c
    WHERE ${isChosen(db.accountId, choice.chosen)}
      AND ${search ? hasWords(search.q, search.isBlind) : sql`reason IS NULL`}
    ORDER BY c.id LIMIT ${limit}`)
  return rows.map(({ id, reason, ...row }) => ({ id, reason, ...toPerson(row) }))
}

export type PersonRow = Omit<Person, 'fields'> & { fields: string }

export const PERSON_COLUMNS = sql.raw(
  'c.name, c.first_name AS firstName, c.last_name AS lastName, c.phone, c.email, c.fields',
)

export const toPerson = ({ fields, ...row }: PersonRow): Person => ({
  ...row,
  // The column holds what `contacts` operations wrote: an object of texts.
  fields: JSON.parse(fields) as Record<string, string>,
})

/** Broadcasts that are being sent and match: few at a time, so the list of active ones is read. */
export async function listRunningIds(
  db: AccountDb,
  of: { templateId: string } | { connectionId: string } | { numberId: string },
): Promise<string[]> {
  const matches =
    'templateId' in of
      ? eq(broadcasts.templateId, of.templateId)
      : 'connectionId' in of
        ? eq(broadcasts.connectionId, of.connectionId)
        : eq(broadcasts.numberId, of.numberId)
  const rows = await db
    .select({ id: broadcasts.id })
    .from(activeBroadcasts)
    .innerJoin(
      broadcasts,
      and(
        eq(broadcasts.accountId, activeBroadcasts.accountId),
        eq(broadcasts.id, activeBroadcasts.broadcastId),
      ),
    )
    .where(
      and(eq(activeBroadcasts.accountId, db.accountId), eq(broadcasts.state, 'running'), matches),
    )
    .limit(100)
  return rows.map(({ id }) => id)
}

/** How many people of a broadcast could get another try now and are in no other retry of it. */
export async function countRetryable(
  db: AccountDb,
  broadcastId: string,
  what: RetryKind,
  now: number,
): Promise<number> {
  const row = await db.get<{ count: number }>(sql`
    SELECT count(*) AS count FROM recipients AS r
    WHERE r.account_id = ${db.accountId} AND r.broadcast_id = ${broadcastId}
      AND ${isRetryable(what, now)}
      AND NOT ${isTakenByOther(db.accountId, broadcastId, '')}`)
  return row.count
}

/** Retries of a broadcast that were launched; a handful, 50 bounds them. */
export function listRetries(db: AccountDb, broadcastId: string) {
  const isRetry = and(
    eq(broadcasts.accountId, db.accountId),
    eq(broadcasts.parentId, broadcastId),
    ne(broadcasts.state, 'draft'),
  )
  return db.select().from(broadcasts).where(isRetry).limit(50)
}
