/** Ids in the forms Meta uses. Random, so that each test has a world of its own. */

const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))

/** A node id: digits only, no leading zero, short enough to be an exact JSON number. */
export function newNodeId(): string {
  const digits = Array.from(randomBytes(15), (byte) => byte % 10)
  return `${1 + ((digits[0] ?? 0) % 8)}${digits.slice(1).join('')}`
}

export const newDigits = (count: number): string =>
  Array.from(randomBytes(count), (byte) => byte % 10).join('')

export const newAccessToken = (): string => `EAA${hex(randomBytes(48))}`

export const newTraceId = (): string => `A${btoa(hex(randomBytes(8)))}`.slice(0, 23)

/** Direction is a byte inside a real id too: 0x11 for what the business sent, 0x12 for inbound. */
export function newWamid(identity: string, direction: 'outbound' | 'inbound'): string {
  const unique = hex(randomBytes(9)).toUpperCase()
  const way = direction === 'outbound' ? '\x11' : '\x12'
  const name = `\x1c\x18${String.fromCharCode(identity.length)}${identity}`
  return `wamid.${btoa(`${name}\x15\x02\x00${way}\x18\x12${unique}\x00`)}`
}

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
