/** A D1 value holds 2 MB at most; half of it leaves room for what a statement makes of it. */
const PIECE_BYTES = 900_000

/** JSON arrays of the items, each small enough to be bound as one value; none for no items. */
export const jsonPieces = (items: readonly unknown[]): string[] =>
  inJsonPieces(items).map(({ json }) => json)

/** The same with the items that are in each. */
export function inJsonPieces<T>(items: readonly T[]): { items: readonly T[]; json: string }[] {
  if (items.length === 0) return []
  const json = JSON.stringify(items)
  // A UTF-16 unit is at most 3 bytes of UTF-8: an upper bound without encoding.
  if (items.length === 1 || json.length * 3 <= PIECE_BYTES) return [{ items, json }]
  const half = Math.ceil(items.length / 2)
  return [...inJsonPieces(items.slice(0, half)), ...inJsonPieces(items.slice(half))]
}
