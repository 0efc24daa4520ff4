import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { FrequencyCapView } from '../../contract/broadcasts'
import { recordAudit } from '../accounts/audit-operations'
import { findCap, removeCap, saveCap } from './cap-queries'
import type { Frequency, FrequencyCap } from './frequency'
import type { Broadcast } from './queries'

export const readCap = async (db: AccountDb): Promise<FrequencyCapView> => ({
  cap: (await findCap(db)) ?? null,
})

/** Holds for whatever is planned or written down from now on; what was confirmed before stays. */
export async function changeCap(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  actor: string,
  { cap }: FrequencyCapView,
): Promise<FrequencyCapView> {
  const before = (await findCap(db)) ?? null
  if (cap) await saveCap(db, cap)
  else await removeCap(db)
  const change = { before: named(before), after: named(cap) }
  await recordAudit(db, clock, { actor, action: 'broadcast.capped', target: 'cap', ...change })
  return { cap }
}

const named = (cap: FrequencyCap | null) => (cap ? `${cap.messages}/${cap.days}` : 'none')

/** What a broadcast's people may have heard besides it, before they are written down. */
export async function frequencyOf(db: AccountDb, broadcast: Broadcast): Promise<Frequency> {
  return { ...restOf(broadcast), cap: (await findCap(db)) ?? null }
}

/** What a claim looks at again. */
export const restOf = ({ accountId, id, parentId, restHours }: Broadcast): Frequency => ({
  ...{ accountId, parentId, restHours },
  own: id,
  cap: null,
})
