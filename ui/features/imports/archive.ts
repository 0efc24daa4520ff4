// A look into an archive before anything is made of it: what lies in it is inflated once, piece by piece,
// and thrown away, so that one which swells beyond all measure is found while it swells.

export type ArchiveFault = 'broken' | 'protected' | 'swollen' | 'unsafe' | 'not_workbook'
export type Archive = { sheets: string[] } | { fault: ArchiveFault }

const MOST_ENTRIES = 200
const MOST_UNPACKED = 100 * 1024 * 1024
/** Text seldom shrinks below a tenth. */
const MOST_SWELLING = 100

const END_OF_ARCHIVE = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const MOST_COMMENT = 0xffff
const STORED = 0
const DEFLATED = 8
const WORKBOOK = 'xl/workbook.xml'

class Fault extends Error {
  constructor(readonly fault: ArchiveFault) {
    super(fault)
  }
}

type Entry = { name: string; isPacked: boolean; packed: Uint8Array; size: number }

/** The names of a workbook's sheets, or why it is not read. */
export async function checkArchive(bytes: Uint8Array): Promise<Archive> {
  try {
    const entries = listEntries(bytes)
    let workbook = ''
    let left = Math.min(MOST_UNPACKED, bytes.length * MOST_SWELLING)
    for (const entry of entries) {
      const text = new TextTaker(entry.name === WORKBOOK)
      left -= await unpack(entry, left, text)
      if (entry.name === WORKBOOK) workbook = text.kept
    }
    const sheets = sheetNames(workbook)
    return sheets.length > 0 ? { sheets } : { fault: 'not_workbook' }
  } catch (cause) {
    return { fault: cause instanceof Fault ? cause.fault : 'broken' }
  }
}

function listEntries(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > MOST_ENTRIES) throw new Fault('swollen')
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let no = 0; no < count; no += 1) {
    if (view.getUint32(at, true) !== CENTRAL) throw new Fault('broken')
    const flags = view.getUint16(at + 8, true)
    const method = view.getUint16(at + 10, true)
    if (flags & 1) throw new Fault('protected')
    if (method !== STORED && method !== DEFLATED) throw new Fault('broken')
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const packed = dataAt(view, bytes, view.getUint32(at + 42, true), view.getUint32(at + 20, true))
    const size = view.getUint32(at + 24, true)
    entries.push({ name, isPacked: method === DEFLATED, packed, size })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT)
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_OF_ARCHIVE) return at
  }
  throw new Fault('broken')
}

/** A reader may trust either header of an entry, so both must point to the same place. */
function dataAt(view: DataView, bytes: Uint8Array, local: number, length: number): Uint8Array {
  if (view.getUint32(local, true) !== LOCAL) throw new Fault('broken')
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  if (start + length > bytes.length) throw new Fault('broken')
  return bytes.subarray(start, start + length)
}

/** How many bytes an entry really has; ends at the first that is too much, or other than it says. */
async function unpack(entry: Entry, most: number, text: TextTaker): Promise<number> {
  const { name, isPacked, packed, size } = entry
  if (size > most) throw new Fault('swollen')
  const isText = /\.(xml|rels|vml)$/i.test(name)
  const blob = new Blob([packed as Uint8Array<ArrayBuffer>])
  const stream = isPacked
    ? blob.stream().pipeThrough(new DecompressionStream('deflate-raw'))
    : blob.stream()
  const reader = stream.getReader()
  let done = 0
  for (;;) {
    const { done: isEnd, value } = await reader.read()
    if (isEnd) break
    done += value.length
    if (done > most) {
      await reader.cancel()
      throw new Fault('swollen')
    }
    if (isText) text.take(value)
  }
  if (done !== size) throw new Fault('broken')
  return done
}

/** XML of a workbook needs no declarations of its own: with them a few letters become gigabytes. */
const DECLARATION = /<!(?:DOCTYPE|ENTITY)/i
const OVERLAP = 16

/** Watches XML go by; of one file it keeps what went by. */
class TextTaker {
  kept = ''
  #tail = ''
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

  constructor(readonly keeps: boolean) {}

  take(bytes: Uint8Array): void {
    // Whatever is not UTF-8 could hide a declaration from us that a reader finds.
    const piece = decodeOrFault(this.#decoder, bytes)
    if (DECLARATION.test(this.#tail + piece)) throw new Fault('unsafe')
    this.#tail = piece.slice(-OVERLAP)
    if (this.keeps) this.kept += piece
  }
}

function decodeOrFault(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true })
  } catch {
    throw new Fault('unsafe')
  }
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const sheetNames = (workbook: string): string[] =>
  [...workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g)].map(([, name = '']) =>
    name.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, named) => {
      if (named) return NAMED[named] ?? whole
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    }),
  )
