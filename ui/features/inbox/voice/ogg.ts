// Opus in Ogg (RFC 3533, RFC 7845): the one form that WhatsApp shows as a voice message.

import type { OpusStream } from './webm'

/** Opus counts time in samples of 48 kHz, whatever was recorded. */
const SAMPLES_PER_MS = 48
/** A second of sound, so that a player can jump; a page holds 255 pieces at most. */
const PACKETS_PER_PAGE = 50
const MOST_PIECES = 255
const PIECE_BYTES = 255
const SERIAL = 1
const FIRST_PAGE = 2
const LAST_PAGE = 4

const textBytes = (text: string) => new TextEncoder().encode(text)

export function writeOgg({ head, packets }: OpusStream): Blob {
  const pages = [pageOf({ packets: [head], samples: 0, flags: FIRST_PAGE, no: 0 })]
  pages.push(pageOf({ packets: [tags()], samples: 0, flags: 0, no: 1 }))
  let samples = 0
  for (const group of inPages(packets)) {
    samples += group.reduce((sum, packet) => sum + samplesOf(packet), 0)
    const isLast = group.at(-1) === packets.at(-1)
    pages.push(pageOf({ packets: group, samples, flags: isLast ? LAST_PAGE : 0, no: pages.length }))
  }
  return new Blob(pages, { type: 'audio/ogg' })
}

function inPages(packets: Uint8Array[]): Uint8Array[][] {
  const pages: Uint8Array[][] = []
  let pieces = MOST_PIECES
  for (const packet of packets) {
    const more = piecesOf(packet)
    const page = pages.at(-1)
    if (page && pieces + more <= MOST_PIECES && page.length < PACKETS_PER_PAGE) page.push(packet)
    else pages.push([packet])
    pieces = pages.at(-1) === page ? pieces + more : more
  }
  return pages
}

/** The last piece is shorter than 255 bytes, if need be empty. */
const piecesOf = ({ length }: Uint8Array) => Math.floor(length / PIECE_BYTES) + 1

/** How long a packet sounds, by its first byte (RFC 6716, 3.1). */
export function samplesOf(packet: Uint8Array): number {
  const [toc = 0, count = 0] = packet
  const config = toc >> 3
  const frames = [1, 2, 2, count & 63][toc & 3] ?? 1
  return frames * frameMs(config) * SAMPLES_PER_MS
}

function frameMs(config: number): number {
  if (config < 12) return [10, 20, 40, 60][config & 3] ?? 20
  if (config < 16) return [10, 20][config & 1] ?? 20
  return [2.5, 5, 10, 20][config & 3] ?? 20
}

/** The comment header: who wrote it, and no comments. */
function tags(): Uint8Array {
  const vendor = textBytes('ProConnect')
  const bytes = new Uint8Array(16 + vendor.length)
  bytes.set(textBytes('OpusTags'))
  new DataView(bytes.buffer).setUint32(8, vendor.length, true)
  bytes.set(vendor, 12)
  return bytes
}

type Page = { packets: Uint8Array[]; samples: number; flags: number; no: number }

function pageOf({ packets, samples, flags, no }: Page): Uint8Array<ArrayBuffer> {
  const lengths = packets.flatMap((packet) => [
    ...new Array<number>(piecesOf(packet) - 1).fill(PIECE_BYTES),
    packet.length % PIECE_BYTES,
  ])
  const size = packets.reduce((sum, packet) => sum + packet.length, 27 + lengths.length)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  bytes.set(textBytes('OggS'))
  bytes[5] = flags
  view.setBigUint64(6, BigInt(samples), true)
  view.setUint32(14, SERIAL, true)
  view.setUint32(18, no, true)
  bytes[26] = lengths.length
  bytes.set(lengths, 27)
  let at = 27 + lengths.length
  for (const packet of packets) {
    bytes.set(packet, at)
    at += packet.length
  }
  view.setUint32(22, checksum(bytes), true)
  return bytes
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit++)
    value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value
})

/** Ogg's CRC: other than ZIP's, it begins at zero and is not reflected. */
function checksum(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = (crc << 8) ^ (TABLE[((crc >>> 24) ^ byte) & 255] ?? 0)
  return crc >>> 0
}
