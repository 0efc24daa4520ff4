import { Hono } from 'hono'
import { openDeps, type SharedEnv } from '../boundary/deps'
import type { AppContext } from '../boundary/http/context'
import { respondToError } from '../boundary/http/errors'
import { apiRoutes } from './routes'

const app = new Hono<AppContext>()
  .use(async (c, next) => {
    c.set('requestId', crypto.randomUUID())
    // Hono types bindings as a bare object; the worker's configuration binds what SharedEnv names.
    c.set('deps', openDeps(c.env as SharedEnv))
    await next()
  })
  .route('/api/v1', apiRoutes)
  .onError(respondToError)

export default app
