import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { HealthView } from '../../contract/usage-health'
import { groupBy } from '../../lib/lists'
import { addDays } from '../../lib/zones'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { listConnections } from '../meta/operations'
import { nothingToReplay } from './errors'
import { openGround } from './report-operations'
import { listMetaDays, listQualityChanges, listTemplateStates } from './report-queries'
import { type DailyRow, findState, listDays } from './rollup-queries'

const TEMPLATES_SHOWN = 50
/** Days that Meta has answered about and that are over. */
const COMPARED_DAYS = 8

/** How numbers and templates stand at Meta, and whether its news reaches us. */
export async function describeHealth(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
): Promise<HealthView> {
  const { today } = await openGround(deps, db, undefined)
  const [state, { numbers }, templates, days, gaps] = await Promise.all([
    findState(db),
    listConnections(db),
    listTemplateStates(db, TEMPLATES_SHOWN),
    listDays(db, addDays(today, -1), today),
    listGaps(db, today),
  ])
  const ids = templates.map(({ id }) => id)
  const changes = groupBy(await listQualityChanges(db, ids), ({ templateId }) => templateId)
  return {
    asOf: state?.asOf || null,
    numbers: numbers.map((number) => ({
      id: number.id,
      phone: number.displayPhoneNumber,
      qualityRating: number.qualityRating,
      status: number.status,
      messagingLimit: number.messagingLimit,
      throughputPerSecond: number.throughputPerSecond,
      sentLately: begunOf(days.filter(({ numberId }) => numberId === number.id)),
    })),
    templates: templates.map(({ id, name, language, status, quality }) => ({
      id,
      name,
      language,
      status,
      quality,
      changes: (changes.get(id) ?? []).map(({ at, before, after }) => ({
        at,
        from: before,
        to: after,
      })),
    })),
    unheard: state?.unheard ?? 0,
    unheardSince: state?.unheardSince ?? null,
    gaps,
    metaAskedAt: state?.metaAskedAt ?? null,
    metaProblem: state?.metaProblem ?? null,
  }
}

/** Of the days that are over, those of which Meta counts others than we do. */
export async function listGaps(db: AccountDb, today: string): Promise<HealthView['gaps']> {
  const [from, to] = [addDays(today, -COMPARED_DAYS), addDays(today, -1)]
  const [days, metaDays] = await Promise.all([listDays(db, from, to), listMetaDays(db, from, to)])
  return gapsOf(days, metaDays)
}

/** Replies do not count against the limit. */
const begunOf = (days: DailyRow[]) =>
  days
    .flatMap(({ cells }) => cells)
    .filter(({ broadcastId }) => broadcastId !== '')
    .reduce((sum, { sent, failed }) => sum + sent - failed, 0)

/** Messages delivered, by our webhooks and by Meta, on days where the two are not the same. */
function gapsOf(
  days: DailyRow[],
  metaDays: Awaited<ReturnType<typeof listMetaDays>>,
): HealthView['gaps'] {
  return [...groupBy(metaDays, ({ day }) => day)].flatMap(([day, mine]) => {
    if (mine.every(({ delivered }) => delivered === null)) return []
    const meta = mine.reduce((sum, { delivered }) => sum + (delivered ?? 0), 0)
    const ours = days
      .filter((row) => row.day === day)
      .flatMap(({ charges }) => charges)
      .reduce((sum, { messages }) => sum + messages, 0)
    return ours === meta ? [] : [{ day, ours, meta }]
  })
}

export const rawPrefix = (accountId: string, day: string) => `raw/${accountId}/${day}/`

/** Has everything applied once more that Meta sent on a day (in UTC). What was applied before changes nothing. */
export async function askToReplay(
  deps: Pick<Deps, 'files' | 'jobs' | 'clock'>,
  db: AccountDb,
  member: Member,
  day: string,
): Promise<void> {
  requireRole(member, 'business.change')
  const { objects } = await deps.files.list({ prefix: rawPrefix(db.accountId, day), limit: 1 })
  if (objects.length === 0) throw nothingToReplay(day)
  await deps.jobs.chore({ type: 'webhooks.replay', accountId: db.accountId, day, after: '' })
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'webhooks.replayed',
    target: `day:${day}`,
  })
}
