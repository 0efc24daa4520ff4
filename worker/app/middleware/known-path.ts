import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import type { AppContext } from '../../boundary/http/context'
import { AppError } from '../../lib/errors'

export const notFound = () => new AppError('not_found', 404)

/** Unknown paths are answered before anybody asks for a session, a body or an origin. */
export const knownPath = createMiddleware<AppContext>(async (c, next) => {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
  // Middleware and the pages' catch-all match by a star; a route of the API never does.
  const isKnown = matchedRoutes(c).some(
    (route) => route.method === method && !route.path.includes('*'),
  )
  if (!isKnown) throw notFound()
  await next()
})
