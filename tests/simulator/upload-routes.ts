import { Hono } from 'hono'
import { notVisible } from './errors'
import type { Meta } from './meta'
import { authenticate, MANAGEMENT, requireScope } from './tokens'
import { beginUpload, receiveBytes, uploadState } from './uploads'
import { management } from './usage'

/** Samples of headers belong to the app, not to a WABA; the session's id begins with `upload:`. */
export const uploadRoutes = (meta: Meta): Hono =>
  new Hono()
    .post('/:id/uploads', (c) =>
      management(meta, c.req.raw, (token, url) => {
        requireScope(token, MANAGEMENT)
        if (c.req.param('id') !== meta.app.id) throw notVisible(c.req.param('id'), 'post')
        return beginUpload(meta.sql, url)
      }),
    )
    .get('/:id{upload:.+}', async (c) => {
      await authenticate(meta, c.req.raw)
      return uploadState(meta.sql, c.req.param('id'))
    })
    .post('/:id{upload:.+}', async (c) => {
      await authenticate(meta, c.req.raw)
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      const { uploadBreaksAfter } = meta.board.of(null)
      const offset = c.req.header('file_offset') ?? null
      const isCut = uploadBreaksAfter > 0 && offset === '0'
      const cut = isCut ? uploadBreaksAfter : null
      return receiveBytes(meta.sql, c.req.param('id'), bytes, offset, cut)
    })
