import { expect } from 'vitest'
import { crc32 } from '../../worker/lib/zip'

/** Reads an archive by its central directory, as any program does, and checks sums and sizes. */
export async function unzip(archive: ArrayBuffer): Promise<Map<string, Uint8Array>> {
  const bytes = new Uint8Array(archive)
  const view = new DataView(archive)
  const end = bytes.length - 22
  expect(view.getUint32(end, true)).toBe(0x06054b50)
  const files = new Map<string, Uint8Array>()
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expect(view.getUint32(at, true)).toBe(0x02014b50)
    const [crc, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true))
    const nameLength = view.getUint16(at + 28, true)
    const local = view.getUint32(at + 42, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const stream = new Blob([bytes.slice(from, from + (packed ?? 0))])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
    const content = new Uint8Array(await new Response(stream).arrayBuffer())
    expect([content.length, crc32(content)], name).toEqual([size, crc])
    files.set(name, content)
    at += 46 + nameLength
  }
  return files
}
