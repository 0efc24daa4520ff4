import { Hono } from 'hono'
import * as v from 'valibot'
import { answers } from '../../boundary/http/answers'
import { query } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import {
  FallbackQuery,
  LeftOutQuery,
  LeftOutView,
  PlanView,
  PreviewQuery,
  PreviewView,
} from '../../contract/broadcast-plan'
import { listOf } from '../../contract/common'
import type { AudienceRow } from './audience-queries'
import { getBroadcast, previewBroadcast } from './operations'
import { listPart, planBroadcast } from './plan-operations'
import { toPlanView } from './views'

/** How many real people the preview steps through. */
const PREVIEW_PEOPLE = 10

const toPerson = ({ id, name, phone }: AudienceRow) => ({ contactId: id, name, phone })

/** What would be sent, before anything is. Mounted under `/broadcasts/:broadcastId`. */
export const planRoutes = new Hono<AppContext>()
  .get('/plan', answers('Who gets it and what it costs', PlanView), async (c) => {
    const { deps, db, language } = c.var
    const broadcast = await getBroadcast(db, c.req.param('broadcastId') ?? '')
    const { plan } = await planBroadcast(deps, db, broadcast)
    return c.json(toPlanView(plan, language))
  })
  .get(
    '/left-out',
    answers('People left out for one reason', listOf(LeftOutView)),
    query(LeftOutQuery),
    async (c) => {
      const { deps, db } = c.var
      const { reason, key = null, after = '', limit } = c.req.valid('query')
      const id = c.req.param('broadcastId') ?? ''
      const part = { reason, lacks: key }
      const { items, next } = await listPart(deps, db, id, part, after, limit)
      return c.json({ items: items.map(toPerson), next })
    },
  )
  .get(
    '/fallbacks',
    answers('People who get a fall-back in place of their own value', listOf(LeftOutView)),
    query(FallbackQuery),
    async (c) => {
      const { deps, db } = c.var
      const { key, after = '', limit } = c.req.valid('query')
      const id = c.req.param('broadcastId') ?? ''
      const part = { reason: null, lacks: key }
      const { items, next } = await listPart(deps, db, id, part, after, limit)
      return c.json({ items: items.map(toPerson), next })
    },
  )
  .get(
    '/preview',
    answers('What people would get', v.object({ items: v.array(PreviewView) })),
    query(PreviewQuery),
    async (c) => {
      const { deps, db, member } = c.var
      const { q } = c.req.valid('query')
      const search = q ? { q, isBlind: !member.seesPhones } : null
      const id = c.req.param('broadcastId') ?? ''
      return c.json({ items: await previewBroadcast(deps, db, id, search, PREVIEW_PEOPLE) })
    },
  )
