import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Status } from '../../boundary/graph/webhooks'
import { heedStops } from './consequence-operations'
import { type Evidence, foldEvidence, foldStatuses, singleEvidence } from './evidence'
import { applySingleEvidence, findSingleContact } from './outbox-queries'
import { applyEvidence, findRowContacts } from './status-queries'
import { forgetWaiting, listWaiting, putAside } from './waiting-queries'

/** Meta's word that a person stopped marketing from this business. */
const STOPPED_MARKETING = '131050'

/**
 * A batch with so many rows is part of a crowd: `sent`, `delivered` and often `read` of one person follow
 * each other within seconds, and written together they cost one written row instead of three.
 */
const CROWD_ROWS = 20
/** So many at once come out of a backlog. They are late already. */
const BACKLOG_ROWS = 1000
/** How long a crowd's statuses wait for those that follow. */
const FOLD_SECONDS = 10

type StatusDeps = Pick<Deps, 'clock' | 'live' | 'jobs'>

/**
 * Folds statuses from webhooks into the rows they are about. Repeatable, in any order: so those of a crowd
 * may wait a little. What failed never waits; a person's stop is among it.
 */
export async function applyStatuses(
  deps: StatusDeps,
  db: AccountDb,
  statuses: Status[],
): Promise<void> {
  for (const { id, evidence } of singleEvidence(statuses)) {
    await applySingleEvidence(db, id, evidence)
    if (evidence.code !== STOPPED_MARKETING) continue
    const person = await findSingleContact(db, id, evidence)
    if (person) await heedStops(deps, db, [person])
  }
  const evidence = foldStatuses(statuses)
  const isCrowd = evidence.length >= CROWD_ROWS && evidence.length < BACKLOG_ROWS
  const mayWait = ({ failedAt }: Evidence) => isCrowd && failedAt === null
  await applyNow(
    deps,
    db,
    evidence.filter((one) => !mayWait(one)),
  )
  await letWait(deps, db, evidence.filter(mayWait))
}

/** The rows that wait, and whoever is to fold them: the first of a crowd asks for it. */
async function letWait(
  { clock, jobs }: StatusDeps,
  db: AccountDb,
  evidence: Evidence[],
): Promise<void> {
  if (evidence.length === 0) return
  const { isAlone } = await putAside(db, evidence, clock.now())
  if (isAlone) await foldLater(jobs, db)
}

const foldLater = (jobs: Deps['jobs'], { accountId }: AccountDb) =>
  jobs.chore({ type: 'statuses.fold', accountId }, { delaySeconds: FOLD_SECONDS })

/** Writes what waits into its rows. They are forgotten only then: a crash between repeats what is written. */
export async function foldWaiting(deps: StatusDeps, db: AccountDb): Promise<void> {
  const { ids, evidence } = await listWaiting(db)
  if (ids.length === 0) return
  await applyNow(deps, db, foldEvidence(evidence))
  const { hasMore } = await forgetWaiting(db, ids)
  if (hasMore) await foldLater(deps.jobs, db)
}

async function applyNow({ clock, live }: StatusDeps, db: AccountDb, evidence: Evidence[]) {
  if (evidence.length === 0) return
  await applyEvidence(db, evidence)

  const stopped = evidence.filter(({ code }) => code === STOPPED_MARKETING)
  await heedStops({ clock }, db, await findRowContacts(db, stopped))
  const touched = [...new Set(evidence.map(({ broadcastId }) => broadcastId))]
  await live.changed(
    db.accountId,
    touched.map((id) => `broadcast:${id}` as const),
  )
}
