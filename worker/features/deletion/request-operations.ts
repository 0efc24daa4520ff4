import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { CodeSent } from '../../contract/auth'
import {
  type DeletionView,
  type DeletionWay,
  IDENTITY_CHECKS,
  type NewDeletion,
  type OperatorDeletion,
} from '../../contract/deletion'
import { randomId } from '../../lib/ids'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { askFresh, proveFresh, tellOwners } from '../accounts/fresh-operations'
import { requireRole } from '../accounts/roles'
import type { Visitor } from '../accounts/visitor'
import { dueDayOf, endOf } from './business-days'
import { cannotTakeBack, checksMissing, nameNotSame, notAnOwner } from './errors'
import { deletionCodeMail, requestedMail, takenBackMail } from './mails'
import {
  claimTakeBack,
  type DeletionRequest,
  deleteSessionsOf,
  findNewestRequest,
  findOpenRequest,
  freezeTenant,
  insertRequest,
  listOpenRequests,
  listOwnedAccounts,
  measureAccount,
  setAccountState,
  thawTenant,
} from './request-queries'
import { TAKE_BACK_MS } from './steps'
import { toRequestView } from './views'

export type RequestDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'live' | 'mailer' | 'deletions'>

/** What would be deleted, or the request that is open. */
export async function viewDeletion(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  member: Member,
): Promise<DeletionView> {
  requireRole(member, 'account.delete')
  const { directory } = deps.db
  const open = await findOpenRequest(directory, db.accountId)
  if (open) return { size: null, request: toRequestView(open, deps.clock.now()) }
  return { size: await measureAccount(db, directory), request: null }
}

/** A fresh code to the owner's address: having a session is not enough to delete everything. */
export async function askToDelete(
  deps: Pick<Deps, 'config' | 'clock' | 'db' | 'mailer'>,
  visitor: Visitor,
  member: Member,
): Promise<CodeSent> {
  requireRole(member, 'account.delete')
  return askFresh(deps, visitor, member, 'delete_account', deletionCodeMail)
}

/** Freezes the account at once; the work begins after a day in which an owner can take it back. */
export async function requestDeletion(
  deps: RequestDeps,
  db: AccountDb,
  visitor: Visitor,
  member: Member,
  { name, code: typed }: NewDeletion,
): Promise<DeletionRequest> {
  requireRole(member, 'account.delete')
  const account = await getAccount(deps.db.directory, member.accountId)
  if (name !== account.name) throw nameNotSame()
  await proveFresh(deps, visitor, member, 'delete_account', typed)
  return startDeletion(deps, db, {
    via: 'app',
    actor: actorOf(member),
    waitMs: TAKE_BACK_MS,
    origin: visitor.origin,
  })
}

/** Accounts that an address owns: where the operator begins with a request by mail. */
export const findOwnedAccounts = (deps: Pick<Deps, 'db'>, email: string) =>
  listOwnedAccounts(deps.db.directory, email)

/**
 * Enters what an owner asked for by mail, once the operator has checked who wrote. Begins at once: the
 * owner's time to think was before the checks.
 */
export async function requestDeletionByOperator(
  deps: RequestDeps,
  { accountId, ownerEmail, checks }: OperatorDeletion,
  origin: string,
): Promise<DeletionRequest> {
  if (IDENTITY_CHECKS.some((check) => !checks.includes(check))) throw checksMissing()
  const owned = await findOwnedAccounts(deps, ownerEmail)
  const account = owned.find(({ id }) => id === accountId)
  if (!account) throw notAnOwner()
  const db = await deps.db.account(account.id, account.shard)
  return startDeletion(deps, db, { via: 'operator', actor: 'operator', waitMs: 0, origin, checks })
}

type Start = {
  via: DeletionWay
  actor: string
  waitMs: number
  /** Where this copy is reached, for links in mails. */
  origin: string
  checks?: OperatorDeletion['checks']
  source?: string
}

/**
 * Closes an account and orders its deletion. The shard's own row is written first, because sending asks
 * nothing else. Repeatable: stopped half-way, the same request finishes the same order; an account with
 * an open request keeps that one.
 */
