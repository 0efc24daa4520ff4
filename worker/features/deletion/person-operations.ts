import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { PersonRequest } from '../../contract/deletion'
import { randomId } from '../../lib/ids'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { tellOwners } from '../accounts/fresh-operations'
import { countTries } from '../accounts/limit-operations'
import { networkOf } from '../accounts/limits'
import { requireRole } from '../accounts/roles'
import { readPhone, spellingsOf } from '../contacts/phone'
import { personRequestNotFound } from './errors'
import { personAsksMail } from './mails'
import {
  askEveryAccount,
  listPersonRequests,
  listUntold,
  markTold,
  type PersonRequestRow,
  settleRequest,
} from './person-queries'
import { insertCase, listCases } from './request-queries'

type AskDeps = Pick<Deps, 'config' | 'clock' | 'db' | 'keys' | 'jobs'>

/**
 * Somebody who may be in an account's contact list asks to be deleted. Goes to the owners of the lists
 * that have the number, and to the operator. The asker learns nothing: with or without a list that knows
 * the number the same is done, and the answer is the same. Null where the number is none.
 */
export async function askForPerson(
  deps: AskDeps,
  ip: string | null,
  { phone: typed, email, note }: PersonRequest,
): Promise<'asked' | null> {
  // Typed with its country, so that no account's own country is needed to read it.
  const phone = readPhone(typed, 'IL')
  if (!phone.ok) return null
  await countTries(deps, { asksByNetwork: ip && networkOf(ip), asksForPhone: phone.e164 })
  const now = deps.clock.now()
  const id = randomId()
  let accounts = 0
  for (const shard of deps.db.shards) {
    accounts += await askEveryAccount(deps.db.shard(shard), id, spellingsOf(phone.e164), now)
  }
  const said = JSON.stringify({ phone: phone.e164, email, note })
  const sealed = await deps.keys.ofService.seal('cases', id, said)
  await insertCase(deps.db.directory, { id, at: now, accounts, sealed, closedAt: null })
  await deps.jobs.chore({ type: 'people.tell', caseId: id })
  return 'asked'
}

/** Tells the owners of each account concerned. A repetition tells whom the first did not reach. */
export async function tellConcerned(
  deps: Pick<Deps, 'clock' | 'db' | 'mailer'>,
  caseId: string,
): Promise<void> {
  for (const shard of deps.db.shards) {
    for (const { accountId } of await listUntold(deps.db.shard(shard), caseId)) {
      await tellOwners(deps, accountId, personAsksMail)
      await markTold(await deps.db.account(accountId, shard), caseId, deps.clock.now())
    }
  }
}

export const viewPersonRequests = (db: AccountDb): Promise<PersonRequestRow[]> =>
  listPersonRequests(db)

/** A member has answered the person in another way than by deleting the contact. */
export async function settlePersonRequest(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  id: string,
  contactId: string,
): Promise<PersonRequestRow> {
  requireRole(member, 'contacts.delete')
  const settled = await settleRequest(db, id, contactId, deps.clock.now())
  if (!settled) throw personRequestNotFound()
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'person_request.settled',
    target: `contact:${contactId}`,
  })
  return settled
}

/** What somebody wrote on the public page. */
export type PersonCase = {
  id: string
  at: number
  accounts: number
  closedAt: number | null
  /** Null once the case is closed. */
  said: { phone: string; email: string; note: string } | null
}

/** For the operator, who may have to answer. */
export async function readCases(
  deps: Pick<Deps, 'db' | 'keys'>,
  most: number,
): Promise<PersonCase[]> {
  const rows = await listCases(deps.db.directory, most)
  return Promise.all(
    rows.map(async ({ sealed, ...row }) => ({
      ...row,
      // Sealed by `askForPerson` from these members.
      said: sealed
        ? (JSON.parse(
            await deps.keys.ofService.open('cases', row.id, sealed),
          ) as PersonCase['said'])
        : null,
    })),
  )
}
