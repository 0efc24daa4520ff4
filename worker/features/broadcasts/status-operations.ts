import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Status } from '../../boundary/graph/webhooks'
import { recordOptOut } from '../contacts/consent-operations'
import { foldStatuses, singleEvidence } from './evidence'
import { applySingleEvidence } from './outbox-queries'
import { applyEvidence, findRowContacts } from './status-queries'

/** Meta's word that a person stopped marketing from this business. */
const STOPPED_MARKETING = '131050'

/** Folds statuses from webhooks into the rows they are about. Repeatable, in any order. */
export async function applyStatuses(
  deps: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  statuses: Status[],
): Promise<void> {
  for (const { id, evidence } of singleEvidence(statuses)) {
    await applySingleEvidence(db, id, evidence)
  }
  const evidence = foldStatuses(statuses)
  if (evidence.length === 0) return
  await applyEvidence(db, evidence)

  const stopped = evidence.filter(({ code }) => code === STOPPED_MARKETING)
  for (const { contactId, identity } of await findRowContacts(db, stopped)) {
    await recordOptOut(
      db,
      { contactId, identities: [identity], source: 'meta', wording: null, actor: 'meta' },
      deps.clock.now(),
    )
  }
  const touched = [...new Set(evidence.map(({ broadcastId }) => broadcastId))]
  await deps.live.changed(
    db.accountId,
    touched.map((id) => `broadcast:${id}` as const),
  )
}
