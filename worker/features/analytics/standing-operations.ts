// What counting noticed and what goes on being so: shown beside the health of a connection, and as the banner.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { NotedKind } from '../../contract/health'
import { openZone } from '../../lib/zones'
import { noteLimits } from '../broadcasts/limit-note-operations'
import { listNotes, removeNotes, saveNotes } from '../meta/health-queries'
import { listConnectionRows } from '../meta/queries'
import { describeMonth } from './billing-operations'
import { listGaps } from './health-operations'
import { openGround } from './report-operations'
import { findState } from './rollup-queries'

/** From here on the banner tells of the budget, in per cent. */
const BUDGET_STEPS = [100, 80]

/** Webhooks that don't come and a budget that runs out stand on the page while they last. Repeatable. */
export async function noteStanding(
  deps: Pick<Deps, 'db' | 'clock' | 'live'>,
  db: AccountDb,
): Promise<void> {
  const [connection] = (await listConnectionRows(db)).filter(({ state }) => state === 'active')
  if (!connection) return
  await noteLimits(deps, db)
  const standing: Partial<Record<NotedKind, string | null>> = {
    webhooks_missing: await unheardOf(db),
    counts_differ: await gapOf(deps, db, connection.createdAt),
    budget_reached: await budgetStepOf(deps, db),
  }
  const [mine, others] = await notesOf(db, connection.id)
  const known = new Map(mine.map(({ kind, detail }) => [kind, detail]))
  let isChanged = false
  // It stands once: what stood first may be another connection since.
  for (const { kind, connectionId } of others) {
    if (kind in standing) await removeNotes(db, connectionId, [kind])
  }
  for (const [kind, detail] of Object.entries(standing) as [NotedKind, string | null][]) {
    if ((known.get(kind) ?? null) === detail) continue
    isChanged = true
    if (detail === null) await removeNotes(db, connection.id, [kind])
    else await saveNotes(db, [noteOf(db.accountId, connection.id, kind, detail, deps.clock.now())])
  }
  if (isChanged) await deps.live.changed(db.accountId, ['connections'])
}

async function notesOf(db: AccountDb, connectionId: string) {
  const all = await listNotes(db)
  const isMine = (one: { connectionId: string }) => one.connectionId === connectionId
  return [all.filter(isMine), all.filter((one) => !isMine(one))] as const
}

const noteOf = (
  accountId: string,
  connectionId: string,
  kind: NotedKind,
  detail: string,
  since: number,
) => ({
  ...{ accountId, connectionId, kind, detail, since },
  numberId: '',
  source: 'news' as const,
  until: null,
})

async function unheardOf(db: AccountDb): Promise<string | null> {
  const unheard = (await findState(db))?.unheard ?? 0
  return unheard > 0 ? String(unheard) : null
}

/** Meta's own counts are approximate: fewer than so many of a hundred are no reason to look. */
const LEAST_GAP_PERCENT = 1

/** The last whole day since it was connected of which Meta delivered clearly more than its webhooks told. */
async function gapOf(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  connectedAt: number,
): Promise<string | null> {
  const { today, timeZone } = await openGround(deps, db, undefined)
  const first = openZone(timeZone).dayAt(connectedAt)
  const missed = (await listGaps(db, today)).filter(
    ({ day, ours, meta }) => day > first && (meta - ours) * 100 >= meta * LEAST_GAP_PERCENT,
  )
  return missed.at(-1)?.day ?? null
}

/** The highest step that this month's money has come to. */
async function budgetStepOf(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
): Promise<string | null> {
  const { today } = await openGround(deps, db, undefined)
  const { budget, money, currency } = await describeMonth(deps, db, { month: today.slice(0, 7) })
  if (!budget || budget.currency !== currency) return null
  const spent = Math.max(money.priced, money.billed ?? 0)
  const step = BUDGET_STEPS.find((percent) => spent * 100 >= budget.micros * percent)
  return step === undefined ? null : `${step}%`
}
