import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'

/** Names the request in answers and logs; never taken from the client, who could forge it. */
export const requestId = createMiddleware<AppContext>(async (c, next) => {
  c.set('requestId', crypto.randomUUID())
  await next()
})
