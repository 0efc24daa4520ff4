/** The first page of a sound of Opus in Ogg, as far as anybody looks at it. */
export function oggOpus(channels: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(64)
  bytes.set(new TextEncoder().encode('OggS'))
  bytes[26] = 1
  bytes[27] = 19
  bytes.set(new TextEncoder().encode('OpusHead'), 28)
  bytes[36] = 1
  bytes[37] = channels
  return bytes
}
