import { type Context, Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { listOf } from '../../contract/common'
import { NumberView } from '../../contract/connections'
import { PinInput, SyncWish } from '../../contract/numbers'
import { requireRole } from '../accounts/roles'
import { askForPhone } from './coexistence-operations'
import { listConnections } from './operations'
import { registerWithPin, setPin } from './registration-operations'
import { toNumberView } from './views'

const idOf = (c: Context<AppContext>) => c.req.param('numberId') ?? ''

export const numberRoutes = new Hono<AppContext>()
  .get('/', answers('Numbers that can send', listOf(NumberView)), async (c) => {
    const { numbers, shared } = await listConnections(c.var.db)
    return c.json({ items: numbers.map((one) => toNumberView(one, shared)), next: null })
  })
  .post(
    '/:numberId/register',
    answers('Register a number with its two-step PIN', null, 204),
    body(PinInput),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'connections.change')
      await registerWithPin(deps, db, member, idOf(c), c.req.valid('json').pin)
      return c.body(null, 204)
    },
  )
  .post(
    '/:numberId/pin',
    answers('Give a number another two-step PIN', null, 204),
    body(PinInput),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'connections.change')
      await setPin(deps, db, member, idOf(c), c.req.valid('json').pin)
      return c.body(null, 204)
    },
  )
  .post(
    '/:numberId/sync',
    answers('Bring over what the phone app holds', null, 204),
    body(SyncWish),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'connections.change')
      await askForPhone(deps, db, member, idOf(c), c.req.valid('json').what)
      return c.body(null, 204)
    },
  )
