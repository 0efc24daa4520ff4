import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { MessageView, NewMessage } from '../../contract/messages'
import { requireRole } from '../accounts/roles'
import { getSingle } from '../broadcasts/outbox-operations'
import { toMessageView } from '../broadcasts/views'
import { sendReply } from './reply-operations'

/** Single messages to one person. */
export const messageRoutes = new Hono<AppContext>()
  .post('/', answers('Write to a person', MessageView, 201), body(NewMessage), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'messages.send')
    const message = await sendReply(deps, db, member, c.req.valid('json'))
    return c.json(toMessageView(message, language), 201)
  })
  .get('/:messageId', answers('One message', MessageView), async (c) => {
    const message = await getSingle(c.var.db, c.req.param('messageId'))
    return c.json(toMessageView(message, c.var.language))
  })