export async function startDeletion(
  deps: RequestDeps,
  db: AccountDb,
  start: Start,
): Promise<DeletionRequest> {
  const { directory } = deps.db
  const { accountId } = db
  const account = await getAccount(directory, accountId)
  await freezeTenant(db)
  const known = await findOpenRequest(directory, accountId)
  const now = deps.clock.now()
  const dueDay = dueDayOf(now)
  const inserted = known
    ? undefined
    : await insertRequest(directory, {
        code: randomId(),
        accountId,
        shard: account.shard,
        stateBefore: account.state === 'deleting' ? 'active' : account.state,
        via: start.via,
        state: 'waiting',
        requestedAt: now,
        startsAt: now + start.waitMs,
        dueDay,
        dueAt: endOf(dueDay),
        steps: [
          { step: 'requested', at: now },
          { step: 'frozen', at: now },
        ],
        checks: start.checks ?? null,
        source: start.source ?? null,
      })
  const request = known ?? inserted ?? (await findOpenRequest(directory, accountId))
  if (!request) throw new Error('a deletion was neither made nor found')
  await closeAccount(deps, accountId)
  const { code, startsAt } = request
  await deps.deletions.of(accountId).begin({ accountId, shard: account.shard, code, startsAt })
  if (inserted) await tellRequested(deps, db, account, inserted, start)
  return request
}

async function closeAccount(deps: RequestDeps, accountId: string): Promise<void> {
  const { directory } = deps.db
  const [, ended] = await directory.batch([
    setAccountState(directory, accountId, 'deleting'),
    deleteSessionsOf(directory, accountId),
  ])
  for (const { id } of ended) await deps.live.disconnect(accountId, id)
}

async function tellRequested(
  deps: RequestDeps,
  db: AccountDb,
  account: { name: string; timeZone: string },
  { code, startsAt, dueDay }: DeletionRequest,
  { actor, via, waitMs, origin }: Start,
): Promise<void> {
  await recordAudit(db, deps.clock, {
    actor,
    action: 'deletion.requested',
    target: `account:${db.accountId}`,
    before: 'active',
    after: via,
  })
  await tellOwners(deps, db.accountId, (owner) =>
    requestedMail(owner, {
      name: account.name,
      zone: account.timeZone,
      startsAt,
      dueDay,
      statusLink: `${origin}/data-deletion/${code}`,
      takeBackLink: waitMs > 0 ? `${origin}/settings/data` : null,
      supportEmail: deps.config.SUPPORT_EMAIL,
    }),
  )
}

/** An owner keeps the account, before the work began. Repeatable. */
export async function takeBack(deps: RequestDeps, db: AccountDb, member: Member): Promise<void> {
  requireRole(member, 'account.delete')
  const { directory } = deps.db
  const { accountId } = db
  const claimed = await claimTakeBack(directory, accountId, deps.clock.now())
  const request = claimed ?? (await findNewestRequest(directory, accountId))
  const account = await getAccount(directory, accountId)
  const isUnfinished = request?.state === 'taken_back' && account.state === 'deleting'
  if (!request || !(claimed || isUnfinished)) throw cannotTakeBack()
  const state = request.stateBefore ?? 'active'
  await thawTenant(db, state)
  await setAccountState(directory, accountId, state)
  await deps.deletions.of(accountId).forget()
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'deletion.taken_back',
    target: `account:${accountId}`,
    before: 'deleting',
    after: state,
  })
  await tellOwners(deps, accountId, (owner) => takenBackMail(owner, account.name))
}

/** Orders open requests once more: an object that was told before does nothing else. */
export async function resumeDeletions(deps: Pick<Deps, 'db' | 'deletions'>): Promise<void> {
  for (const request of await listOpenRequests(deps.db.directory, 1000)) {
    const { accountId, shard, code, startsAt } = request
    if (!accountId || !shard) continue
    await deps.deletions.of(accountId).begin({ accountId, shard, code, startsAt })
  }
}
