import { describe, expect, it } from 'vitest'
import { fitsQueue } from '../../../worker/boundary/queues/body-size'

/** What Cloudflare takes in one message of a queue. */
const QUEUE_BYTES = 128_000
const bytesInQueue = (body: string) =>
  new TextEncoder().encode(JSON.stringify({ type: 'webhook.body', body, receivedAt: 1 })).byteLength

describe('a body fits into one message of the queue', () => {
  it.each([
    ['in Latin letters', 'x', 1],
    ['in Hebrew, two bytes a letter', 'ש', 2],
    ['in emoji', '🌸', 4],
    ['of quotes, which JSON doubles', '"', 2],
    ['of control characters, which JSON writes with six', '\u0001', 6],
  ])('%s, as long as what JSON makes of it does', (_what, letter, bytes) => {
    const most = Math.floor(100_000 / bytes)
    expect(fitsQueue(letter.repeat(most - 2))).toBe(true)
    expect(bytesInQueue(letter.repeat(most - 2))).toBeLessThan(QUEUE_BYTES)
    expect(fitsQueue(letter.repeat(most + 1))).toBe(false)
  })
})
