import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import {
  BroadcastChange,
  BroadcastListItem,
  BroadcastQuery,
  BroadcastView,
  Launch,
  LeftOutQuery,
  LeftOutView,
  NewBroadcast,
  NewRetry,
  PlanView,
  PreviewView,
  ProgressView,
} from '../../contract/broadcasts'
import { listOf } from '../../contract/common'
import { requireRole } from '../accounts/roles'
import { namesOf } from '../accounts/user-operations'
import {
  cancelBroadcast,
  discardDraft,
  draftBroadcast,
  draftRetry,
  editBroadcast,
  getBroadcast,
  goOnBroadcast,
  launchBroadcast,
  listBroadcasts,
  pauseBroadcast,
  previewBroadcast,
  resumeBroadcast,
} from './operations'
import { listLeftOut, planBroadcast } from './plan-operations'
import { progressFor, progressOf } from './progress-operations'
import type { Broadcast } from './queries'
import { recipientRoutes } from './recipient-routes'
import { startScheduled, unschedule } from './schedule-operations'
import { testRoutes } from './test-routes'
import { toBroadcastView, toPlanView } from './views'

/** How many real people the preview steps through. */
const PREVIEW_PEOPLE = 10

async function viewOf(c: Context<AppContext>, broadcast: Broadcast): Promise<BroadcastView> {
  const { deps, language } = c.var
  return toBroadcastView(broadcast, await namesOf(deps, [broadcast.createdBy]), language)
}

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
  .get('/:broadcastId/plan', answers('Who gets it and what it costs', PlanView), async (c) => {
    const { deps, db, language } = c.var
    const broadcast = await getBroadcast(db, c.req.param('broadcastId'))
    const { plan } = await planBroadcast(deps, db, broadcast)
    return c.json(toPlanView(plan, language))
  })
  .get(
    '/:broadcastId/left-out',
    answers('People left out for one reason', listOf(LeftOutView)),
    query(LeftOutQuery),
    async (c) => {
      const { deps, db } = c.var
      const { reason, after = '', limit } = c.req.valid('query')
      const id = c.req.param('broadcastId')
      const { items, next } = await listLeftOut(deps, db, id, reason, after, limit)
      return c.json({
        items: items.map(({ id: contactId, name, phone }) => ({ contactId, name, phone })),
        next,
      })
    },
  )
  .get(
    '/:broadcastId/preview',
    answers('What the first people would get', v.object({ items: v.array(PreviewView) })),
    async (c) => {
      const id = c.req.param('broadcastId')
      return c.json({ items: await previewBroadcast(c.var.deps, c.var.db, id, PREVIEW_PEOPLE) })
    },
  )
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
  .route('/:broadcastId/recipients', recipientRoutes)
  .route('/:broadcastId/tests', testRoutes)
