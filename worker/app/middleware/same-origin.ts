import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'
import { AppError } from '../../lib/errors'

const READING = ['GET', 'HEAD', 'OPTIONS']

/**
 * A browser sends cookies along with what other sites make it send. So whatever changes something must
 * come from our own pages, by the headers that only the browser sets; neither of them there: refused.
 */
export const sameOrigin = createMiddleware<AppContext>(async (c, next) => {
  if (!READING.includes(c.req.method) && !isFromOwnPage(c.req.raw)) throw foreignOrigin()
  await next()
})

/** Also for WebSocket upgrades, which are GET requests but carry the session. */
export function isFromOwnPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  if (site !== null && site !== 'same-origin') return false
  if (origin !== null) return origin === new URL(request.url).origin
  return site !== null
}

export const foreignOrigin = () => new AppError('request.foreign_origin', 403)
