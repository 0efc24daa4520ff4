import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body, query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { FollowUpCount, FollowUpQuery, NewFollowUp } from '../../contract/broadcast-recipients'
import { BroadcastView, NewBroadcast } from '../../contract/broadcasts'
import { requireRole } from '../accounts/roles'
import { countFollowUp, draftFollowUp, duplicateBroadcast } from './afterwards-operations'
import { viewOf } from './view-operations'

/** Mounted under `/broadcasts/:broadcastId`. */
export const afterwardsRoutes = new Hono<AppContext>()
  .post(
    '/duplicate',
    answers('The same once more as a draft', BroadcastView, 201),
    body(NewBroadcast),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'broadcasts.change')
      const id = c.req.param('broadcastId') ?? ''
      const copy = await duplicateBroadcast(deps, db, member, id, c.req.valid('json').name)
      return c.json(await viewOf(c, copy), 201)
    },
  )
  .get(
    '/follow-ups',
    answers('How many people a follow-up would be for', FollowUpCount),
    query(FollowUpQuery),
    async (c) => {
      const { deps, db } = c.var
      const { who, code } = c.req.valid('query')
      const id = c.req.param('broadcastId') ?? ''
      return c.json({ count: await countFollowUp(deps, db, id, who, code) })
    },
  )
  .post(
    '/follow-ups',
    answers('Draft a broadcast to some of its people', BroadcastView, 201),
    body(NewFollowUp),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'broadcasts.change')
      const id = c.req.param('broadcastId') ?? ''
      const draft = await draftFollowUp(deps, db, member, id, c.req.valid('json'))
      return c.json(await viewOf(c, draft), 201)
    },
  )
