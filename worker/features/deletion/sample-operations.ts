import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { updateAccount } from '../accounts/account-queries'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { deleteSampleBroadcast } from '../broadcasts/sample-queries'
import { deleteSampleTags, listSampleRows } from '../contacts/sample-queries'
import { deleteSampleTemplates } from '../templates/sample-queries'
import { eraseAndSettle } from './person-erase-operations'

/** Takes all sample people away, with whatever was written. Repeatable; the banner goes last. */
export async function removeSamples(
  deps: Pick<Deps, 'clock' | 'db' | 'files' | 'keys' | 'live'>,
  db: AccountDb,
  member: Member,
): Promise<void> {
  const { clock, db: databases } = deps
  requireRole(member, 'contacts.change')
  const people = await listSampleRows(db)
  const ids = people.map(({ id }) => id)
  if (ids.length > 0) await eraseAndSettle(deps, db, ids, clock.now())
  await deleteSampleTags(db)
  await deleteSampleBroadcast(db)
  await deleteSampleTemplates(db)
  await updateAccount(databases.directory, db.accountId, { hasSamples: false })
  const entry = { actor: actorOf(member), action: 'contact.samples_removed', target: 'samples' }
  await recordAudit(db, clock, entry)
}
