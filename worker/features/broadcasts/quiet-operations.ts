import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { type QuietHours, USUAL_QUIET_HOURS } from '../../contract/schedule'
import { SECOND_MS } from '../../lib/time'
import { openZone, type Zone } from '../../lib/zones'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { changeRest, listResting, restZone } from './part-queries'
import { appliesTo, type Quiet, quietAt, rulesAt } from './quiet-hours'
import { findQuietHours, noteRest, saveQuietHours } from './quiet-queries'

export async function readQuietHours(db: AccountDb): Promise<QuietHours> {
  // Rules that were kept before there was a choice of clocks name none.
  return { ...USUAL_QUIET_HOURS, ...(await findQuietHours(db))?.rules }
}

/** Holds within seconds for whatever is being sent; what rests under the old rules is looked at each minute. */
export async function changeQuietHours(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  rules: QuietHours,
): Promise<QuietHours> {
  const before = await readQuietHours(db)
  await saveQuietHours(db, rules, clock.now())
  await recordAudit(db, clock, {
    actor: actorOf(member),
    action: 'broadcast.quiet_hours',
    target: `account:${db.accountId}`,
    before: stateOf(before),
    after: stateOf(rules),
  })
  return rules
}

const stateOf = ({ isOn, appliesTo: what, clock }: QuietHours) => {
  if (!isOn) return 'off'
  return clock === 'recipient' ? `${what}:recipient` : what
}

/** The rules that hold for messages of a category; null: nothing rests. */
export async function activeRules(db: AccountDb, category: string): Promise<QuietHours | null> {
  const rules = await readQuietHours(db)
  return appliesTo(rules, category) ? rules : null
}

/** The rules that hold for messages of a category, with the workspace's zone; null: nothing rests. */
export async function quietRulesFor(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  category: string,
): Promise<{ rules: QuietHours; zone: Zone } | null> {
  const rules = await activeRules(db, category)
  if (!rules) return null
  const { timeZone } = await getAccount(deps.db.directory, db.accountId)
  return { rules, zone: openZone(timeZone) }
}

/** Who rests: people of one zone, or, where it is null, the whole broadcast. */
export type Rest = Quiet & { zone: string | null }

/**
 * Tells of any moment whether messages of a category rest then, by the rules as they are now: those to
 * people of a zone, by their clock where that was chosen.
 */
export async function openQuiet(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  category: string,
  zoneName: string | null,
): Promise<(at: number) => Rest | null> {
  const found = await quietRulesFor(deps, db, category)
  if (!found) return () => null
  const isTheirs = zoneName !== null && found.rules.clock === 'recipient'
  const zone = isTheirs ? openZone(zoneName) : found.zone
  const rules = isTheirs ? rulesAt(found.rules, zone) : found.rules
  return (at) => {
    const quiet = quietAt(rules, zone, at)
    return quiet && { ...quiet, zone: isTheirs ? zoneName : null }
  }
}

/**
 * Notes that people of a broadcast rest. Their messages are spent; when the quiet ends, the sweep sends new
 * ones for all that waits.
 */
export async function rest(
  db: AccountDb,
  broadcastId: string,
  { zone, ...quiet }: Rest,
  now: number,
): Promise<void> {
  if (zone === null) await noteRest(db, broadcastId, quiet)
  else await restZone(db, broadcastId, { zone, until: quiet.until }, now)
}

/** Looks at zones that rest anew, by the rules as they are now; where it is over, they go on. */
export async function lookAtResting(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  broadcastId: string,
  category: string,
  now: number,
): Promise<void> {
  for (const { zone, until } of await listResting(db, broadcastId, now)) {
    const quiet = (await openQuiet(deps, db, category, zone))(now)
    // Where the workspace's clock has been chosen meanwhile, the next window asks it.
    const present = quiet?.zone ? quiet.until : null
    if (present !== until) await changeRest(db, broadcastId, zone, present)
  }
}

/** Rules are read again while a chunk is sent, which takes minutes: old ones would let all of it leave. */
const RULES_MS = 10 * SECOND_MS

/** Tells whether messages of a category, to people of a zone, rest now, by rules that are seconds old at most. */
export function watchQuiet(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  category: string,
  zoneName: string | null,
): () => Promise<Rest | null> {
  let readAt = Number.NEGATIVE_INFINITY
  let quiet: (at: number) => Rest | null = () => null
  return async () => {
    const now = deps.clock.now()
    if (Math.abs(now - readAt) > RULES_MS) {
      quiet = await openQuiet(deps, db, category, zoneName)
      readAt = now
    }
    return quiet(now)
  }
}
