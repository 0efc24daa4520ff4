/**
 * The simulator's dice: a number in [0, 1) that depends on nothing but the words given, so the
 * same seed and the same person always behave the same.
 */
export function draw(...words: readonly string[]): number {
  return hash32(words.join('\u0000')) / 2 ** 32
}

export function pick<T>(list: readonly T[], ...words: readonly string[]): T {
  const item = list[Math.floor(draw(...words) * list.length)]
  if (item === undefined) throw new Error('pick needs a list with something in it')
  return item
}

/** FNV-1a with a final mix: neighbouring phone numbers must not get neighbouring fates. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
