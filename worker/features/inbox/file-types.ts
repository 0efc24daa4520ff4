// What a file is, by its content: the name and the type that somebody says are not believed.

export type FileKind = 'image' | 'video' | 'audio' | 'document'
export type FileType = { type: string; kind: FileKind; ending: string }

const MB = 1024 * 1024

/** Meta's limits; of documents it takes more, but a worker holds a whole file while it is sealed. */
export const MOST_BYTES: Record<FileKind, number> = {
  image: 5 * MB,
  video: 16 * MB,
  audio: 16 * MB,
  document: 16 * MB,
}
export const MOST_FILE_BYTES = Math.max(...Object.values(MOST_BYTES))

const textAt = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length))

type Test = (bytes: Uint8Array) => boolean
const begins =
  (text: string, from = 0): Test =>
  (bytes) =>
    textAt(bytes, from, text.length) === text
const beginsBytes =
  (...head: number[]): Test =>
  (bytes) =>
    head.every((byte, at) => bytes[at] === byte)
const all =
  (...tests: Test[]): Test =>
  (bytes) =>
    tests.every((test) => test(bytes))
const any =
  (...tests: Test[]): Test =>
  (bytes) =>
    tests.some((test) => test(bytes))

/** Both name their content inside: in a ZIP as a folder, in Word's old format as UTF-16. */
const isZip = begins('PK\u0003\u0004')
const isOle = beginsBytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)
const holds =
  (name: string): Test =>
  (bytes) =>
    indexOf(bytes, new TextEncoder().encode(name)) >= 0
const holdsWide = (name: string) => holds(Array.from(name, (letter) => `${letter}\0`).join(''))

const OFFICE = 'application/vnd.openxmlformats-officedocument'

const KINDS: [type: string, kind: FileKind, ending: string, isIt: Test][] = [
  ['image/jpeg', 'image', 'jpg', beginsBytes(0xff, 0xd8, 0xff)],
  ['image/png', 'image', 'png', begins('PNG', 1)],
  ['image/webp', 'image', 'webp', all(begins('RIFF'), begins('WEBP', 8))],
  ['application/pdf', 'document', 'pdf', begins('%PDF-')],
  ['video/3gpp', 'video', '3gp', begins('ftyp3g', 4)],
  ['audio/mp4', 'audio', 'm4a', all(begins('ftyp', 4), any(begins('M4A', 8), isSoundOnly))],
  ['video/mp4', 'video', 'mp4', begins('ftyp', 4)],
  ['audio/ogg', 'audio', 'ogg', begins('OggS')],
  ['audio/amr', 'audio', 'amr', begins('#!AMR')],
  ['audio/aac', 'audio', 'aac', any(beginsBytes(0xff, 0xf1), beginsBytes(0xff, 0xf9))],
  ['audio/mpeg', 'audio', 'mp3', any(begins('ID3'), beginsBytes(0xff, 0xfb))],
  [`${OFFICE}.wordprocessingml.document`, 'document', 'docx', all(isZip, holds('word/'))],
  [`${OFFICE}.spreadsheetml.sheet`, 'document', 'xlsx', all(isZip, holds('xl/'))],
  [`${OFFICE}.presentationml.presentation`, 'document', 'pptx', all(isZip, holds('ppt/'))],
  ['application/msword', 'document', 'doc', all(isOle, holdsWide('WordDocument'))],
  ['application/vnd.ms-excel', 'document', 'xls', all(isOle, holdsWide('Workbook'))],
  ['application/vnd.ms-powerpoint', 'document', 'ppt', all(isOle, holdsWide('PowerPoint'))],
  ['text/plain', 'document', 'txt', isPlainText],
]

/** Null for what no browser should show by itself, SVG and HTML above all. */
export function typeOf(bytes: Uint8Array): FileType | null {
  const found = KINDS.find(([, , , isIt]) => isIt(bytes))
  return found ? { type: found[0], kind: found[1], ending: found[2] } : null
}

/** Where `OpusHead` says how many channels there are: behind the one piece of the first page. */
const OPUS_HEAD_AT = 28
const CHANNELS_AT = OPUS_HEAD_AT + 9

/** WhatsApp shows as a voice message only Opus of one channel in Ogg. */
export const canBeVoice: Test = all(
  begins('OggS'),
  begins('OpusHead', OPUS_HEAD_AT),
  (bytes) => bytes[CHANNELS_AT] === 1,
)

/** Browsers record sound into the same container as films: its tracks say what it is. */
function isSoundOnly(bytes: Uint8Array): boolean {
  const tracks: string[] = []
  const handler = new TextEncoder().encode('hdlr')
  // Version and flags, and a reserved word, stand before the kind of a track.
  for (let at = indexOf(bytes, handler); at >= 0; at = indexOf(bytes, handler, at + 4)) {
    tracks.push(textAt(bytes, at + 12, 4))
  }
  return tracks.includes('soun') && !tracks.includes('vide')
}

/** Words only: nothing that a browser would take for a page, and no control characters. */
function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !text.trimStart().startsWith('<') && !/[\u0000-\u0008\u000e-\u001f]/.test(text)
  } catch {
    return false
  }
}

function indexOf(bytes: Uint8Array, sought: Uint8Array, from = 0): number {
  const [first = 0] = sought
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (sought.every((byte, offset) => bytes[at + offset] === byte)) return at
  }
  return -1
}
