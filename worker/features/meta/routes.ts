import { Hono } from 'hono'
import * as v from 'valibot'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { AccessCheck, AccessView, TokenChange } from '../../contract/access'
import { CodeSent } from '../../contract/auth'
import { listOf } from '../../contract/common'
import { ConnectionView, NewConnection, NumberView } from '../../contract/connections'
import { actorOf } from '../accounts/audit-operations'
import { askingVisitorOf, visitorOf } from '../accounts/requests'
import { requireRole } from '../accounts/roles'
import { checkAccess, describeAccess } from './access-operations'
import { toAccessView } from './access-views'
import { disconnect } from './disconnect-operations'
import { checkFailed } from './errors'
import { listConnections } from './operations'
import { askToReplaceToken, connectOrRenew, renewToken } from './renewal-operations'
import { toCheckViews, toConnectionView, toNumberView } from './views'
import { answerHandshake, MOST_WEBHOOK_BYTES, takeWebhook } from './webhook-operations'

const idOf = (c: { req: { param(name: 'connectionId'): string | undefined } }) =>
  c.req.param('connectionId') ?? ''

export const connectionRoutes = new Hono<AppContext>()
  .get(
    '/',
    answers('Connections to Meta', v.object({ items: v.array(ConnectionView) })),
    async (c) => {
      const { db } = c.var
      const { rows, numbers } = await listConnections(db)
      return c.json({ items: rows.map((row) => toConnectionView(row, numbers, [])) })
    },
  )
  .post(
    '/',
    answers('Connect a WhatsApp Business account', ConnectionView, 201),
    body(NewConnection),
    async (c) => {
      const { deps, db, member, language } = c.var
      const result = await connectOrRenew(deps, db, visitorOf(c), member, c.req.valid('json'))
      const checks = toCheckViews(result.outcomes, language)
      if (!result.ok) throw checkFailed(checks)
      await deps.jobs.chore({
        type: 'templates.sync',
        accountId: db.accountId,
        connectionId: result.connection.id,
      })
      const { numbers } = await listConnections(db)
      return c.json(toConnectionView(result.connection, numbers, checks), 201)
    },
  )
  .post('/code', answers('Sends the code that confirms another token', CodeSent), async (c) =>
    c.json(await askToReplaceToken(c.var.deps, askingVisitorOf(c), c.var.member)),
  )
  .get('/:connectionId/access', answers('What we can do with your access', AccessView), async (c) =>
    c.json(toAccessView(await describeAccess(c.var.db, idOf(c)), c.var.language)),
  )
  .post(
    '/:connectionId/check',
    answers('Ask Meta about the access anew', AccessCheck),
    async (c) => {
      const { deps, db, member, language } = c.var
      requireRole(member, 'connections.change')
      const checks = toCheckViews(await checkAccess(deps, db, idOf(c)), language)
      const access = toAccessView(await describeAccess(db, idOf(c)), language)
      return c.json({ access, checks })
    },
  )
  .post(
    '/:connectionId/token',
    answers('Replace the access token', AccessCheck),
    body(TokenChange),
    async (c) => {
      const { deps, db, member, language } = c.var
      const change = c.req.valid('json')
      const result = await renewToken(deps, db, visitorOf(c), member, idOf(c), change)
      const checks = toCheckViews(result.outcomes, language)
      if (!result.ok) throw checkFailed(checks)
      const access = toAccessView(await describeAccess(db, idOf(c)), language)
      return c.json({ access, checks })
    },
  )
  .delete('/:connectionId', answers('Disconnect', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'connections.change')
    await disconnect(deps, db, c.req.param('connectionId'), {
      actor: actorOf(member),
      cause: 'disconnected',
    })
    return c.body(null, 204)
  })

export const numberRoutes = new Hono<AppContext>().get(
  '/',
  answers('Numbers that can send', listOf(NumberView)),
  async (c) => {
    const { numbers } = await listConnections(c.var.db)
    return c.json({ items: numbers.map(toNumberView), next: null })
  },
)

/** `/webhooks/meta`: no session, no language; the signature is the proof. */
export const webhookRoutes = new Hono<AppContext>()
  .get('/', (c) => c.text(answerHandshake(c.var.deps.config, c.req.query())))
  .post('/', async (c) => {
    const bytes = await readAtMost(c.req.raw, MOST_WEBHOOK_BYTES)
    await takeWebhook(c.var.deps, bytes, c.req.header('x-hub-signature-256'))
    return c.text('ok')
  })
