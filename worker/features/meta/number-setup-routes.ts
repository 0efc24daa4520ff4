import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import {
  BlockChange,
  DisplayName,
  NumberProfile,
  NumberSetup,
  PinInput,
  ShortLink,
  ShortLinkInput,
  Username,
} from '../../contract/numbers'
import { requireRole } from '../accounts/roles'
import {
  addLink,
  changeBlock,
  changePhoto,
  changeProfile,
  changeUsername,
  dropLink,
  MOST_PHOTO_BYTES,
  numberSetup,
  wishName,
} from './number-setup-operations'
import { registerAgain, setPin } from './registration-operations'

const idOf = (c: Context<AppContext>) => c.req.param('numberId') ?? ''
const whoOf = ({ var: { deps, db, member } }: Context<AppContext>) => [deps, db, member] as const

const mayChange = createMiddleware<AppContext>(async (c, next) => {
  requireRole(c.var.member, 'connections.change')
  await next()
})

/** What Meta keeps of one number: `/numbers/<id>/…`. */
export const numberSetupRoutes = new Hono<AppContext>()
  .get('/:numberId/setup', answers('How a number presents itself', NumberSetup), async (c) =>
    c.json(await numberSetup(c.var.deps, c.var.db, idOf(c))),
  )
  .post(
    '/:numberId/profile',
    answers('Change what people see', null, 204),
    mayChange,
    body(NumberProfile),
    async (c) => {
      await changeProfile(...whoOf(c), idOf(c), c.req.valid('json'))
      return c.body(null, 204)
    },
  )
  .post(
    '/:numberId/name',
    answers('Ask Meta for another display name', null, 204),
    mayChange,
    body(DisplayName),
    async (c) => {
      await wishName(...whoOf(c), idOf(c), c.req.valid('json').name)
      return c.body(null, 204)
    },
  )
  .post(
    '/:numberId/name/use',
    answers('Take an approved display name into use', null, 204),
    mayChange,
    async (c) => {
      await registerAgain(...whoOf(c), idOf(c))
      return c.body(null, 204)
    },
  )
  .put('/:numberId/photo', answers('Show another picture', null, 204), mayChange, async (c) => {
    const bytes = await readAtMost(c.req.raw, MOST_PHOTO_BYTES)
    await changePhoto(...whoOf(c), idOf(c), bytes)
    return c.body(null, 204)
  })
  .post(
    '/:numberId/username',
    answers('Choose a username', null, 204),
    mayChange,
    body(Username),
    async (c) => {
      await changeUsername(...whoOf(c), idOf(c), c.req.valid('json').username)
      return c.body(null, 204)
    },
  )
  .delete(
    '/:numberId/username',
    answers('Give the username up', null, 204),
    mayChange,
    async (c) => {
      await changeUsername(...whoOf(c), idOf(c), null)
      return c.body(null, 204)
    },
  )
  .post(
    '/:numberId/blocked',
    answers('Keep a person from writing', null, 204),
    mayChange,
    body(BlockChange),
    async (c) => {
      await changeBlock(...whoOf(c), idOf(c), 'POST', c.req.valid('json').phone)
      return c.body(null, 204)
    },
  )
  .delete(
    '/:numberId/blocked/:phone',
    answers('Let a person write again', null, 204),
    mayChange,
    async (c) => {
      await changeBlock(...whoOf(c), idOf(c), 'DELETE', c.req.param('phone') ?? '')
      return c.body(null, 204)
    },
  )
  .post(
    '/:numberId/links',
    answers('Make a link that opens a chat', ShortLink, 201),
    mayChange,
    body(ShortLinkInput),
    async (c) => c.json(await addLink(...whoOf(c), idOf(c), c.req.valid('json').message), 201),
  )
  .delete(
    '/:numberId/links/:code',
    answers('Take a link away', null, 204),
    mayChange,
    async (c) => {
      await dropLink(...whoOf(c), idOf(c), c.req.param('code') ?? '')
      return c.body(null, 204)
    },
  )
  .post(
    '/:numberId/pin',
    answers('Give a number another two-step PIN', null, 204),
    mayChange,
    body(PinInput),
    async (c) => {
      await setPin(...whoOf(c), idOf(c), c.req.valid('json').pin)
      return c.body(null, 204)
    },
  )
