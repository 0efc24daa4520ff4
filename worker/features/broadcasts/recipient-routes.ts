import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { RecipientDetail, RecipientQuery, RecipientView } from '../../contract/broadcasts'
import { listOf } from '../../contract/common'
import { fold } from '../contacts/folding'
import { broadcastNotFound } from './errors'
import { getBroadcast } from './operations'
import { findRecipient, pageRecipients } from './recipient-queries'
import { toRecipientView } from './views'

/** Mounted under `/broadcasts/:broadcastId/recipients`. */
export const recipientRoutes = new Hono<AppContext>()
  .get('/', answers('Recipients', listOf(RecipientView)), query(RecipientQuery), async (c) => {
    const { db, language } = c.var
    const { after, limit, state, reason, q } = c.req.valid('query')
    const broadcast = await getBroadcast(db, c.req.param('broadcastId') ?? '')
    const filter = { state, reason, q: q ? fold(q) : undefined }
    const from = Number(after ?? 0) || 0
    const rows = await pageRecipients(db, broadcast.id, filter, from, limit + 1)
    const page = rows.slice(0, limit)
    return c.json({
      items: page.map((row) => toRecipientView(row, broadcast, language)),
      next: rows.length > limit ? String(page.at(-1)?.no ?? '') : null,
    })
  })
  .get('/:no{[0-9]+}', answers('What one person was sent', RecipientDetail), async (c) => {
    const { deps, db, language } = c.var
    const broadcast = await getBroadcast(db, c.req.param('broadcastId') ?? '')
    const no = Number(c.req.param('no'))
    const row = await findRecipient(db, broadcast.id, no)
    if (!row) throw broadcastNotFound()
    const { template } = broadcast
    const { sealedParams } = row
    return c.json({
      recipient: toRecipientView(row, broadcast, language),
      parameters: sealedParams
        ? await openParams(deps, db, `${broadcast.id}:${no}`, sealedParams)
        : null,
      template: template && {
        name: template.name,
        language: template.language,
        components: template.components,
      },
    })
  })

async function openParams(
  { keys }: Pick<AppContext['Variables']['deps'], 'keys'>,
  db: AppContext['Variables']['db'],
  rowId: string,
  sealed: string,
): Promise<Record<string, string>> {
  const text = await (await keys.open(db)).open('recipients.sealed_params', rowId, sealed)
  // Sealed by the sender from values of this type.
  return JSON.parse(text) as Record<string, string>
}
