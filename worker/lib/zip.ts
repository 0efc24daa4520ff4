// A ZIP archive as a stream: each file is deflated while it is made, so none has to fit into memory.

export type ZipFile = { name: string; chunks: AsyncIterable<Uint8Array> }
type Chunk = Uint8Array

type Entry = { name: Chunk; crc: number; packed: number; size: number; offset: number }

/** Sizes stand behind the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808
const DEFLATE = 8
const VERSION = 20
/** Sizes and places are 32 bits wide without the extension for larger archives. */
const MOST_BYTES = 0xffff_ffff
const MOST_FILES = 0xffff

/** All dates are the same, so that the same content gives the same archive. */
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1

export async function* zip(files: AsyncIterable<ZipFile>): AsyncGenerator<Chunk> {
  const entries: Entry[] = []
  let offset = 0
  for await (const file of files) {
    const name = new TextEncoder().encode(file.name)
    const entry: Entry = { name, crc: 0, packed: 0, size: 0, offset }
    const head = localHeader(name)
    yield head
    for await (const piece of deflated(file.chunks, entry)) yield piece
    const tail = descriptor(entry)
    yield tail
    offset += head.length + entry.packed + tail.length
    entries.push(entry)
    if (offset > MOST_BYTES || entry.size > MOST_BYTES || entries.length > MOST_FILES) {
      throw new RangeError('the archive is too large')
    }
  }
  const central = entries.map(centralHeader)
  for (const head of central) yield head
  const size = central.reduce((sum, head) => sum + head.length, 0)
  yield endOfArchive(entries.length, size, offset)
}

async function* deflated(chunks: AsyncIterable<Chunk>, entry: Entry): AsyncGenerator<Chunk> {
  const { readable, writable } = new CompressionStream('deflate-raw')
  const feeding = feed(chunks, writable.getWriter(), entry)
  // An error is thrown below, when everything that was packed before it has been taken.
  feeding.catch(() => {})
  for await (const piece of readable) {
    entry.packed += piece.byteLength
    yield piece
  }
  await feeding
}

async function feed(
  chunks: AsyncIterable<Chunk>,
  writer: WritableStreamDefaultWriter,
  entry: Entry,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      entry.crc = crc32(chunk, entry.crc)
      entry.size += chunk.byteLength
      await writer.write(chunk)
    }
    await writer.close()
  } catch (error) {
    await writer.abort(error)
    throw error
  }
}

/** Little-endian numbers of two or four bytes, then texts. */
function record(numbers: (readonly [bytes: 2 | 4, value: number])[], ...texts: Chunk[]): Chunk {
  const fixed = numbers.reduce((sum, [bytes]) => sum + bytes, 0)
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, fixed))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [width, value] of numbers) {
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += width
  }
  for (const text of texts) {
    bytes.set(text, at)
    at += text.length
  }
  return bytes
}

const localHeader = (name: Chunk) =>
  record(
    [
      [4, 0x04034b50],
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATE],
      [2, 0],
      [2, DOS_DATE],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, name.length],
      [2, 0],
    ],
    name,
  )

const descriptor = ({ crc, packed, size }: Entry) =>
  record([
    [4, 0x08074b50],
    [4, crc],
    [4, packed],
    [4, size],
  ])

const centralHeader = ({ name, crc, packed, size, offset }: Entry) =>
  record(
    [
      [4, 0x02014b50],
      [2, VERSION],
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATE],
      [2, 0],
      [2, DOS_DATE],
      [4, crc],
      [4, packed],
      [4, size],
      [2, name.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ],
    name,
  )

const endOfArchive = (files: number, size: number, offset: number) =>
  record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files],
    [2, files],
    [4, size],
    [4, offset],
    [2, 0],
  ])

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** CRC-32 of what stood before and these bytes. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}
