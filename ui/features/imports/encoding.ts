// What a list is written in, told from its bytes: files from old Windows programs name no encoding.

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1255', 'windows-1252'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What is no list at all, whatever its name says. */
export type NotText = 'old_workbook' | 'picture' | 'binary'

export type Verdict = { encoding: Encoding | null } | { archive: true } | { notText: NotText }

const SIGNATURES: { bytes: number[]; is: NotText }[] = [
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], is: 'old_workbook' }, // .xls
  { bytes: [0x89, 0x50, 0x4e, 0x47], is: 'picture' }, // PNG
  { bytes: [0xff, 0xd8, 0xff], is: 'picture' }, // JPEG
  { bytes: [0x47, 0x49, 0x46, 0x38], is: 'picture' }, // GIF
  { bytes: [0x25, 0x50, 0x44, 0x46], is: 'binary' }, // PDF
]

/** ZIP, which .xlsx is. */
const ARCHIVE = [0x50, 0x4b, 0x03, 0x04]

const startsWith = (bytes: Uint8Array, wanted: number[]) =>
  wanted.every((byte, at) => bytes[at] === byte)

/** `encoding: null` means: one byte per letter, or UTF-8; only the whole file can tell. */
export function verdictOf(head: Uint8Array): Verdict {
  const known = SIGNATURES.find(({ bytes }) => startsWith(head, bytes))
  if (known) return { notText: known.is }
  if (startsWith(head, ARCHIVE)) return { archive: true }
  if (startsWith(head, [0xff, 0xfe])) return { encoding: 'utf-16le' }
  if (startsWith(head, [0xfe, 0xff])) return { encoding: 'utf-16be' }
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8' }
  return withoutMark(head)
}

/** UTF-16 without its mark has a NUL beside each digit, comma and line end, always on the same side. */
function withoutMark(head: Uint8Array): Verdict {
  const nuls = { even: 0, odd: 0 }
  let controls = 0
  for (const [at, byte] of head.entries()) {
    if (byte === 0) nuls[at % 2 === 0 ? 'even' : 'odd'] += 1
    else if (byte < 0x09 || (byte > 0x0d && byte < 0x20)) controls += 1
  }
  const rare = head.length / 200
  const often = head.length / 20
  // In Hebrew UTF-16 every letter has 0x05 beside it, which counts as a control.
  if (nuls.odd > often && nuls.even <= rare) return { encoding: 'utf-16le' }
  if (nuls.even > often && nuls.odd <= rare) return { encoding: 'utf-16be' }
  const isBinary = nuls.even + nuls.odd > 0 || controls > head.length / 100
  return isBinary ? { notText: 'binary' } : { encoding: null }
}

const isHebrew = (byte: number) => byte >= 0xe0 && byte <= 0xfa
const isLatin = (byte: number) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a

/**
 * The same bytes are Hebrew letters in Windows-1255 and accented ones in Windows-1252. Hebrew letters
 * stand side by side; accented ones stand among plain letters.
 */
export function oneByteEncodingOf(bytes: Uint8Array): 'windows-1255' | 'windows-1252' {
  let sideBySide = 0
  let amongLatin = 0
  for (let at = 1; at < bytes.length; at += 1) {
    const before = bytes[at - 1] ?? 0
    const byte = bytes[at] ?? 0
    if (isHebrew(before) && isHebrew(byte)) sideBySide += 1
    else if ((isHebrew(before) && isLatin(byte)) || (isLatin(before) && isHebrew(byte))) {
      amongLatin += 1
    }
  }
  return sideBySide >= amongLatin ? 'windows-1255' : 'windows-1252'
}
