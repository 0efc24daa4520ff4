import {
  and,
  asc,
  desc,
  eq,
  type InferSelectModel,
  inArray,
  isNull,
  lt,
  ne,
  or,
  sql,
} from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb, DirectoryDb } from '../../boundary/db'
import { numberRoutes, portfolioRoutes, wabaRoutes } from './directory-tables'
import { noteChange } from './history-queries'
import { accessProofs, connections, numbers } from './tables'

export type Connection = InferSelectModel<typeof connections>
export type PhoneNumberRow = InferSelectModel<typeof numbers>
export type NumberRoute = InferSelectModel<typeof numberRoutes>

/** Claims a WABA for an account; answers the claim that stands, which may be another account's. */
export async function claimWaba(
  db: DirectoryDb,
  claim: { wabaId: string; accountId: string; connectionId: string },
) {
  await db.insert(wabaRoutes).values(claim).onConflictDoNothing()
  return db.select().from(wabaRoutes).where(eq(wabaRoutes.wabaId, claim.wabaId)).get()
}

/** As `claimWaba`; a number that moved between two WABAs of one account moves along. */
export async function claimNumber(db: DirectoryDb, claim: NumberRoute) {
  const { wabaId, connectionId } = claim
  await db
    .insert(numberRoutes)
    .values(claim)
    .onConflictDoUpdate({
      target: numberRoutes.phoneNumberId,
      set: { wabaId, connectionId },
      setWhere: eq(numberRoutes.accountId, claim.accountId),
    })
  const isIt = eq(numberRoutes.phoneNumberId, claim.phoneNumberId)
  return db.select().from(numberRoutes).where(isIt).get()
}

/** Whether somebody else holds the WABA or one of the numbers; says nothing of who. */
export async function isClaimedByOther(
  db: DirectoryDb,
  accountId: string,
  wabaId: string,
  phoneNumberIds: string[],
): Promise<boolean> {
  const isOne = inArray(numberRoutes.phoneNumberId, phoneNumberIds)
  const [wabas, phones] = await db.batch([
    db
      .select({ accountId: wabaRoutes.accountId })
      .from(wabaRoutes)
      .where(and(eq(wabaRoutes.wabaId, wabaId), ne(wabaRoutes.accountId, accountId))),
    db
      .select({ accountId: numberRoutes.accountId })
      .from(numberRoutes)
      .where(and(isOne, ne(numberRoutes.accountId, accountId)))
      .limit(1),
  ])
  return wabas.length + phones.length > 0
}

/** Frees a connection's number, WABA and portfolio for whoever connects them next. */
export async function releaseConnection(db: DirectoryDb, accountId: string, connectionId: string) {
  const routes = [numberRoutes, wabaRoutes, portfolioRoutes] as const
  const [numbers, wabas, portfolios] = routes.map((table) =>
    db
      .delete(table)
      .where(and(eq(table.accountId, accountId), eq(table.connectionId, connectionId))),
  )
  if (numbers && wabas && portfolios) await db.batch([numbers, wabas, portfolios])
}

/** Which account owns each of these numbers; unknown ones are absent. */
export function findNumberRoutes(db: DirectoryDb, phoneNumberIds: string[]) {
  return db.all<NumberRoute & { shard: string }>(sql`
    SELECT r.phone_number_id AS phoneNumberId, r.waba_id AS wabaId, r.account_id AS accountId,
           r.connection_id AS connectionId, r.claimed_at AS claimedAt, a.shard
    FROM json_each(${JSON.stringify(phoneNumberIds)}) AS j
    JOIN number_routes AS r ON r.phone_number_id = j.value
    JOIN accounts AS a ON a.id = r.account_id`)
}

export function findWabaRoutes(db: DirectoryDb, wabaIds: string[]) {
  type Route = { wabaId: string; accountId: string; connectionId: string; claimedAt: null }
  return db.all<Route & { shard: string }>(sql`
    SELECT r.waba_id AS wabaId, r.account_id AS accountId, r.connection_id AS connectionId,
           NULL AS claimedAt, a.shard
    FROM json_each(${JSON.stringify(wabaIds)}) AS j
    JOIN waba_routes AS r ON r.waba_id = j.value
    JOIN accounts AS a ON a.id = r.account_id`)
}

export async function saveConnection(db: AccountDb, row: Connection): Promise<void> {
  // What is known of its templates stays until the next sync.
  const {
    createdAt,
    templatesState,
    templatesSyncedAt,
    templatesAdded,
    templatesChanged,
    templatesRemoved,
    lastUsedAt,
    ...changing
  } = row
  await db
    .insert(connections)
    .values(row)
    .onConflictDoUpdate({ target: [connections.accountId, connections.id], set: changing })
}

export async function saveNumbers(
  db: AccountDb,
  rows: Omit<PhoneNumberRow, 'pin'>[],
): Promise<void> {
  for (const row of rows) {
    await db.batch([
      db.run(noteChange(row)),
      db
        .insert(numbers)
        .values(row)
        .onConflictDoUpdate({ target: [numbers.accountId, numbers.id], set: row }),
    ])
  }
}

export function findConnection(db: AccountDb, id: string) {
  const isIt = and(eq(connections.accountId, db.accountId), eq(connections.id, id))
  return db.select().from(connections).where(isIt).get()
}

