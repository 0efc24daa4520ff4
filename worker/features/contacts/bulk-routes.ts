import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { BulkEditView, NewBulkEdit } from '../../contract/bulk-edits'
import { getBulkEdit, startBulkEdit, undoBulkEdit } from './bulk-operations'
import { toBulkEditView } from './bulk-views'

/** `/bulk-edits`: one change to many contacts. */
export const bulkEditRoutes = new Hono<AppContext>()
  .post(
    '/',
    answers('Change many contacts at once', BulkEditView, 202),
    body(NewBulkEdit),
    async (c) => {
      const { deps, db, member } = c.var
      return c.json(toBulkEditView(await startBulkEdit(deps, db, member, c.req.valid('json'))), 202)
    },
  )
  .get('/:editId', answers('How far a bulk edit is', BulkEditView), async (c) =>
    c.json(toBulkEditView(await getBulkEdit(c.var.db, c.req.param('editId')))),
  )
  .post('/:editId/undo', answers('Take a bulk edit back', BulkEditView, 202), async (c) => {
    const { deps, db, member } = c.var
    return c.json(toBulkEditView(await undoBulkEdit(deps, db, member, c.req.param('editId'))), 202)
  })
