import { Hono } from 'hono'
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
  PlanView,
  PreviewView,
  ProgressView,
} from '../../contract/broadcasts'
import { listOf } from '../../contract/common'
import { requireRole } from '../accounts/roles'
import {
  cancelBroadcast,
  discardDraft,
  draftBroadcast,
  editBroadcast,
  getBroadcast,
  launchBroadcast,
  pauseBroadcast,
  previewBroadcast,
  resumeBroadcast,
} from './operations'
import { choiceOf, planBroadcast } from './plan-operations'
import { progressFor, progressOf } from './progress-operations'
import { pageBroadcasts, pageLeftOut } from './queries'
import { recipientRoutes } from './recipient-routes'
import { STATES_OF_TAB } from './states'
import { toBroadcastView, toPlanView } from './views'

/** How many real people the preview steps through. */
const PREVIEW_PEOPLE = 10

export const broadcastRoutes = new Hono<AppContext>()
  .get('/', answers('Broadcasts', listOf(BroadcastListItem)), query(BroadcastQuery), async (c) => {
    const { deps, db, language } = c.var
    const { state, after, limit } = c.req.valid('query')
    const states = state ? STATES_OF_TAB[state] : null
    const rows = await pageBroadcasts(db, states, after ?? null, limit + 1)
    const items = rows.slice(0, limit).map(async (row) => ({
      broadcast: toBroadcastView(row, language),
      progress: row.state === 'draft' ? null : await progressFor(deps, db, row, language),
    }))
    const next = rows.length > limit ? (rows[limit - 1]?.id ?? null) : null
    return c.json({ items: await Promise.all(items), next })
  })
  .post('/', answers('Start a draft', BroadcastView, 201), body(NewBroadcast), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'broadcasts.change')
    const broadcast = await draftBroadcast(deps, db, member, c.req.valid('json').name)
    return c.json(toBroadcastView(broadcast, language), 201)
  })
  .get('/:broadcastId', answers('One broadcast', BroadcastView), async (c) => {
    const broadcast = await getBroadcast(c.var.db, c.req.param('broadcastId'))
    return c.json(toBroadcastView(broadcast, c.var.language))
  })
  .patch(
    '/:broadcastId',
    answers('Change a draft', BroadcastView),
    body(BroadcastChange),
    async (c) => {
      const { deps, db, member, language } = c.var
      requireRole(member, 'broadcasts.change')
      const id = c.req.param('broadcastId')
      const broadcast = await editBroadcast(deps, db, id, c.req.valid('json'))
      return c.json(toBroadcastView(broadcast, language))
    },
  )
  .delete('/:broadcastId', answers('Discard a draft', null, 204), async (c) => {
    requireRole(c.var.member, 'broadcasts.change')
    await discardDraft(c.var.db, c.req.param('broadcastId'))
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
      const { db } = c.var
      const { reason, after = '', limit } = c.req.valid('query')
      const choice = await choiceOf(db, await getBroadcast(db, c.req.param('broadcastId')))
      const rows = choice ? await pageLeftOut(db, choice, reason, after, limit + 1) : []
      const page = rows.slice(0, limit)
      return c.json({
        items: page.map(({ id, name, phone }) => ({ contactId: id, name, phone })),
        next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      })
    },
  )
  .get(
    '/:broadcastId/preview',
    answers('What the first people would get', v.object({ items: v.array(PreviewView) })),
    async (c) => {
      const id = c.req.param('broadcastId')
      return c.json({ items: await previewBroadcast(c.var.db, id, PREVIEW_PEOPLE) })
    },
  )
  .post('/:broadcastId/launch', answers('Send', BroadcastView, 202), body(Launch), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'broadcasts.change')
    const id = c.req.param('broadcastId')
    const broadcast = await launchBroadcast(deps, db, member, id, c.req.valid('json'))
    return c.json(toBroadcastView(broadcast, language), 202)
  })
  .post('/:broadcastId/pause', answers('Pause', BroadcastView), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await pauseBroadcast(deps, db, actor, c.req.param('broadcastId'))
    return c.json(toBroadcastView(broadcast, language))
  })
  .post('/:broadcastId/resume', answers('Resume', BroadcastView), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await resumeBroadcast(deps, db, actor, c.req.param('broadcastId'))
    return c.json(toBroadcastView(broadcast, language))
  })
  .post('/:broadcastId/cancel', answers('Stop for good', BroadcastView), async (c) => {
    const { deps, db, member, language } = c.var
    requireRole(member, 'broadcasts.change')
    const actor = `user:${member.userId}`
    const broadcast = await cancelBroadcast(deps, db, actor, c.req.param('broadcastId'))
    return c.json(toBroadcastView(broadcast, language))
  })
  .get('/:broadcastId/progress', answers('Where it stands', ProgressView), async (c) => {
    const { deps, db, language } = c.var
    return c.json(await progressOf(deps, db, c.req.param('broadcastId'), language))
  })
  .route('/:broadcastId/recipients', recipientRoutes)
