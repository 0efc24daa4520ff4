import type { Change } from './webhooks'

/** What holds things that happened each at a time of its own. */
const LISTS = ['messages', 'statuses', 'message_echoes'] as const

/** Whatever stands in a list: it has not been read yet. */
type Item = { timestamp?: unknown; from?: unknown; from_user_id?: unknown } | null
type Profile = { wa_id?: unknown; user_id?: unknown } | null

/**
 * A change without what happened before a moment, in milliseconds; null when nothing is left of it. Profiles
 * stay only of those whose messages do. What says no time stays.
 */
export function happenedSince(change: Change, since: number): Change | null {
  const { value } = change
  const lists = LISTS.filter((name) => Array.isArray(value[name]))
  const isLater = (item: Item) => !(Number(item?.timestamp) * 1000 < since)
  // Arrays by the filter above.
  const itemsOf = (name: string) => value[name] as Item[]
  const kept = lists.map((name) => [name, itemsOf(name).filter(isLater)] as const)
  if (kept.every(([name, items]) => items.length === itemsOf(name).length)) return change
  if (kept.every(([, items]) => items.length === 0)) return null

  const names = kept.flatMap(([, items]) => items.flatMap((one) => [one?.from, one?.from_user_id]))
  const isNamed = (id: unknown) => id !== undefined && names.includes(id)
  const profiles = Array.isArray(value.contacts) ? (value.contacts as Profile[]) : []
  const contacts = profiles.filter((one) => isNamed(one?.wa_id) || isNamed(one?.user_id))
  return { ...change, value: { ...value, ...Object.fromEntries(kept), contacts } }
}
