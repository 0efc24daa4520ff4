import { isSameText } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { giveBackAccess } from '../../boundary/graph/access'
import {
  debugToken,
  type GraphPhoneNumber,
  getWaba,
  listNumbers,
  subscribeApp,
  type TokenFacts,
} from '../../boundary/graph/accounts'
import { GraphError } from '../../boundary/graph/errors'
import type { Member } from '../../boundary/http/context'
import type { TokenChange } from '../../contract/access'
import type { CheckName } from '../../contract/connections'
import type { Secret } from '../../lib/secret'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { type ConnectResult, problemOf } from './attach-operations'
import { allPassed, numberProblem, type Outcome, outcomesUntil, tokenProblem } from './checks'
import { keepProof } from './disconnect-operations'
import { connectionNotFound, needsReconnect } from './errors'
import { grantedBy } from './granted'
import { connectByToken } from './operations'
import {
  type Connection,
  findConnection,
  isClaimedByOther,
  listConnectionRows,
  listNumberRows,
  listProofs,
  saveFacts,
} from './queries'
import { keepAccess, reportDeadToken, withToken, withTokenToEnd } from './token-operations'

type AccessDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'graph' | 'live'>

/** What is known of an account's access by one connection, without asking Meta. */
export async function describeAccess(db: AccountDb, connectionId: string) {
  const connection = await findConnection(db, connectionId)
  if (!connection) throw connectionNotFound()
  const [connections, numbers, proofs] = await Promise.all([
    listConnectionRows(db),
    listNumberRows(db),
    listProofs(db, connectionId),
  ])
  return { connection, connections, numbers, proofs }
}

/** A token may reach more WABAs than we want to know of; their numbers are listed for these. */
const MOST_WABAS = 10

/** Asks Meta anew: each check, and what the token reaches now. Changes nothing at Meta. */
export async function checkAccess(
  deps: AccessDeps,
  db: AccountDb,
  connectionId: string,
): Promise<Outcome[]> {
  let facts: TokenFacts | null = null
  let before: Connection | null = null
  const seen: GraphPhoneNumber[] = []
  const outcomes = await withToken(deps, db, connectionId, async (token, connection) => {
    let check: CheckName = 'token_valid'
    before = connection
    try {
      facts = await debugToken(deps.graph, token)
      const now = deps.clock.now()
      const wrong = tokenProblem(facts, deps.config.META_APP_ID, connection.wabaId, now)
      if (wrong) return outcomesUntil(wrong.check, wrong.problem, wrong.values)
      check = 'waba'
      await getWaba(deps.graph, token, connection.wabaId)
      check = 'number'
      seen.push(...(await listNumbers(deps.graph, token, connection.wabaId)))
      const failed = await checkNumbers(deps, db, connection, seen)
      if (failed) return failed
      check = 'webhook'
      await subscribeApp(deps.graph, token, connection.wabaId)
      seen.push(...(await numbersElsewhere(deps, token, facts, connection.wabaId)))
      return allPassed()
    } catch (error) {
      return outcomesUntil(check, problemOf(error, REFUSED[check] ?? 'waba_invisible'))
    }
  })
  await keepFacts(deps, db, before, facts, seen)
  return outcomes
}

const REFUSED = { token_valid: 'token_invalid', webhook: 'webhook_refused' } as Partial<
  Record<CheckName, Parameters<typeof problemOf>[1]>
>

/** The numbers that we send from must still be there, fit, and nobody else's. */
async function checkNumbers(
  { db: databases }: AccessDeps,
  db: AccountDb,
  { id, wabaId }: Connection,
  found: GraphPhoneNumber[],
): Promise<Outcome[] | null> {
  const ours = (await listNumberRows(db)).filter(({ connectionId }) => connectionId === id)
  for (const { id: numberId } of ours) {
    const unfit = numberProblem(found.find((number) => number.id === numberId))
    if (unfit) return outcomesUntil('number', unfit.problem, unfit.values)
    if (await isClaimedByOther(databases.directory, db.accountId, wabaId, [numberId])) {
      return outcomesUntil('unclaimed', 'claimed')
    }
  }
  return null
}

/** Numbers of other WABAs that the token reaches; one that refuses is left out. */
async function numbersElsewhere(
  { graph }: AccessDeps,
  token: Secret,
  { wabaIds }: TokenFacts,
  wabaId: string,
): Promise<GraphPhoneNumber[]> {
  const found: GraphPhoneNumber[] = []
  for (const other of (wabaIds ?? []).filter((id) => id !== wabaId).slice(0, MOST_WABAS)) {
    try {
      found.push(...(await listNumbers(graph, token, other)))
    } catch (error) {
      if (!(error instanceof GraphError)) throw error
    }
  }
  return found
}

async function keepFacts(
  deps: AccessDeps,
  db: AccountDb,
  connection: Connection | null,
  facts: TokenFacts | null,
  seen: GraphPhoneNumber[],
): Promise<void> {
  if (!facts || !connection) return
  const { id } = connection
  await saveFacts(db, id, { checkedAt: deps.clock.now() })
  // A token that was refused tells nothing of its rights, nor of what it reaches.
  if (facts.isValid) await keepAccess(deps, db, connection, facts, grantedBy(facts, seen))
  else await reportDeadToken(deps, db, id)
  await deps.live.changed(db.accountId, ['connections'])
}

/**
 * Puts another token into a connection's place: it passes the same checks as at connecting, and the old
 * one works until then. When it is to be ended, Meta's word on it is kept.
 */
export async function replaceToken(
  deps: AccessDeps,
  db: AccountDb,
  member: Member,
  connectionId: string,
  { accessToken, revokeOld }: Omit<TokenChange, 'code'>,
): Promise<ConnectResult> {
  const before = await findConnection(db, connectionId)
  if (!before) throw connectionNotFound()
  const number = (await listNumberRows(db)).find((one) => one.connectionId === connectionId)
  if (before.state === 'disconnected' || !number) throw needsReconnect()

  const { wabaId } = before
  const input = { wabaId, phoneNumberId: number.id, accessToken }
  const result = await connectByToken(deps, db, member, input)
  if (!result.ok) return result
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'connection.token_replaced',
    target: connectionId,
  })
  if (revokeOld) await endOldToken(deps, db, before, accessToken)
  return result
}

async function endOldToken(
  deps: AccessDeps,
  db: AccountDb,
  before: Connection,
  newToken: string,
): Promise<void> {
  const ended = await withTokenToEnd(deps, db, before, async (token) => {
    // Pasting the same one again is no replacement.
    if (isSameText(token.reveal(), newToken)) return null
    return giveBackAccess(deps.graph, token, { ...before, cause: 'replaced', isShared: false })
  })
  if (ended) await keepProof(deps, db, before.id, 'replaced', ended)
}
