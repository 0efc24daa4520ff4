import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import {
  RecipientDetail,
  RecipientExport,
  RecipientQuery,
  RecipientView,
} from '../../contract/broadcast-recipients'
import { listOf } from '../../contract/common'
import { todayOf } from '../accounts/account-operations'
import { fileHeaders } from '../contacts/list-file'
import { getBroadcast } from './operations'
import { exportRecipients } from './recipient-export-operations'
import { listRecipients, openRecipient } from './recipient-operations'
import { toRecipientView } from './views'

/** Mounted under `/broadcasts/:broadcastId/recipients`. */
export const recipientRoutes = new Hono<AppContext>()
  .get('/', answers('Recipients', listOf(RecipientView)), query(RecipientQuery), async (c) => {
    const { db, member, language } = c.var
    const { after, limit, ...filter } = c.req.valid('query')
    const broadcast = await getBroadcast(db, c.req.param('broadcastId') ?? '')
    const search = { ...filter, isBlind: !member.seesPhones }
    const { items, next } = await listRecipients(db, broadcast.id, search, after, limit)
    return c.json({ items: items.map((row) => toRecipientView(row, broadcast, language)), next })
  })
  .get(
    '/export',
    answers('Everybody, and what became of each, as a file', null),
    query(RecipientExport),
    async (c) => {
      const { deps, db, member, language } = c.var
      const { format } = c.req.valid('query')
      const broadcast = await getBroadcast(db, c.req.param('broadcastId') ?? '')
      const file = await exportRecipients(deps, db, member, broadcast, format, language)
      const today = await todayOf(deps, db.accountId)
      return c.body(file, 200, fileHeaders(format, 'broadcast', today))
    },
  )
  .get('/:no{[0-9]+}', answers('What one person was sent', RecipientDetail), async (c) => {
    const { deps, db, language } = c.var
    const broadcast = await getBroadcast(db, c.req.param('broadcastId') ?? '')
    const { row, parameters } = await openRecipient(
      deps,
      db,
      broadcast.id,
      Number(c.req.param('no')),
    )
    const { template } = broadcast
    return c.json({
      recipient: toRecipientView(row, broadcast, language),
      parameters,
      template: template && {
        name: template.name,
        language: template.language,
        components: template.components,
      },
    })
  })
