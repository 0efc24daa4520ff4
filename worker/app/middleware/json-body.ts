import { createMiddleware } from 'hono/factory'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { AppError } from '../../lib/errors'

const MOST_KB = 256
const MOST_DEPTH = 32

/**
 * Requests carry JSON of bounded size and depth, with whole text. PUT is left out: it uploads the bytes
 * of a file, and its route says what it takes.
 */
export const jsonBody = createMiddleware<AppContext>(async (c, next) => {
  if (c.req.method === 'PUT' || !c.req.raw.body) return next()

  const bytes = await readAtMost(c.req.raw, MOST_KB * 1024)
  if (!bytes) throw new AppError('request.too_large', 413, { most: MOST_KB })
  if (bytes.byteLength > 0) {
    if (!isJson(c.req.header('content-type'))) {
      throw new AppError('request.wrong_type', 415, { expected: 'application/json' })
    }
    checkValue(parse(bytes), 1)
  }
  // Routes read the body again, from these bytes.
  c.req.raw = new Request(c.req.raw, { body: bytes })
  await next()
})

const isJson = (contentType: string | undefined) =>
  /^application\/json\s*(;|$)/i.test(contentType ?? '')

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    throw new AppError('request.not_json', 400)
  }
}

/** Goes down at most to the depth that is refused, so the walk itself is bounded. */
function checkValue(value: unknown, depth: number): void {
  if (typeof value === 'string') checkText(value)
  if (typeof value !== 'object' || value === null) return
  if (depth > MOST_DEPTH) throw new AppError('request.too_deep', 400, { most: MOST_DEPTH })
  for (const [key, item] of Object.entries(value)) {
    checkText(key)
    // Harmless to schemas, but not to whatever merges objects one day.
    if (key === '__proto__') throw new AppError('request.malformed_text', 400)
    checkValue(item, depth + 1)
  }
}

/** Lone surrogates come back from D1 as other characters, and NUL is measured differently there. */
function checkText(text: string): void {
  if (!text.isWellFormed() || text.includes('\u0000')) {
    throw new AppError('request.malformed_text', 400)
  }
}
