import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import { TemplateQuery, TemplateSyncView, TemplateView } from '../../contract/templates'
import { requireRole } from '../accounts/roles'
import { getTemplate, lastSyncs, listTemplates, requestTemplateSync } from './operations'
import { toTemplateSyncView, toTemplateView } from './views'

export const templateRoutes = new Hono<AppContext>()
  .get('/', answers('Templates', listOf(TemplateView)), query(TemplateQuery), async (c) => {
    const { db } = c.var
    const { after = '', limit, ...filter } = c.req.valid('query')
    const { items, next, syncedAt } = await listTemplates(db, filter, after, limit)
    const shown = items.map((row) => toTemplateView(row, syncedAt.get(row.connectionId) ?? 0))
    return c.json({ items: shown, next })
  })
  .get('/sync', answers('The last sync', TemplateSyncView), async (c) =>
    c.json(toTemplateSyncView(await lastSyncs(c.var.db), c.var.language)),
  )
  .post('/sync', answers('Sync now', TemplateSyncView, 202), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'templates.sync')
    await requestTemplateSync(deps, db)
    return c.json(toTemplateSyncView(await lastSyncs(db), language), 202)
  })
  .get('/:templateId', answers('One template', TemplateView), async (c) => {
    const { row, syncedAt } = await getTemplate(c.var.db, c.req.param('templateId'))
    return c.json(toTemplateView(row, syncedAt))
  })
