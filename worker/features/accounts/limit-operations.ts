import { hmacHex, importHmacKey } from '../../boundary/crypto/hash'
import type { Deps } from '../../boundary/deps'
import { tooManyTries } from './errors'
import { addToCounters } from './limit-queries'
import { LIMITS, type Limit, type LimitName, windowEndOf, windowStartOf } from './limits'

/** Whom each limit is counted for; null is not counted. */
export type Counted = Partial<Record<LimitName, string | null>>

/**
 * Counts one try for each named limit and refuses when one is passed, saying when its window ends.
 * Keys are hashes: the table tells nobody's address.
 */
export async function countTries(
  deps: Pick<Deps, 'config' | 'clock' | 'db'>,
  counted: Counted,
): Promise<void> {
  const now = deps.clock.now()
  const hashKey = await importHmacKey(deps.config.LINK_SECRET)
  const counters = new Map<string, Limit>()
  // Object.entries forgets which keys its object has.
  for (const [name, who] of Object.entries(counted) as [LimitName, string | null][]) {
    if (who !== null) counters.set(await hmacHex(hashKey, `limit/${name}/${who}`), LIMITS[name])
  }
  const keys = [...counters].map(([key, limit]) => ({
    key,
    windowStart: windowStartOf(limit, now),
  }))
  if (keys.length === 0) return
  for (const { key, count } of await addToCounters(deps.db.directory, keys)) {
    const limit = counters.get(key)
    if (limit && count > limit.most) throw tooManyTries(windowEndOf(limit, now), now)
  }
}