/** An account has a handful of connections; 100 bounds the list. */
export function listConnectionRows(db: AccountDb) {
  const mine = eq(connections.accountId, db.accountId)
  return db.select().from(connections).where(mine).orderBy(asc(connections.id)).limit(100)
}

export function listNumberRows(db: AccountDb) {
  const mine = eq(numbers.accountId, db.accountId)
  return db.select().from(numbers).where(mine).orderBy(asc(numbers.id)).limit(200)
}

/** Keeps the two-step PIN that we set, sealed. */
export async function savePin(db: AccountDb, id: string, pin: string): Promise<void> {
  const isIt = and(eq(numbers.accountId, db.accountId), eq(numbers.id, id))
  await db.update(numbers).set({ pin }).where(isIt)
}

export function findNumber(db: AccountDb, id: string) {
  const isIt = and(eq(numbers.accountId, db.accountId), eq(numbers.id, id))
  return db.select().from(numbers).where(isIt).get()
}

/** Marks a connection whose token died; no row back when it was not active any more. */
export function markNeedsReconnect(db: AccountDb, id: string, now: number) {
  const isActive = and(
    eq(connections.accountId, db.accountId),
    eq(connections.id, id),
    eq(connections.state, 'active'),
  )
  return db
    .update(connections)
    .set({ state: 'needs_reconnect', checkedAt: now })
    .where(isActive)
    .returning({ id: connections.id })
    .get()
}

/** Closes a connection; the row stays, so that history keeps its number's name. */
export function markDisconnected(db: AccountDb, id: string, now: number) {
  const isLive = and(
    eq(connections.accountId, db.accountId),
    eq(connections.id, id),
    inArray(connections.state, ['active', 'needs_reconnect']),
  )
  return db
    .update(connections)
    .set({ state: 'disconnected', checkedAt: now })
    .where(isLive)
    .returning({ id: connections.id })
    .get()
}

/** Destroys the sealed token of a closed connection. */
export async function forgetToken(db: AccountDb, id: string): Promise<void> {
  const isClosed = and(
    eq(connections.accountId, db.accountId),
    eq(connections.id, id),
    eq(connections.state, 'disconnected'),
  )
  await db.update(connections).set({ token: null }).where(isClosed)
}

/** Closed connections whose token Meta has still to be asked to end. */
export const listLeaving = (shard: DrizzleD1Database, limit: number) =>
  shard.all<{ accountId: string; id: string; checkedAt: number }>(sql`
    SELECT account_id AS accountId, id, checked_at AS checkedAt FROM connections
    WHERE state = 'disconnected' AND token IS NOT NULL ORDER BY checked_at LIMIT ${limit}`)

/** What Meta said of a token when it was asked again. */
export function saveAccess(
  db: AccountDb,
  id: string,
  change: Pick<Connection, 'scopes' | 'tokenExpiresAt' | 'metaUserId'> &
    Partial<Pick<Connection, 'granted'>>,
) {
  const isIt = and(eq(connections.accountId, db.accountId), eq(connections.id, id))
  return db.update(connections).set(change).where(isIt)
}

/** When Meta was asked, and what it calls the account now. */
export async function saveFacts(
  db: AccountDb,
  id: string,
  change: Pick<Connection, 'checkedAt'> & Partial<Pick<Connection, 'name' | 'currency'>>,
): Promise<void> {
  const isIt = and(eq(connections.accountId, db.accountId), eq(connections.id, id))
  await db.update(connections).set(change).where(isIt)
}

/** Notes that a token was opened, unless somebody did within the hour. */
export async function noteUse(db: AccountDb, id: string, now: number): Promise<void> {
  const isDue = and(
    eq(connections.accountId, db.accountId),
    eq(connections.id, id),
    or(isNull(connections.lastUsedAt), lt(connections.lastUsedAt, now)),
  )
  await db.update(connections).set({ lastUsedAt: now }).where(isDue)
}

export async function insertProof(
  db: AccountDb,
  proof: typeof accessProofs.$inferInsert,
): Promise<void> {
  await db.insert(accessProofs).values(proof)
}

const ofConnection = (db: AccountDb, connectionId: string) =>
  and(eq(accessProofs.accountId, db.accountId), eq(accessProofs.connectionId, connectionId))

/** Newest first; Meta is asked once an hour, so twenty tell a day's story. */
export function listProofs(db: AccountDb, connectionId: string) {
  const mine = ofConnection(db, connectionId)
  return db.select(PROOF).from(accessProofs).where(mine).orderBy(desc(accessProofs.id)).limit(20)
}

export function latestProof(db: AccountDb, connectionId: string) {
  const mine = ofConnection(db, connectionId)
  return db.select(PROOF).from(accessProofs).where(mine).orderBy(desc(accessProofs.id)).get()
}

const PROOF = {
  id: accessProofs.id,
  at: accessProofs.at,
  cause: accessProofs.cause,
  unsubscribed: accessProofs.unsubscribed,
  revoked: accessProofs.revoked,
  token: accessProofs.token,
}

export async function saveTemplateSync(
  db: AccountDb,
  id: string,
  change: Partial<
    Pick<
      Connection,
      | 'templatesState'
      | 'templatesSyncedAt'
      | 'templatesAdded'
      | 'templatesChanged'
      | 'templatesRemoved'
      | 'templatesProblem'
    >
  >,
): Promise<void> {
  const isIt = and(eq(connections.accountId, db.accountId), eq(connections.id, id))
  await db.update(connections).set(change).where(isIt)
}
