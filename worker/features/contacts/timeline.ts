// What happened with a person, from several sources. Each feature knows its own part; the app puts them
// together, since contacts know nothing of broadcasts and messages.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Language, List } from '../../contract/common'
import type { TimelineEntry, TimelineGroup } from '../../contract/contacts'

export type TimelineScope = { deps: Deps; db: AccountDb; language: Language }

/** Entries of one person before a moment, newest first, at most `limit`. */
export type TimelineSource = (
  scope: TimelineScope,
  contactId: string,
  before: number,
  limit: number,
) => Promise<TimelineEntry[]>

/** By what somebody may want to see alone. */
export type TimelineSources = Record<TimelineGroup, readonly TimelineSource[]>

/** One page out of the pages of several sources, each of which was asked for one entry more. */
export function mergeTimelines(parts: TimelineEntry[][], limit: number): List<TimelineEntry> {
  const all = parts.flat().sort((a, b) => b.at - a.at)
  const last = all[limit - 1]
  if (!last || all.length === limit) return { items: all, next: null }
  // A source that was cut off may have more of its last moment: all of that is for the next page.
  const cutAt = Math.max(...parts.map((part) => (part.length > limit ? (part.at(-1)?.at ?? 0) : 0)))
  const whole = all.filter(({ at }) => at > cutAt)
  if (last.at <= cutAt && whole.length > 0) return { items: whole, next: `${cutAt + 1}` }
  // The next page begins before a moment, so everything of the last moment belongs to this one.
  const items = all.filter(({ at }, index) => index < limit || at === last.at)
  return { items, next: items.length < all.length ? `${last.at}` : null }
}
