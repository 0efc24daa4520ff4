import { describe, expect, it } from 'vitest'
import { samplesOf, writeOgg } from '../../../ui/features/inbox/voice/ogg'
import { readOpus } from '../../../ui/features/inbox/voice/webm'
import { canBeVoice, typeOf } from '../../../worker/features/inbox/file-types'

const HEAD = Uint8Array.from([
  ...new TextEncoder().encode('OpusHead'),
  1,
  1,
  56,
  1,
  128,
  187,
  0,
  0,
  0,
  0,
  0,
])
/** 20 ms of silk mode, one frame. */
const TOC = 0x08

const sizeOf = (length: number) =>
  length < 127 ? [0x80 | length] : [0x40 | (length >> 8), length & 255]
const element = (id: number[], content: number[]) => [...id, ...sizeOf(content.length), ...content]
const UNKNOWN = [0x01, 255, 255, 255, 255, 255, 255, 255]

/** As Chromium records: sizes of what is still being written are unknown. */
function webm(packets: number[][]): Uint8Array {
  const track = element([0xae], [...element([0xd7], [1]), ...element([0x63, 0xa2], [...HEAD])])
  const tracks = element([0x16, 0x54, 0xae, 0x6b], track)
  const blocks = packets.map((packet, at) =>
    at === packets.length - 1
      ? element([0xa0], element([0xa1], [0x81, 0, at, 0, ...packet]))
      : element([0xa3], [0x81, 0, at, 0x80, ...packet]),
  )
  return Uint8Array.from([
    ...element([0x1a, 0x45, 0xdf, 0xa3], [0x42, 0x86, 0x81, 1]),
    ...[0x18, 0x53, 0x80, 0x67, ...UNKNOWN],
    ...tracks,
    ...[0x1f, 0x43, 0xb6, 0x75, ...UNKNOWN],
    ...blocks.flat(),
  ])
}

/** The packets of an Ogg stream, with the time at its end and its marks of first and last page. */
async function readOgg(file: Blob) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const view = new DataView(bytes.buffer)
  const packets: number[][] = []
  const flags: number[] = []
  let samples = 0n
  let rest: number[] = []
  for (let at = 0; at < bytes.length; ) {
    expect(new TextDecoder().decode(bytes.subarray(at, at + 4))).toBe('OggS')
    flags.push(bytes[at + 5] ?? -1)
    samples = view.getBigUint64(at + 6, true)
    const pieces = [...bytes.subarray(at + 27, at + 27 + (bytes[at + 26] ?? 0))]
    at += 27 + pieces.length
    for (const piece of pieces) {
      rest.push(...bytes.subarray(at, at + piece))
      at += piece
      if (piece === 255) continue
      packets.push(rest)
      rest = []
    }
  }
  return { packets, flags, samples, bytes }
}

const packet = (length: number, fill: number) => [TOC, ...new Array<number>(length - 1).fill(fill)]

describe('a recording', () => {
  it('in WebM becomes Ogg with the same packets, of any size, and its length', async () => {
    const packets = [packet(3, 7), packet(255, 8), packet(510, 9), packet(700, 1), packet(2, 2)]
    const many = [...packets, ...Array.from({ length: 130 }, (_, at) => packet(60, at))]
    const opus = readOpus(webm(many))
    expect(opus?.packets.map((one) => [...one])).toEqual(many)
    if (!opus) return
    const ogg = await readOgg(writeOgg(opus))
    expect(ogg.packets[0]).toEqual([...HEAD])
    expect(new TextDecoder().decode(Uint8Array.from(ogg.packets[1] ?? []))).toMatch(/^OpusTags/)
    expect(ogg.packets.slice(2)).toEqual(many)
    expect(ogg.samples).toBe(BigInt(many.length * 960))
    expect([ogg.flags.at(0), ogg.flags.at(-1)]).toEqual([2, 4])
  })

  it('is what the server takes for a voice message', async () => {
    const opus = readOpus(webm([packet(3, 7)]))
    const { bytes } = await readOgg(opus ? writeOgg(opus) : new Blob())
    expect(typeOf(bytes)?.type).toBe('audio/ogg')
    expect(canBeVoice(bytes)).toBe(true)
  })

  it('carries the checksum of its pages', async () => {
    const opus = readOpus(webm([packet(3, 7)]))
    const { bytes } = await readOgg(opus ? writeOgg(opus) : new Blob())
    // Bit by bit, as RFC 3533 describes it.
    const page = bytes.slice(0, 28 + HEAD.length)
    const told = new DataView(page.buffer).getUint32(22, true)
    page.fill(0, 22, 26)
    let crc = 0
    for (const byte of page) {
      crc ^= byte << 24
      for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
    }
    expect(told).toBe(crc >>> 0)
  })

  it('that holds no Opus is none', () => {
    expect(readOpus(new Uint8Array())).toBeNull()
    expect(readOpus(Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, 0x80]))).toBeNull()
  })
})

it.each([
  [0x00, 480],
  [0x08, 960],
  [0x18, 2880],
  [0x60, 480],
  [0x80, 120],
  [0x98, 960],
  [0x99, 1920],
])('a packet that begins with %i lasts %i samples', (toc, samples) => {
  expect(samplesOf(Uint8Array.from([toc, 0]))).toBe(samples)
})
