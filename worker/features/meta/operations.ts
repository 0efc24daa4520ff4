import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import {
  debugToken,
  type GraphPhoneNumber,
  getWaba,
  listNumbers,
  subscribeApp,
  type Waba,
} from '../../boundary/graph/accounts'
import { GraphError, isBusy, NoAnswerError } from '../../boundary/graph/errors'
import type { Member } from '../../boundary/http/context'
import type { GrantedAccess } from '../../contract/access'
import type { CheckName, NewConnection } from '../../contract/connections'
import { randomId } from '../../lib/ids'
import { Secret } from '../../lib/secret'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import {
  allPassed,
  numberProblem,
  type Outcome,
  outcomesUntil,
  type Problem,
  tokenProblem,
} from './checks'
import { grantedBy } from './granted'
import { messagingLimit, throughputPerSecond } from './number-facts'
import {
  type Connection,
  claimNumber,
  claimWaba,
  findConnection,
  isClaimedByOther,
  listConnectionRows,
  listNumberRows,
  type PhoneNumberRow,
  releaseConnection,
  saveConnection,
  saveNumbers,
} from './queries'
import { withToken } from './token-operations'
import { rememberMetaUser } from './user-operations'

type ConnectDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'graph' | 'live'>

export type ConnectResult =
  | { ok: true; connection: Connection; outcomes: Outcome[] }
  | { ok: false; outcomes: Outcome[] }

/**
 * Connects a WABA and one of its numbers by a pasted token: asks Meta about each of them, subscribes
 * our webhook and stores the token sealed. Repeating it with a new token reconnects.
 */
export async function connectByToken(
  deps: ConnectDeps,
  db: AccountDb,
  member: Member,
  input: Omit<NewConnection, 'code'>,
): Promise<ConnectResult> {
  const token = new Secret(input.accessToken)
  const examined = await examine(deps, db, token, input)
  if ('failed' in examined) return { ok: false, outcomes: examined.failed }

  const claim = await claimRoutes(deps, db, input)
  if (!claim) return { ok: false, outcomes: outcomesUntil('unclaimed', 'claimed') }
  try {
    await subscribeApp(deps.graph, token, input.wabaId)
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

type Examined = {
  facts: Awaited<ReturnType<typeof debugToken>>
  waba: Waba
  number: GraphPhoneNumber
  granted: GrantedAccess
}

/** The checks that change nothing, in their order; stops at the first that fails. */
async function examine(
  { config, clock, db: databases, graph }: ConnectDeps,
  db: AccountDb,
  token: Secret,
  { wabaId, phoneNumberId }: Omit<NewConnection, 'code'>,
): Promise<Examined | { failed: Outcome[] }> {
  let check: CheckName = 'token_valid'
  try {
    const facts = await debugToken(graph, token)
    const wrong = tokenProblem(facts, config.META_APP_ID, wabaId, clock.now())
    if (wrong) return { failed: outcomesUntil(wrong.check, wrong.problem, wrong.values) }

    check = 'waba'
    const waba = await getWaba(graph, token, wabaId)
    check = 'number'
    const found = await listNumbers(graph, token, wabaId)
    const number = found.find(({ id }) => id === phoneNumberId)
    const unfit = numberProblem(number)
    if (!number || unfit) {
      return { failed: outcomesUntil(check, unfit?.problem ?? 'number_elsewhere', unfit?.values) }
    }
    const { directory } = databases
    if (await isClaimedByOther(directory, db.accountId, wabaId, phoneNumberId)) {
      return { failed: outcomesUntil('unclaimed', 'claimed') }
    }
    return { facts, waba, number, granted: grantedBy(facts, found) }
  } catch (error) {
    const problem = check === 'token_valid' ? 'token_invalid' : 'waba_invisible'
    return { failed: outcomesUntil(check, problemOf(error, problem)) }
  }
}

/** A refusal means what the check asked; no answer, or trouble at Meta, that it could not be asked. */
export function problemOf(error: unknown, refused: Problem): Problem {
  if (error instanceof NoAnswerError) return 'meta_unreachable'
  if (error instanceof GraphError) return isBusy(error) ? 'meta_unreachable' : refused
  throw error
}

/** Unique keys decide between two accounts that connect the same number at once. */
async function claimRoutes(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  { wabaId, phoneNumberId }: Omit<NewConnection, 'code'>,
): Promise<{ connectionId: string } | null> {
  const { directory } = deps.db
  const { accountId } = db
  const waba = await claimWaba(directory, { wabaId, accountId, connectionId: randomId() })
  if (waba?.accountId !== accountId) return null
  const { connectionId } = waba
  const number = await claimNumber(directory, { phoneNumberId, wabaId, accountId, connectionId })
  if (number?.accountId === accountId) return { connectionId }
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
  { facts, waba, number, granted }: Examined,
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
  await saveNumbers(db, [toNumberRow(accountId, connectionId, number, now)])
  return connection
}

const toNumberRow = (
  accountId: string,
  connectionId: string,
  number: GraphPhoneNumber,
  now: number,
): PhoneNumberRow => ({
  accountId,
  id: number.id,
  connectionId,
  displayPhoneNumber: number.display_phone_number,
  verifiedName: number.verified_name ?? null,
  qualityRating: number.quality_rating,
  status: number.status,
  throughputPerSecond: throughputPerSecond(number),
  messagingLimit: messagingLimit(number),
  syncedAt: now,
})

/** Asks Meta how the connected numbers are: quality, state, pace and limit. Answers what is stored now. */
export async function refreshNumbers(
  deps: Pick<Deps, 'keys' | 'clock' | 'live' | 'graph'>,
  db: AccountDb,
  connectionId: string,
): Promise<PhoneNumberRow[]> {
  const found = await withToken(deps, db, connectionId, (token, { wabaId }) =>
    listNumbers(deps.graph, token, wabaId),
  )
  const connected = new Set((await listNumberRows(db)).map(({ id }) => id))
  const now = deps.clock.now()
  const rows = found
    .filter(({ id }) => connected.has(id))
    .map((number) => toNumberRow(db.accountId, connectionId, number, now))
  await saveNumbers(db, rows)
  await deps.live.changed(db.accountId, ['connections'])
  return rows
}

/** An account's connections and their numbers. */
export async function listConnections(
  db: AccountDb,
): Promise<{ rows: Connection[]; numbers: PhoneNumberRow[] }> {
  const [rows, numbers] = await Promise.all([listConnectionRows(db), listNumberRows(db)])
  return { rows, numbers }
}
