import { hasDesk, verifyOperator } from '../../boundary/access/operator-token'
import type { Deps } from '../../boundary/deps'
import type { OperatorDeletion } from '../../contract/deletion'
import { AppError } from '../../lib/errors'
import { timeOrderedId } from '../../lib/ids'
import { findAccount } from '../accounts/account-queries'
import { replayDeadLetter } from '../accounts/dead-letter-operations'
import { type KeyStatus, keyStatus } from '../accounts/key-operations'
import { readCases } from '../deletion/person-operations'
import {
  findOwnedAccounts,
  type RequestDeps,
  requestDeletionByOperator,
} from '../deletion/request-operations'
import { closeCase, closeUnmatched, findRequest, listRequests } from '../deletion/request-queries'
import { insertAct, type LetterLine, listAccountLines, listActs, listAllLetters } from './queries'

export type OperatorDeps = RequestDeps & Pick<Deps, 'keys' | 'jobs' | 'files'>

const SHOWN = 200

/** Who is at the desk; without Cloudflare Access there is none, and nothing says that there could be. */
export async function identifyOperator(
  { config }: Pick<Deps, 'config'>,
  token: string | undefined,
): Promise<string> {
  if (!hasDesk(config)) throw new AppError('not_found', 404)
  const operator = token === undefined ? null : await verifyOperator(config, token)
  if (!operator) throw new AppError('operator.not_signed_in', 403)
  return operator
}

/** Deletion requests and what people asked on the public page. */
export async function readRequests(deps: Pick<Deps, 'db' | 'clock' | 'keys'>) {
  const [requests, cases] = await Promise.all([
    listRequests(deps.db.directory, SHOWN),
    readCases(deps, SHOWN),
  ])
  return { requests, cases, now: deps.clock.now() }
}

/** Accounts that an address owns, with what their owners call them: for the check of who wrote. */
export async function findForDeletion(deps: Pick<Deps, 'db'>, email: string) {
  const owned = await findOwnedAccounts(deps, email)
  const found = await Promise.all(owned.map(({ id }) => findAccount(deps.db.directory, id)))
  return found.flatMap((account) => account ?? [])
}

export const readAccounts = ({ db }: Pick<Deps, 'db'>, after: string) =>
  listAccountLines(db.directory, after, SHOWN)

export const readActs = ({ db }: Pick<Deps, 'db'>) => listActs(db.directory, SHOWN)

export const readKeys = (deps: OperatorDeps): Promise<KeyStatus> => keyStatus(deps)

/** What failed too often, over all accounts; the newest first. */
export async function readLetters({ db }: Pick<Deps, 'db'>): Promise<LetterLine[]> {
  const lists = await Promise.all(db.shards.map((name) => listAllLetters(db.shard(name), SHOWN)))
  return lists.flat().sort((a, b) => b.at - a.at)
}

/** Writes down first who does what: no act without its line. */
async function record(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  act: { actor: string; action: string; target: string; after?: string },
): Promise<void> {
  const at = clock.now()
  await insertAct(db.directory, { id: timeOrderedId(at), at, after: null, ...act })
}

/** Enters what an owner asked for by mail; every check that was made is written down. */
export async function enterDeletion(
  deps: OperatorDeps,
  actor: string,
  order: OperatorDeletion,
  origin: string,
): Promise<string> {
  await record(deps, {
    actor,
    action: 'deletion.entered',
    target: `account:${order.accountId}`,
    after: order.checks.join(','),
  })
  return (await requestDeletionByOperator(deps, order, origin)).code
}

/** Has a deletion that stands still try again now. */
export async function retryDeletion(
  deps: OperatorDeps,
  actor: string,
  code: string,
): Promise<void> {
  const request = await findRequest(deps.db.directory, code)
  if (!request?.accountId) throw new AppError('deletion.not_found', 404)
  await record(deps, { actor, action: 'deletion.retried', target: `deletion:${code}` })
  await deps.deletions.of(request.accountId).hurry()
}

/** A callback of Meta whose person nobody knows was looked into. */
export async function settleUnmatched(
  deps: OperatorDeps,
  actor: string,
  code: string,
): Promise<void> {
  await record(deps, { actor, action: 'deletion.unmatched_settled', target: `deletion:${code}` })
  const closed = await closeUnmatched(deps.db.directory, code, deps.clock.now())
  if (!closed) throw new AppError('deletion.not_found', 404)
}

export async function settleCase(deps: OperatorDeps, actor: string, id: string): Promise<void> {
  await record(deps, { actor, action: 'case.settled', target: `case:${id}` })
  const closed = await closeCase(deps.db.directory, id, deps.clock.now())
  if (!closed) throw new AppError('not_found', 404)
}

/** Does a failed job again, in the name of the operator. */
export async function replayLetter(
  deps: OperatorDeps,
  actor: string,
  accountId: string,
  letterId: string,
): Promise<void> {
  const db = await deps.db.account(accountId)
  await record(deps, { actor, action: 'dead_letter.replayed', target: `letter:${letterId}` })
  await replayDeadLetter(deps, db, 'operator', letterId)
}

/** Moves every key to the newest key-encryption key now, instead of with the next sweep. */
export async function hurryKeys(deps: OperatorDeps, actor: string): Promise<void> {
  const { current } = deps.keys.keks
  await record(deps, { actor, action: 'keys.sweep_asked', target: `kek:${current}` })
  await deps.jobs.chore({ type: 'keys.sweep' })
}

/** Gives every account a new data key. */
export async function renewDataKeys(deps: OperatorDeps, actor: string): Promise<void> {
  await record(deps, { actor, action: 'keys.rotation_asked', target: 'accounts' })
  for (const shard of deps.db.shards) {
    await deps.jobs.chore({ type: 'keys.rotate_all', shard, after: '' })
  }
}
