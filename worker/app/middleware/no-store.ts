import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'

/** Answers about an account are kept by nobody on the way. */
export const noStore = createMiddleware<AppContext>(async (c, next) => {
  await next()
  c.res.headers.set('Cache-Control', 'no-store')
})
