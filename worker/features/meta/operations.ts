import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { debugToken, getWaba, listNumbers } from '../../boundary/graph/accounts'
import type { Member } from '../../boundary/http/context'
import type { CheckName, NewConnection } from '../../contract/connections'
import { Secret } from '../../lib/secret'
import {
  attach,
  type ConnectDeps,
  type ConnectResult,
  type Examined,
  problemOf,
} from './attach-operations'
import { numberProblem, type Outcome, outcomesUntil, tokenProblem } from './checks'
import { listCoexistence } from './coexistence-queries'
import { grantedBy } from './granted'
import { listNotes } from './health-queries'
import { toNumberRow } from './number-facts'
import {
  isClaimedByOther,
  listConnectionRows,
  listNumberRows,
  type PhoneNumberRow,
  saveNumbers,
} from './queries'
import { withToken } from './token-operations'

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
  return attach(deps, db, member, token, examined)
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
    if (await isClaimedByOther(directory, db.accountId, wabaId, [phoneNumberId])) {
      return { failed: outcomesUntil('unclaimed', 'claimed') }
    }
    return { facts, waba, numbers: [number], granted: grantedBy(facts, found) }
  } catch (error) {
    const problem = check === 'token_valid' ? 'token_invalid' : 'waba_invisible'
    return { failed: outcomesUntil(check, problemOf(error, problem)) }
  }
}

/** Asks Meta how the connected numbers are: quality, state, pace and limit. Answers what is stored now. */
export async function refreshNumbers(
  deps: Pick<Deps, 'keys' | 'clock' | 'live' | 'graph'>,
  db: AccountDb,
  connectionId: string,
): Promise<PhoneNumberRow[]> {
  const found = await withToken(deps, db, connectionId, (token, { wabaId }) =>
    listNumbers(deps.graph, token, wabaId),
  )
  const known = new Map((await listNumberRows(db)).map((row) => [row.id, row]))
  const now = deps.clock.now()
  const rows = found
    .filter(({ id }) => known.has(id))
    .map((number) => toNumberRow(db.accountId, connectionId, number, now))
  await saveNumbers(db, rows)
  await deps.live.changed(db.accountId, ['connections'])
  return rows.map((row) => ({ ...row, pin: known.get(row.id)?.pin ?? null }))
}

/** An account's connections with their numbers, and what is known of their health. */
export async function listConnections(db: AccountDb) {
  const [rows, numbers, notes, shared] = await Promise.all([
    listConnectionRows(db),
    listNumberRows(db),
    listNotes(db),
    listCoexistence(db),
  ])
  return { rows, numbers, notes, shared }
}
