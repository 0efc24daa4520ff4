/** A D1 value holds 2 MB at most; half of it leaves room for what a statement makes of it. */
const PIECE_BYTES = 900_000

/** JSON arrays of the items, each small enough to be bound as one value; none for no items. */
export function jsonPieces(items: readonly unknown[]): string[] {
  const pieces: string[] = []
  let piece: string[] = []
  let bytes = 0
  for (const item of items) {
    const text = JSON.stringify(item)
    // A UTF-16 unit is at most 3 bytes of UTF-8: an upper bound without encoding.
    const size = text.length * 3
    if (piece.length > 0 && bytes + size > PIECE_BYTES) {
      pieces.push(`[${piece.join(',')}]`)
      piece = []
      bytes = 0
    }
    piece.push(text)
    bytes += size
  }
  if (piece.length > 0) pieces.push(`[${piece.join(',')}]`)
  return pieces
}
