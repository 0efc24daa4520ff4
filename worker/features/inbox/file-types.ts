// What a file is, by its content: the name and the type that somebody says are not believed.

export type FileKind = 'image' | 'video' | 'audio' | 'document'
export type FileType = { type: string; kind: FileKind }

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

const HEADS: [string, FileKind, (head: Uint8Array) => boolean][] = [
  ['image/jpeg', 'image', (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff],
  ['image/png', 'image', (head) => textAt(head, 1, 3) === 'PNG'],
  ['image/webp', 'image', (head) => textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WEBP'],
  ['application/pdf', 'document', (head) => textAt(head, 0, 5) === '%PDF-'],
  ['audio/mp4', 'audio', (head) => textAt(head, 4, 7) === 'ftypM4A'],
  ['video/mp4', 'video', (head) => textAt(head, 4, 4) === 'ftyp'],
  ['audio/ogg', 'audio', (head) => textAt(head, 0, 4) === 'OggS'],
  ['audio/amr', 'audio', (head) => textAt(head, 0, 5) === '#!AMR'],
  [
    'audio/mpeg',
    'audio',
    (head) => textAt(head, 0, 3) === 'ID3' || (head[0] === 0xff && head[1] === 0xfb),
  ],
]

/** Null for what no browser should show by itself, SVG and HTML above all. */
export function typeOf(bytes: Uint8Array): FileType | null {
  const found = HEADS.find(([, , isIt]) => isIt(bytes))
  return found ? { type: found[0], kind: found[1] } : null
}
