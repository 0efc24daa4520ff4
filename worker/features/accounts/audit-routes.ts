import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { AuditFilter, AuditQuery, AuditView } from '../../contract/audit'
import { listOf } from '../../contract/common'
import { auditFile, readAudit } from './audit-log-operations'

/** `/audit`: who did what, and when. */
export const auditRoutes = new Hono<AppContext>()
  .get('/', answers('The audit log', listOf(AuditView)), query(AuditQuery), async (c) => {
    const { deps, db, member } = c.var
    const { after, limit, ...filter } = c.req.valid('query')
    return c.json(await readAudit(deps, db, member, filter, after, limit))
  })
  .get('/file', answers('The same as a file', null), query(AuditFilter), async (c) => {
    const { deps, db, member } = c.var
    const file = await auditFile(deps, db, member, c.req.valid('query'))
    return c.body(file, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="audit-log.csv"',
    })
  })
