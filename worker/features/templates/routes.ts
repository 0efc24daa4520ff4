import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import {
  TemplateHistoryView,
  TemplateQuery,
  TemplateSyncView,
  TemplateView,
} from '../../contract/templates'
import { requireRole } from '../accounts/roles'
import { draftRoutes } from './draft-routes'
import { deleteAtMeta, getTemplate, historyOf, listTemplates, unpauseAtMeta } from './operations'
import { lastSyncs, requestTemplateSync } from './sync-operations'
import { toHistoryView, toTemplateSyncView, toTemplateView } from './views'

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
  .route('/', draftRoutes)
  .get('/:templateId', answers('One template', TemplateView), async (c) => {
    const { row, syncedAt } = await getTemplate(c.var.db, c.req.param('templateId'))
    return c.json(toTemplateView(row, syncedAt))
  })
  .delete('/:templateId', answers('Delete one language at Meta', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'templates.change')
    await deleteAtMeta(deps, db, member, c.req.param('templateId'))
    return c.body(null, 204)
  })
  .get('/:templateId/history', answers('What happened to it', TemplateHistoryView), async (c) => {
    const { deps, db } = c.var
    return c.json(toHistoryView(await historyOf(deps, db, c.req.param('templateId'))))
  })
  .post('/:templateId/unpause', answers('End a pause by pacing', TemplateView), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'templates.change')
    const id = c.req.param('templateId')
    await unpauseAtMeta(deps, db, member, id)
    const { row, syncedAt } = await getTemplate(db, id)
    return c.json(toTemplateView(row, syncedAt))
  })
