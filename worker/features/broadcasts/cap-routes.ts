import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { FrequencyCapView } from '../../contract/broadcasts'
import { actorOf } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { changeCap, readCap } from './cap-operations'

/** How often one person gets marketing at most. */
export const frequencyCapRoutes = new Hono<AppContext>()
  .get('/', answers('The cap on marketing messages to one person', FrequencyCapView), async (c) =>
    c.json(await readCap(c.var.db)),
  )
  .patch(
    '/',
    answers('Sets or takes away the cap', FrequencyCapView),
    body(FrequencyCapView),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'business.change')
      return c.json(await changeCap(deps, db, actorOf(member), c.req.valid('json')))
    },
  )
