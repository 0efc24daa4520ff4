import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import type { AppContext } from '../../boundary/http/context'
import { TemplateUseView } from '../../contract/templates'
import { useOfTemplate, useOfTemplates } from './template-use-operations'

/** Under `/templates`: what broadcasts did with them. Templates themselves know of no broadcast. */
export const templateUseRoutes = new Hono<AppContext>()
  .get('/use', answers('What templates did in the last month', TemplateUseView), async (c) =>
    c.json(await useOfTemplates(c.var.deps, c.var.db)),
  )
  .get(
    '/:templateId/use',
    answers('What a template did, by language', TemplateUseView),
    async (c) => c.json(await useOfTemplate(c.var.deps, c.var.db, c.req.param('templateId'))),
  )
