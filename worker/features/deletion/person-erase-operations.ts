import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { contactNotFound } from '../contacts/errors'
import { continueMerge } from '../contacts/merge-history-operations'
import type { MergeDeps } from '../contacts/merge-parts'
import { listOpenMergesOf } from '../contacts/merge-slice-queries'
import { eraseFilesOf } from '../inbox/media-operations'
import { MERGE_PARTS } from './merge-parts-operations'
import { erasePeople, listWithParts } from './person-erase-queries'

type EraseDeps = MergeDeps & Pick<Deps, 'files'>

/** Deletes one person with everything that was written, because the account wishes it. */
export async function deletePerson(
  deps: EraseDeps,
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

/**
 * Erases people, and whoever became part of them, and answers those who had asked for it; says how many
 * there were. Repeatable.
 */
export async function eraseAndSettle(
  deps: EraseDeps,
  db: AccountDb,
  contactIds: string[],
  now: number,
): Promise<number> {
  await endMerges(deps, db, contactIds)
  const everybody = await listWithParts(db, contactIds)
  await eraseFilesOf(deps, db, everybody)
  return erasePeople(db, everybody, now)
}

/** What still moves between them and somebody else arrives first: it would outlive them, or go with them. */
async function endMerges(deps: MergeDeps, db: AccountDb, contactIds: string[]): Promise<void> {
  for (const mergeId of await listOpenMergesOf(db, contactIds)) {
    let end: 'more' | 'done'
    do end = await continueMerge(deps, db, MERGE_PARTS, mergeId)
    while (end === 'more')
  }
}
