import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { MessageView, NewMessage, UploadedFile, UploadQuery } from '../../contract/messages'
import { requireRole } from '../accounts/roles'
import { getSingle } from '../broadcasts/outbox-operations'
import { toMessageView } from '../broadcasts/views'
import { MOST_FILE_BYTES } from './file-types'
import { sendReply } from './reply-operations'
import { takeFile } from './upload-operations'

/** Single messages to one person. */
export const messageRoutes = new Hono<AppContext>()
  .use('/files', async (c, next) => {
    // Before the query is looked at: who may not send learns nothing of it.
    requireRole(c.var.member, 'messages.send')
    await next()
  })
  .put(
    '/files',
    answers('Uploads a file to send', UploadedFile, 201),
    query(UploadQuery),
    async (c) => {
      const { deps, db } = c.var
      const bytes = await readAtMost(c.req.raw, MOST_FILE_BYTES)
      return c.json(await takeFile(deps, db, c.req.valid('query').number, bytes), 201)
    },
  )
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
