import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { contactNotFound } from '../contacts/errors'
import { eraseFilesOf } from '../inbox/media-operations'
import { erasePeople } from './person-erase-queries'
import { settleRequestsOf } from './person-queries'

/** Deletes one person with everything that was written, because the account wishes it. */
export async function deletePerson(
  deps: Pick<Deps, 'clock' | 'files' | 'keys'>,
  db: AccountDb,
  member: Member,
  contactId: string,
): Promise<void> {
  requireRole(member, 'contacts.delete')
  const erased = await eraseAndSettle(deps, db, [contactId], deps.clock.now())
  if (erased === 0) throw contactNotFound()
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'contact.deleted',
    target: `contact:${contactId}`,
  })
}

/** Erases people and answers those of them who had asked for it; says how many there were. */
export async function eraseAndSettle(
  deps: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  contactIds: string[],
  now: number,
): Promise<number> {
  await eraseFilesOf(deps, db, contactIds)
  const erased = await erasePeople(db, contactIds)
  for (const contactId of contactIds) await settleRequestsOf(db, contactId, now)
  return erased
}
