// Embedded Signup: Meta's own window in the browser, and what the server makes of its answer.

import { sha256Hex } from '../../boundary/crypto/hash'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import {
  debugToken,
  type GraphPhoneNumber,
  getWaba,
  listNumbers,
  type TokenFacts,
} from '../../boundary/graph/accounts'
import { exchangeCode } from '../../boundary/graph/signup'
import type { Member } from '../../boundary/http/context'
import type { CheckName } from '../../contract/connections'
import type { SignupAnswer, SignupSettings, SignupStart } from '../../contract/signup'
import { randomToken } from '../../lib/ids'
import type { Secret } from '../../lib/secret'
import { MINUTE_MS } from '../../lib/time'
import { proveFresh, tellOwners } from '../accounts/fresh-operations'
import { requireRole } from '../accounts/roles'
import type { Visitor } from '../accounts/visitor'
import { attach, type ConnectResult, type Examined, problemOf } from './attach-operations'
import { type Outcome, outcomesUntil, tokenProblem } from './checks'
import { connectionNotFound, isConnectedAlready, signupNotOffered, signupStateGone } from './errors'
import { grantedBy } from './granted'
import { tokenReplacedMail } from './mails'
import { isClaimedByOther, listConnectionRows, listNumberRows } from './queries'
import { registerNew } from './registration-operations'
import { insertState, takeState } from './signup-queries'

type SignupDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'graph' | 'live' | 'mailer'>

/** Enough for Meta's window with its many screens; then another one has to be opened. */
const STATE_LIFE_MS = 10 * MINUTE_MS

export const isSignupOffered = ({ config }: Pick<Deps, 'config'>) => config.META_CONFIG_ID !== ''

/** Makes the secret that Meta's window takes along. Renewing what is connected wants the mailed code. */
export async function startSignup(
  deps: Pick<Deps, 'config' | 'clock' | 'db'>,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  { renews }: SignupStart,
): Promise<SignupSettings> {
  requireRole(member, 'connections.change')
  const { config, clock } = deps
  if (!isSignupOffered(deps)) throw signupNotOffered()
  if (renews) {
    const known = (await listConnectionRows(db)).find(({ id }) => id === renews.connectionId)
    if (!known || known.state === 'disconnected') throw connectionNotFound()
    await proveFresh(deps, visitor, member, 'replace_token', renews.code)
  }
  const state = randomToken()
  const now = clock.now()
  await insertState(
    deps.db.directory,
    {
      stateHash: await sha256Hex(state),
      accountId: member.accountId,
      sessionId: member.sessionId,
      connectionId: renews?.connectionId ?? null,
      expiresAt: now + STATE_LIFE_MS,
    },
    now,
  )
  return {
    state,
    appId: config.META_APP_ID,
    configId: config.META_CONFIG_ID,
    graphVersion: config.META_GRAPH_VERSION,
    sdkUrl: config.META_SDK_URL,
    loginOrigins: config.META_LOGIN_ORIGINS,
  }
}

/**
 * Connects what Meta's window answered. The code is exchanged first, because it lives for 30 seconds; what
 * the browser says of ids is believed only as far as the token reaches. Nothing is kept when a check fails.
 */
export async function finishSignup(
  deps: SignupDeps,
  db: AccountDb,
  member: Member,
  answer: SignupAnswer,
): Promise<ConnectResult> {
  requireRole(member, 'connections.change')
  const stateHash = await sha256Hex(answer.state)
  const { accountId, sessionId } = member
  const now = deps.clock.now()
  const state = await takeState(deps.db.directory, { stateHash, accountId, sessionId }, now)
  if (!state) throw signupStateGone()

  const token = await exchange(deps, answer.code)
  if ('failed' in token) return { ok: false, outcomes: token.failed }
  const examined = await examineGrant(deps, db, token.token, answer)
  if ('failed' in examined) return { ok: false, outcomes: examined.failed }

  const known = await findInUse(db, examined.waba.id)
  if (known && known.id !== state.connectionId) throw isConnectedAlready()
  const result = await attach(deps, db, member, token.token, examined)
  if (!result.ok) return result
  await registerNew(deps, db, token.token, examined.numbers)
  if (known) {
    const { SUPPORT_EMAIL } = deps.config
    await tellOwners(deps, accountId, (to) => tokenReplacedMail(to, known.name, SUPPORT_EMAIL))
  }
  return result
}

async function exchange(
  { graph }: SignupDeps,
  code: string,
): Promise<{ token: Secret } | { failed: Outcome[] }> {
  try {
    return { token: await exchangeCode(graph, code) }
  } catch (error) {
    return { failed: outcomesUntil('token_valid', problemOf(error, 'code_refused')) }
  }
}

/** The checks that change nothing, in their order; stops at the first that fails. */
async function examineGrant(
  { config, clock, db: databases, graph }: SignupDeps,
  db: AccountDb,
  token: Secret,
  hints: Pick<SignupAnswer, 'wabaId' | 'phoneNumberId'>,
): Promise<Examined | { failed: Outcome[] }> {
  let check: CheckName = 'token_valid'
  try {
    const facts = await debugToken(graph, token)
    const wabaId = hints.wabaId ?? onlyOneOf(facts)
    const wrong = tokenProblem(facts, config.META_APP_ID, wabaId ?? '', clock.now())
    if (wrong) return { failed: outcomesUntil(wrong.check, wrong.problem, wrong.values) }

    check = 'waba'
    if (!wabaId) return { failed: outcomesUntil(check, 'waba_unnamed') }
    const waba = await getWaba(graph, token, wabaId)
    check = 'number'
    const found = await listNumbers(graph, token, wabaId)
    const numbers = await chosenOf(db, found, hints.phoneNumberId)
    if (!numbers) return { failed: outcomesUntil(check, 'number_elsewhere') }
    const ids = numbers.map(({ id }) => id)
    if (await isClaimedByOther(databases.directory, db.accountId, wabaId, ids)) {
      return { failed: outcomesUntil('unclaimed', 'claimed') }
    }
    return { facts, waba, numbers, granted: grantedBy(facts, found) }
  } catch (error) {
    const problem = check === 'token_valid' ? 'token_invalid' : 'waba_invisible'
    return { failed: outcomesUntil(check, problemOf(error, problem)) }
  }
}

/** The browser's word may have been lost: a grant of one WABA names it as well. */
const onlyOneOf = ({ wabaIds }: TokenFacts) => (wabaIds?.length === 1 ? wabaIds[0] : undefined)

/**
 * The number that was chosen in Meta's window, and those in use before. Without a choice a WABA's only
 * number, or none: it can be finished later. Null where the choice is not in the WABA.
 */
async function chosenOf(
  db: AccountDb,
  found: GraphPhoneNumber[],
  hint: string | undefined,
): Promise<GraphPhoneNumber[] | null> {
  const inUse = new Set((await listNumberRows(db)).map(({ id }) => id))
  if (hint !== undefined) {
    if (!found.some(({ id }) => id === hint)) return null
    return found.filter(({ id }) => id === hint || inUse.has(id))
  }
  return found.length === 1 ? found : found.filter(({ id }) => inUse.has(id))
}

/** A connection that something is sent from already; an unfinished one may simply be gone on with. */
async function findInUse(db: AccountDb, wabaId: string) {
  const [connections, numbers] = await Promise.all([listConnectionRows(db), listNumberRows(db)])
  return connections.find(
    ({ id, wabaId: its, state }) =>
      its === wabaId &&
      state !== 'disconnected' &&
      numbers.some((one) => one.connectionId === id && one.registration === 'registered'),
  )
}
