import type { Change } from './webhooks'

/** What holds things that happened each at a time of its own. */
const LISTS = ['messages', 'statuses', 'message_echoes'] as const

/** Whatever stands in a list: it has not been read yet. */
type Item = { timestamp?: unknown; from?: unknown; from_user_id?: unknown; to?: unknown } | null
type Profile = { wa_id?: unknown; user_id?: unknown } | null

/** Before a moment, in milliseconds; what says no time is not. */
export const isBefore = (item: Item, at: number): boolean => Number(item?.timestamp) * 1000 < at

/** A change without what happened before a moment. What says no time stays. */
export const happenedSince = <C extends Change>(change: C, since: number): C | null =>
  keepItems(change, (item) => !isBefore(item, since))

/** Whom a message is from or goes to, as Meta names them. */
export const namesIn = (item: Item): string[] =>
  [item?.from, item?.from_user_id, item?.to].filter((name) => typeof name === 'string')

/** The items of all lists of a change. */
export const itemsIn = ({ value }: Change): Item[] =>
  LISTS.flatMap((name) => (Array.isArray(value[name]) ? (value[name] as Item[]) : []))

/**
 * A change with some of what happened; null when nothing is left of it. Profiles stay only of those whose
 * messages do.
 */
export function keepItems<C extends Change>(change: C, isKept: (item: Item) => boolean): C | null {
  const { value } = change
  const lists = LISTS.filter((name) => Array.isArray(value[name]))
  // Arrays by the filter above.
  const itemsOf = (name: string) => value[name] as Item[]
  const kept = lists.map((name) => [name, itemsOf(name).filter(isKept)] as const)
  if (kept.every(([name, items]) => items.length === itemsOf(name).length)) return change
  if (kept.every(([, items]) => items.length === 0)) return null

  const names = kept.flatMap(([, items]) => items.flatMap((one) => [one?.from, one?.from_user_id]))
  const isNamed = (id: unknown) => id !== undefined && names.includes(id)
  const profiles = Array.isArray(value.contacts) ? (value.contacts as Profile[]) : []
  const contacts = profiles.filter((one) => isNamed(one?.wa_id) || isNamed(one?.user_id))
  return { ...change, value: { ...value, ...Object.fromEntries(kept), contacts } }
}
