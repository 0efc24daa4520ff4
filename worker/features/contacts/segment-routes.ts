import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import { NewSegment, SegmentChange, SegmentView } from '../../contract/segments'
import { requireRole } from '../accounts/roles'
import { changeSegment, deleteSegment, listSegments, saveSegment } from './segment-operations'
import { toSegmentView } from './views'

export const segmentRoutes = new Hono<AppContext>()
  .get('/', answers('Saved segments', listOf(SegmentView)), async (c) =>
    c.json(await listSegments(c.var.db)),
  )
  .post('/', answers('Save a segment', SegmentView, 201), body(NewSegment), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'contacts.change')
    return c.json(toSegmentView(await saveSegment(deps, db, member, c.req.valid('json'))), 201)
  })
  .patch(
    '/:segmentId',
    answers('Change a segment', SegmentView),
    body(SegmentChange),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'contacts.change')
      const id = c.req.param('segmentId')
      return c.json(toSegmentView(await changeSegment(deps, db, member, id, c.req.valid('json'))))
    },
  )
  .delete('/:segmentId', answers('Delete a segment', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'contacts.change')
    await deleteSegment(deps, db, member, c.req.param('segmentId'))
    return c.body(null, 204)
  })
