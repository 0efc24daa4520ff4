import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import { type QuietHours, USUAL_QUIET_HOURS } from '../../contract/schedule'
import { SECOND_MS } from '../../lib/time'
import { openZone, type Zone } from '../../lib/zones'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { appliesTo, type Quiet, quietAt } from './quiet-hours'
import { findQuietHours, saveQuietHours } from './quiet-queries'

export async function readQuietHours(db: AccountDb): Promise<QuietHours> {
  return (await findQuietHours(db))?.rules ?? USUAL_QUIET_HOURS
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

const stateOf = ({ isOn, appliesTo: what }: QuietHours) => (isOn ? what : 'off')

/** The rules that hold for messages of a category, with the workspace's zone; null: nothing rests. */
export async function quietRulesFor(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  category: string,
): Promise<{ rules: QuietHours; zone: Zone } | null> {
  const rules = await readQuietHours(db)
  if (!appliesTo(rules, category)) return null
  const { timeZone } = await getAccount(deps.db.directory, db.accountId)
  return { rules, zone: openZone(timeZone) }
}

/** Tells of any moment whether messages of a category rest then, by the rules as they are now. */
export async function openQuiet(
  deps: Pick<Deps, 'db'>,
  db: AccountDb,
  category: string,
): Promise<(at: number) => Quiet | null> {
  const found = await quietRulesFor(deps, db, category)
  return (at) => found && quietAt(found.rules, found.zone, at)
}

/** Rules are read again while a chunk is sent, which takes minutes: old ones would let all of it leave. */
const RULES_MS = 10 * SECOND_MS

/** Tells whether messages of a category rest now, by rules that are seconds old at most. */
export function watchQuiet(
  deps: Pick<Deps, 'clock' | 'db'>,
  db: AccountDb,
  category: string,
): () => Promise<Quiet | null> {
  let readAt = Number.NEGATIVE_INFINITY
  let quiet: (at: number) => Quiet | null = () => null
  return async () => {
    const now = deps.clock.now()
    if (Math.abs(now - readAt) > RULES_MS) {
      quiet = await openQuiet(deps, db, category)
      readAt = now
    }
    return quiet(now)
  }
}
