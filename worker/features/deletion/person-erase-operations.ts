import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { contactNotFound, mergeMustWait } from '../contacts/errors'
import { isBeingParted } from '../contacts/merge-queries'
import { eraseFilesOf } from '../inbox/media-operations'
import { erasePeople, listWithParts } from './person-erase-queries'

/** Deletes one person with everything that was written, because the account wishes it. */
export async function deletePerson(
  deps: Pick<Deps, 'clock' | 'files' | 'keys'>,
  db: AccountDb,
  member: Member,
  contactId: string,
): Promise<void> {
  requireRole(member, 'contacts.delete')
  // What is on its way back to one of them must not be erased with the other, nor come after it.
  if (await isBeingParted(db, contactId)) throw mergeMustWait()
  const erased = await eraseAndSettle(deps, db, [contactId], deps.clock.now())
  if (erased === 0) throw contactNotFound()
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'contact.deleted',
    target: `contact:${contactId}`,
  })
}

/**
 * Erases people, and whoever became part of them, and answers those who had asked for it; says how many
 * there were. Repeatable.
 */
export async function eraseAndSettle(
  deps: Pick<Deps, 'files' | 'keys'>,
  db: AccountDb,
  contactIds: string[],
  now: number,
): Promise<number> {
  const everybody = await listWithParts(db, contactIds)
  await eraseFilesOf(deps, db, everybody)
  return erasePeople(db, everybody, now)
}
