import type { AccountDb, DirectoryDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { BusinessChange, ProfileChange } from '../../contract/account'
import { AppError } from '../../lib/errors'
import { randomId, timeOrderedId } from '../../lib/ids'
import { type Day, openZone } from '../../lib/zones'
import {
  countAccountsByShard,
  findAccount,
  findDataKey,
  insertAccount,
  insertFirstAudit,
  insertMembership,
  insertTenant,
  updateAccount,
} from './account-queries'
import { actorOf, recordAudit } from './audit-operations'
import { notSignedIn, phoneInvalid } from './errors'
import { normalisePhone } from './phone'
import { requireRole } from './roles'
import { findUser, insertUser, updateUser } from './user-queries'
import type { Account, User } from './views'
import type { AccountDraft } from './visitor'

/** Chooses the ids and the shard of an account to be; `openAccount` may then run more than once. */
export async function draftAccount(
  deps: Pick<Deps, 'db'>,
  facts: Omit<AccountDraft, 'accountId' | 'userId' | 'shard'>,
): Promise<AccountDraft> {
  const phone = normalisePhone(facts.phone, facts.country)
  if (!phone) throw phoneInvalid()
  return { ...facts, phone, userId: randomId(), ...(await placeAccount(deps)) }
}

/** The id and the shard of an account to be. */
export const placeAccount = async (deps: Pick<Deps, 'db'>) => ({
  accountId: randomId(),
  shard: await emptiestShard(deps),
})

/**
 * Creates an account and its owner. What lies in the shard comes first: until DIRECTORY names the
 * account nobody can reach it. Stopped half-way, the same draft finishes the same account.
 */
export async function openAccount(
  deps: Pick<Deps, 'db' | 'keys' | 'clock'>,
  draft: AccountDraft,
  emailVerifiedAt: number | null,
): Promise<void> {
  const { accountId, userId, shard } = draft
  const now = deps.clock.now()
  const db = await deps.db.account(accountId, shard)
  await insertTenant(db)
  if (!(await findDataKey(db))) await deps.keys.create(db, now)
  await insertFirstAudit(db, {
    id: timeOrderedId(now),
    at: now,
    actor: `user:${userId}`,
    action: 'account.created',
    target: `account:${accountId}`,
  })

  const { directory } = deps.db
  await directory.batch([
    insertUser(directory, {
      id: userId,
      email: draft.email,
      name: draft.name,
      phone: draft.phone,
      language: draft.language,
      emailVerifiedAt,
      createdAt: now,
      updatedAt: now,
    }),
    insertAccount(directory, {
      id: accountId,
      shard,
      state: 'active',
      name: draft.businessName,
      legalName: null,
      registrationNumber: null,
      address: null,
      timeZone: draft.timeZone,
      country: draft.country,
      createdAt: now,
      retentionMonths: null,
      phonesHidden: 'viewers',
      hasSamples: false,
    }),
    insertMembership(directory, { accountId, userId, role: 'owner', createdAt: now }),
  ])
}

export async function getAccount(directory: DirectoryDb, accountId: string): Promise<Account> {
  const account = await findAccount(directory, accountId)
  if (!account) throw new AppError('account.not_found', 404)
  return account
}

/** The day that it is on the clocks of an account. */
export async function todayOf(deps: Pick<Deps, 'db' | 'clock'>, accountId: string): Promise<Day> {
  const { timeZone } = await getAccount(deps.db.directory, accountId)
  return openZone(timeZone).dayAt(deps.clock.now())
}

export async function changeBusiness(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  member: Member,
  change: BusinessChange,
): Promise<Account> {
  requireRole(member, 'business.change')
  const { directory } = deps.db
  const fields = Object.keys(change)
  if (fields.length === 0) return getAccount(directory, member.accountId)

  const account = await updateAccount(directory, member.accountId, present(change))
  if (!account) throw new AppError('account.not_found', 404)
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'account.changed',
    target: `account:${member.accountId}`,
    after: fields.sort().join(','),
  })
  return account
}

export async function changeProfile(
  deps: Pick<Deps, 'db' | 'clock'>,
  member: Member,
  { phone: typed, ...change }: ProfileChange,
): Promise<User> {
  const { directory } = deps.db
  const updatedAt = deps.clock.now()
  const user = await updateUser(directory, member.userId, {
    ...present(change),
    ...(typed !== undefined && { phone: await phoneOf(directory, member, typed) }),
    updatedAt,
  })
  if (!user) throw notSignedIn()
  return user
}

export async function getUser(directory: DirectoryDb, userId: string): Promise<User> {
  const user = await findUser(directory, userId)
  if (!user) throw notSignedIn()
  return user
}

async function phoneOf(directory: DirectoryDb, member: Member, typed: string): Promise<string> {
  const { country } = await getAccount(directory, member.accountId)
  const phone = normalisePhone(typed, country)
  if (!phone) throw phoneInvalid()
  return phone
}

async function emptiestShard({ db }: Pick<Deps, 'db'>): Promise<string> {
  const counts = new Map(
    (await countAccountsByShard(db.directory)).map((row) => [row.shard, row.accounts]),
  )
  const [emptiest] = [...db.shards].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0))
  if (!emptiest) throw new Error('no database is bound for account data')
  return emptiest
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the keys that were not sent: null empties a field, absence leaves it as it is. */
function present<T extends object>(change: T): Present<T> {
  // Entries keep their keys; only undefined ones are dropped.
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Present<T>
}
