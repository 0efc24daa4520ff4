const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'

/** 128 random bits as the server spells ids: the sender's own name for what it sends. */
export function newId(): string {
  const values = crypto.getRandomValues(new Uint8Array(26))
  const letters = Array.from(values, (value) => ALPHABET[value % 32] ?? '2')
  // 26 letters hold 130 bits: the last one carries only three of them.
  return letters.slice(0, 25).join('') + (ALPHABET[((values[25] ?? 0) % 8) * 4] ?? '2')
}
