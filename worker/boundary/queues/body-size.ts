/** Queue messages hold 128 KB; this leaves room for the rest of the job. */
const MOST_QUEUE_BYTES = 100_000

const encoder = new TextEncoder()
const bytesInJson = (text: string) => encoder.encode(JSON.stringify(text)).byteLength

/**
 * Whether a body fits into one queue message, in which it is a text inside of JSON. A unit takes one byte at
 * least and six at most, with two quotes round all: few bodies have to be written out.
 */
export const fitsQueue = (body: string): boolean =>
  body.length * 6 + 2 <= MOST_QUEUE_BYTES ||
  (body.length + 2 <= MOST_QUEUE_BYTES && bytesInJson(body) <= MOST_QUEUE_BYTES)
