import type { Context } from 'hono'
import type { AppContext } from '../boundary/http/context'
import { AppError } from '../lib/errors'
import { foreignOrigin, isFromOwnPage } from './middleware/same-origin'

/** `/live`: opens a WebSocket to the member's room. The session was checked; its end closes the socket. */
export async function openLive(c: Context<AppContext>): Promise<Response> {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
    throw new AppError('request.wrong_type', 415, { expected: 'WebSocket' })
  }
  if (!isFromOwnPage(c.req.raw)) throw foreignOrigin()
  return c.var.deps.live.connect(c.var.member, c.req.raw)
}
