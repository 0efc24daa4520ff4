import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { type GraphPhoneNumber, subscribeApp, type Waba } from '../../boundary/graph/accounts'
import { GraphError, isBusy, NoAnswerError } from '../../boundary/graph/errors'
import type { Member } from '../../boundary/http/context'
import type { GrantedAccess } from '../../contract/access'
import { randomId } from '../../lib/ids'
import type { Secret } from '../../lib/secret'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { allPassed, type Outcome, outcomesUntil, type Problem } from './checks'
import { toNumberRow } from './number-facts'
import { claimPortfolio } from './portfolio-queries'
import {
  type Connection,
  claimNumber,
  claimWaba,
  findConnection,
  releaseConnection,
  saveConnection,
  saveNumbers,
} from './queries'
import { rememberMetaUser } from './user-operations'

export type ConnectDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'graph' | 'live'>

export type ConnectResult =
  | { ok: true; connection: Connection; outcomes: Outcome[] }
  | { ok: false; outcomes: Outcome[] }

/** What Meta said of a token, its WABA and the numbers to be connected. */
export type Examined = {
  facts: { userId: string | null; scopes: string[]; expiresAt: number | null }
  waba: Waba
  numbers: GraphPhoneNumber[]
  granted: GrantedAccess
}

/** Connects what was examined: claims it, subscribes our webhook, stores the token sealed. Repeatable. */
export async function attach(
  deps: ConnectDeps,
  db: AccountDb,
  member: Member,
  token: Secret,
  examined: Examined,
): Promise<ConnectResult> {
  const claim = await claimRoutes(deps, db, examined)
  if (!claim) return { ok: false, outcomes: outcomesUntil('unclaimed', 'claimed') }
  try {
    await subscribeApp(deps.graph, token, examined.waba.id)
  } catch (error) {
    const problem = problemOf(error, 'webhook_refused')
    await releaseUnused(deps, db, claim.connectionId)
    return { ok: false, outcomes: outcomesUntil('webhook', problem) }
  }

  const connection = await store(deps, db, token, examined, claim.connectionId)
  await rememberMetaUser(deps, db.accountId, connection.id, connection.metaUserId)
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'connection.connected',
    target: connection.id,
    after: 'active',
  })
  await deps.live.changed(db.accountId, ['connections'])
  return { ok: true, connection, outcomes: allPassed() }
}

/** A refusal means what the check asked; no answer, or trouble at Meta, that it could not be asked. */
export function problemOf(error: unknown, refused: Problem): Problem {
  if (error instanceof NoAnswerError) return 'meta_unreachable'
  if (error instanceof GraphError) return isBusy(error) ? 'meta_unreachable' : refused
  throw error
}

/** Unique keys decide between two accounts that connect the same number or portfolio at once. */
async function claimRoutes(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  { waba, numbers }: Examined,
): Promise<{ connectionId: string } | null> {
  const { directory } = deps.db
  const { accountId } = db
  const wabaId = waba.id
  const route = await claimWaba(directory, { wabaId, accountId, connectionId: randomId() })
  if (route?.accountId !== accountId) return null
  const { connectionId } = route
  const businessId = waba.owner_business_info?.id
  const claimedAt = deps.clock.now()
  let isOurs = !businessId || (await claimPortfolio(directory, { businessId, ...route }))
  for (const { id } of numbers) {
    if (!isOurs) break
    const number = { phoneNumberId: id, wabaId, accountId, connectionId, claimedAt }
    isOurs = (await claimNumber(directory, number))?.accountId === accountId
  }
  if (isOurs) return { connectionId }
  await releaseUnused(deps, db, connectionId)
  return null
}

/** Frees what was claimed for a connection that did not come about. */
async function releaseUnused(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  connectionId: string,
): Promise<void> {
  if (await findConnection(db, connectionId)) return
  await releaseConnection(deps.db.directory, db.accountId, connectionId)
}

async function store(
  { clock, keys }: ConnectDeps,
  db: AccountDb,
  token: Secret,
  { facts, waba, numbers, granted }: Examined,
  connectionId: string,
): Promise<Connection> {
  const now = clock.now()
  const { accountId } = db
  const sealed = await (await keys.open(db)).seal('connections.token', connectionId, token.reveal())
  const connection: Connection = {
    accountId,
    id: connectionId,
    wabaId: waba.id,
    businessId: waba.owner_business_info?.id ?? null,
    name: waba.name,
    currency: waba.currency,
    timeZoneId: waba.timezone_id ?? null,
    state: 'active',
    token: sealed,
    metaUserId: facts.userId,
    scopes: facts.scopes,
    tokenExpiresAt: facts.expiresAt,
    checkedAt: now,
    lastUsedAt: now,
    granted,
    templatesState: 'never',
    templatesSyncedAt: null,
    templatesAdded: 0,
    templatesChanged: 0,
    templatesRemoved: 0,
    templatesProblem: null,
    createdAt: now,
  }
  await saveConnection(db, connection)
  const rows = numbers.map((number) => toNumberRow(accountId, connectionId, number, now))
  await saveNumbers(db, rows)
  return connection
}
