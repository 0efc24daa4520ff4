import { createMiddleware } from 'hono/factory'
import { openDeps } from '../../boundary/deps'
import type { AppContext } from '../../boundary/http/context'
import { bindingsOf } from '../bindings'

/** Opens what requests may touch; a missing secret stops here, with its name. */
export const dependencies = createMiddleware<AppContext>(async (c, next) => {
  c.set('deps', openDeps(bindingsOf(c)))
  await next()
})
