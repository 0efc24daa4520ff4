import { Hono } from 'hono'
import { adminRefusal, adminRoutes } from './admin'
import { GraphError } from './errors'
import { graphRoutes, mediaRoutes } from './graph'
import { mailsAfter } from './mailbox'
import type { Meta } from './meta'
import { accessRoutes } from './operator-access'
import { pageRoutes } from './pages'
import { signupRoutes } from './signup'

/** Meta on one origin: Graph, media, the mailbox, and the strings to pull. */
export function createApp(meta: Meta): Hono {
  return new Hono()
    .route('/:version{v[0-9]+\\.[0-9]+}', graphRoutes(meta))
    .route('/media', mediaRoutes(meta))
    .route('/admin/api', adminRoutes(meta))
    .get('/mailbox.json', (c) =>
      c.json({
        items: mailsAfter(meta.sql, c.req.query('to') ?? '', Number(c.req.query('after') ?? 0)),
      }),
    )
    .route('/', accessRoutes(meta))
    .route('/', signupRoutes(meta))
    .route('/', pageRoutes(meta))
    .onError((error, c) => {
      if (error instanceof GraphError) return error.toResponse()
      const refusal = adminRefusal(error)
      if (refusal) return refusal
      console.error(error)
      return c.json({ error: 'The simulator itself failed: see its log' }, 500)
    })
}
