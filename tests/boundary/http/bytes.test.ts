import { describe, expect, it } from 'vitest'
import { readAtMost } from '../../../worker/boundary/http/bytes'

const MOST = 8

const ofText = (body: string, headers: Record<string, string> = {}) =>
  new Request('https://app.example/', { method: 'POST', body, headers })

/** Sent in pieces, with no length said before. */
function inPieces(pieces: string[]) {
  const encoder = new TextEncoder()
  const sent = { count: 0 }
  const body = new ReadableStream<Uint8Array>({
    pull: (to) => {
      const piece = pieces[sent.count]
      if (piece === undefined) return to.close()
      sent.count++
      to.enqueue(encoder.encode(piece))
    },
  })
  return { request: new Request('https://app.example/', { method: 'POST', body }), sent }
}

const textOf = (bytes: Uint8Array | null) => bytes && new TextDecoder().decode(bytes)

describe('the bytes of a request', () => {
  it.each(['', 'a', '12345678'])('are read whole: %j', async (text) => {
    const said = ofText(text, { 'Content-Length': String(text.length) })
    expect(textOf(await readAtMost(said, MOST))).toBe(text)
    expect(textOf(await readAtMost(inPieces([...text]).request, MOST))).toBe(text)
  })

  it('are refused when there are more, whatever length is said', async () => {
    for (const length of ['9', '3', 'many', '-1']) {
      const said = ofText('123456789', { 'Content-Length': length })
      expect(await readAtMost(said, MOST), length).toBeNull()
    }
  })

  it('are read no further than to the first too many', async () => {
    const { request, sent } = inPieces(Array.from({ length: 100 }, () => 'abcd'))
    expect(await readAtMost(request, MOST)).toBeNull()
    expect(sent.count).toBeLessThan(10)
  })

  it('are none where there is no body', async () => {
    expect(await readAtMost(new Request('https://app.example/'), MOST)).toEqual(new Uint8Array(0))
  })
})
