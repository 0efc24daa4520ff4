import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import { TemplateQuery, TemplateSyncView, TemplateView } from '../../contract/templates'
import { AppError } from '../../lib/errors'
import { requireRole } from '../accounts/roles'
import { listConnectionRows } from '../meta/queries'
import { requestTemplateSync } from './operations'
import { findTemplate, pageTemplates } from './queries'
import { toTemplateSyncView, toTemplateView } from './views'

export const templateRoutes = new Hono<AppContext>()
  .get('/', answers('Templates', listOf(TemplateView)), query(TemplateQuery), async (c) => {
    const { db } = c.var
    const { after = '', limit, ...filter } = c.req.valid('query')
    const [rows, connections] = await Promise.all([
      pageTemplates(db, filter, after, limit + 1),
      listConnectionRows(db),
    ])
    const syncedAt = new Map(connections.map((one) => [one.id, one.templatesSyncedAt ?? 0]))
    const page = rows.slice(0, limit)
    return c.json({
      items: page.map((row) => toTemplateView(row, syncedAt.get(row.connectionId) ?? 0)),
      next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    })
  })
  .get('/sync', answers('The last sync', TemplateSyncView), async (c) =>
    c.json(toTemplateSyncView(await listConnectionRows(c.var.db), c.var.language)),
  )
  .post('/sync', answers('Sync now', TemplateSyncView, 202), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'templates.sync')
    await requestTemplateSync(deps, db)
    return c.json(toTemplateSyncView(await listConnectionRows(db), language), 202)
  })
  .get('/:templateId', answers('One template', TemplateView), async (c) => {
    const { db } = c.var
    const row = await findTemplate(db, c.req.param('templateId'))
    if (!row) throw new AppError('not_found', 404)
    const connections = await listConnectionRows(db)
    const owner = connections.find(({ id }) => id === row.connectionId)
    return c.json(toTemplateView(row, owner?.templatesSyncedAt ?? 0))
  })
