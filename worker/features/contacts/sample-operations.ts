import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import type { SamplesView } from '../../contract/samples'
import { updateAccount } from '../accounts/account-queries'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { countSamples, insertSamples } from './sample-queries'
import { samplePeople, sampleTags } from './samples'

type SampleDeps = Pick<Deps, 'clock' | 'db'>

/** Fills the list with people who are made up. Repeatable; the banner is told of first. */
export async function addSamples(
  { clock, db: databases }: SampleDeps,
  db: AccountDb,
  member: Member,
  language: Language,
): Promise<SamplesView> {
  requireRole(member, 'contacts.change')
  await updateAccount(databases.directory, db.accountId, { hasSamples: true })
  const now = clock.now()
  await insertSamples(db, samplePeople(language, now), sampleTags(language), now)
  const entry = { actor: actorOf(member), action: 'contact.samples_added', target: 'samples' }
  await recordAudit(db, clock, entry)
  return { people: await countSamples(db) }
}
