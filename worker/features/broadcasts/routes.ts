import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import {
  BroadcastChange,
  BroadcastListItem,
  BroadcastQuery,
  BroadcastView,
  Launch,
  NewBroadcast,
  NewRetry,
  ProgressView,
} from '../../contract/broadcasts'
import { listOf } from '../../contract/common'
import { requireRole } from '../accounts/roles'
import { namesOf } from '../accounts/user-operations'
import { afterwardsRoutes } from './afterwards-routes'
import {
  cancelBroadcast,
  goOnBroadcast,
  pauseBroadcast,
  resumeBroadcast,
} from './control-operations'
import {
  discardDraft,
  draftBroadcast,
  draftRetry,
  editBroadcast,
  getBroadcast,
  launchBroadcast,
  listBroadcasts,
} from './operations'
import { planRoutes } from './plan-routes'
import { progressFor, progressOf } from './progress-operations'
import { recipientRoutes } from './recipient-routes'
import { startScheduled, unschedule } from './schedule-operations'
import { testRoutes } from './test-routes'
import { viewOf } from './view-operations'
import { toBroadcastView } from './views'

export const broadcastRoutes = new Hono<AppContext>()
  .get('/', answers('Broadcasts', listOf(BroadcastListItem)), query(BroadcastQuery), async (c) => {
    const { deps, db, language } = c.var
    const { state, after, limit } = c.req.valid('query')
    const { items, next } = await listBroadcasts(db, state ?? null, after ?? null, limit)
    const names = await namesOf(
      deps,
      items.map(({ createdBy }) => createdBy),
    )
    const shown = items.map(async (row) => ({
      broadcast: toBroadcastView(row, names, language),
      progress: row.state === 'draft' ? null : await progressFor(deps, db, row, language),
    }))
    return c.json({ items: await Promise.all(shown), next })
  })
  .post('/', answers('Start a draft', BroadcastView, 201), body(NewBroadcast), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const broadcast = await draftBroadcast(deps, db, member, c.req.valid('json').name)
    return c.json(await viewOf(c, broadcast), 201)
  })
  .get('/:broadcastId', answers('One broadcast', BroadcastView), async (c) => {
    const broadcast = await getBroadcast(c.var.db, c.req.param('broadcastId'))
    return c.json(await viewOf(c, broadcast))
  })
  .patch(
    '/:broadcastId',
    answers('Change a draft', BroadcastView),
    body(BroadcastChange),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'broadcasts.change')
      const id = c.req.param('broadcastId')
      const broadcast = await editBroadcast(deps, db, id, c.req.valid('json'))
      return c.json(await viewOf(c, broadcast))
    },
  )
  .delete('/:broadcastId', answers('Discard a draft', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    await discardDraft(deps, db, member, c.req.param('broadcastId'))
    return c.body(null, 204)
  })
  .post('/:broadcastId/launch', answers('Send', BroadcastView, 202), body(Launch), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const id = c.req.param('broadcastId')
    const broadcast = await launchBroadcast(deps, db, member, id, c.req.valid('json'))
    return c.json(await viewOf(c, broadcast), 202)
  })
  .post('/:broadcastId/pause', answers('Pause', BroadcastView), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await pauseBroadcast(deps, db, actor, c.req.param('broadcastId'))
    return c.json(await viewOf(c, broadcast))
  })
  .post('/:broadcastId/resume', answers('Resume', BroadcastView), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await resumeBroadcast(deps, db, actor, c.req.param('broadcastId'))
    return c.json(await viewOf(c, broadcast))
  })
  .post('/:broadcastId/go-on', answers('Send the rest now', BroadcastView), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await goOnBroadcast(deps, db, actor, c.req.param('broadcastId'))
    return c.json(await viewOf(c, broadcast))
  })
  .post('/:broadcastId/start', answers('Send a scheduled one now', BroadcastView), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await startScheduled(deps, db, actor, c.req.param('broadcastId'))
    return c.json(await viewOf(c, broadcast))
  })
  .post('/:broadcastId/unschedule', answers('Make it a draft again', BroadcastView), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await unschedule(deps, db, actor, c.req.param('broadcastId'))
    return c.json(await viewOf(c, broadcast))
  })
  .post('/:broadcastId/cancel', answers('Stop for good', BroadcastView), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await cancelBroadcast(deps, db, actor, c.req.param('broadcastId'))
    return c.json(await viewOf(c, broadcast))
  })
  .post(
    '/:broadcastId/retry',
    answers('Draft another try for some of its people', BroadcastView, 201),
    body(NewRetry),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'broadcasts.change')
      const { what } = c.req.valid('json')
      const broadcast = await draftRetry(deps, db, member, c.req.param('broadcastId'), what)
      return c.json(await viewOf(c, broadcast), 201)
    },
  )
  .get('/:broadcastId/progress', answers('Where it stands', ProgressView), async (c) => {
    const { deps, db, language } = c.var
    return c.json(await progressOf(deps, db, c.req.param('broadcastId'), language))
  })
  .route('/:broadcastId', planRoutes)
  .route('/:broadcastId', afterwardsRoutes)
  .route('/:broadcastId/recipients', recipientRoutes)
  .route('/:broadcastId/tests', testRoutes)
