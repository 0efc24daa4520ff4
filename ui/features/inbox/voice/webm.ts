// What `MediaRecorder` writes where it can't write Ogg: WebM with Opus in it (RFC 8794, Matroska).

export type OpusStream = {
  /** The identification header (RFC 7845, 5.1), as the recorder wrote it. */
  head: Uint8Array
  packets: Uint8Array[]
}

const SEGMENT = 0x18538067
const TRACKS = 0x1654ae6b
const TRACK_ENTRY = 0xae
const CODEC_PRIVATE = 0x63a2
const CLUSTER = 0x1f43b675
const SIMPLE_BLOCK = 0xa3
const BLOCK_GROUP = 0xa0
const BLOCK = 0xa1
/** What contains what we look for: its content is read on. */
const FOLDERS = new Set([SEGMENT, TRACKS, TRACK_ENTRY, CLUSTER, BLOCK_GROUP])
/** Track number (one byte for tracks below 127), time code, flags. */
const BLOCK_HEAD_BYTES = 4

/** Null where there is no Opus in it. */
export function readOpus(bytes: Uint8Array): OpusStream | null {
  const packets: Uint8Array[] = []
  let head: Uint8Array | null = null
  for (let at = 0; at < bytes.length; ) {
    const id = readNumber(bytes, at, { isId: true })
    const size = id && readNumber(bytes, id.end, { isId: false })
    if (!size) break
    if (FOLDERS.has(id.value)) {
      at = size.end
      continue
    }
    const content = bytes.subarray(size.end, size.end + size.value)
    if (id.value === CODEC_PRIVATE) head = content
    if (id.value === SIMPLE_BLOCK || id.value === BLOCK) {
      packets.push(content.subarray(BLOCK_HEAD_BYTES))
    }
    at = size.end + size.value
  }
  const isOpus = head !== null && new TextDecoder().decode(head.subarray(0, 8)) === 'OpusHead'
  return isOpus && head && packets.length > 0 ? { head, packets } : null
}

/** A number whose first set bit tells its length; an id keeps that bit. */
function readNumber(bytes: Uint8Array, at: number, { isId }: { isId: boolean }) {
  const first = bytes[at] ?? 0
  const length = Math.clz32(first) - 23
  if (first === 0 || at + length > bytes.length) return null
  let value = isId ? first : first & (0xff >> length)
  // Bits are multiplied and not shifted: sizes may have more than 32.
  for (let index = 1; index < length; index++) value = value * 256 + (bytes[at + index] ?? 0)
  return { value, end: at + length }
}
