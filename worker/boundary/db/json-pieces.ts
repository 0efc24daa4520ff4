/** A D1 value holds 2 MB at most; half of it leaves room for what a statement makes of it. */
const PIECE_BYTES = 900_000

/** JSON arrays of the items, each small enough to be bound as one value; none for no items. */
export function jsonPieces(items: readonly unknown[]): string[] {
  if (items.length === 0) return []
  const text = JSON.stringify(items)
  // A UTF-16 unit is at most 3 bytes of UTF-8: an upper bound without encoding.
  if (items.length === 1 || text.length * 3 <= PIECE_BYTES) return [text]
  const half = Math.ceil(items.length / 2)
  return [...jsonPieces(items.slice(0, half)), ...jsonPieces(items.slice(half))]
}
