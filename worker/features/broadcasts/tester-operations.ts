// People who get tests. Who they are stands in their contacts; here is only that they are testers.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { MOST_TESTERS, type NewTester, type TesterView } from '../../contract/broadcast-tests'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { phoneNotValid } from '../contacts/errors'
import { findOrCreateByIdentity } from '../contacts/identity-operations'
import { readPhone } from '../contacts/phone'
import { testerNotFound, tooManyTesters } from './errors'
import { deleteTester, insertTester, listTesterRows } from './test-queries'

/** Testers and their contacts; who was deleted is a tester no more. */
export const listTesters = (db: AccountDb): Promise<TesterView[]> => listTesterRows(db)

/** Adds a person by number; whoever is not a contact yet becomes one. Twice is once. */
export async function addTester(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  member: Member,
  { name, phone }: NewTester,
): Promise<TesterView[]> {
  const { country } = await getAccount(deps.db.directory, db.accountId)
  const read = readPhone(phone, country)
  if (!read.ok) throw phoneNotValid(read.problem)
  const before = await listTesterRows(db)
  if (before.some((one) => one.phone === read.e164)) return before
  if (before.length >= MOST_TESTERS) throw tooManyTesters(MOST_TESTERS)

  const now = deps.clock.now()
  const named = { phone: read.e164, profileName: name }
  const contactId = await findOrCreateByIdentity(db, named, now)
  if (!contactId) throw new Error('a person with a number has a contact')
  const row = { accountId: db.accountId, contactId, addedBy: member.userId, addedAt: now }
  const isAdded = await insertTester(db, row, MOST_TESTERS)
  const after = await listTesterRows(db)
  if (!isAdded) {
    if (after.some((one) => one.contactId === contactId)) return after
    throw tooManyTesters(MOST_TESTERS)
  }
  const act = { actor: actorOf(member), action: 'tester.added', target: `contact:${contactId}` }
  await recordAudit(db, deps.clock, act)
  return after
}

export async function removeTester(
  deps: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  contactId: string,
): Promise<void> {
  if (!(await deleteTester(db, contactId))) throw testerNotFound()
  const act = { actor: actorOf(member), action: 'tester.removed', target: `contact:${contactId}` }
  await recordAudit(db, deps.clock, act)
}
