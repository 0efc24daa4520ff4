import { Hono } from 'hono'
import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { AccessCheck, AccessView, TokenChange } from '../../contract/access'
import { CodeSent } from '../../contract/auth'
import type { Language } from '../../contract/common'
import { ConnectionView, NewConnection } from '../../contract/connections'
import { Dismissal } from '../../contract/health'
import { NumberChoice } from '../../contract/numbers'
import { SignupAnswer, SignupOffer, SignupSettings, SignupStart } from '../../contract/signup'
import { askingVisitorOf, visitorOf } from '../accounts/requests'
import { requireRole } from '../accounts/roles'
import { checkAccess, describeAccess } from './access-operations'
import { toAccessView } from './access-views'
import type { ConnectResult } from './attach-operations'
import { joinPhoneApp } from './coexistence-operations'
import { disconnectBy } from './disconnect-operations'
import { checkFailed, connectionNotFound } from './errors'
import { checkHealth, dismiss } from './health-operations'
import { listConnections } from './operations'
import { addNumber } from './registration-operations'
import { askToReplaceToken, connectOrRenew, renewToken } from './renewal-operations'
import { finishSignup, isSignupOffered, startSignup } from './signup-operations'
import { toCheckViews, toConnectionView } from './views'
import { answerHandshake, MOST_WEBHOOK_BYTES, takeWebhook } from './webhook-operations'

const idOf = (c: { req: { param(name: 'connectionId'): string | undefined } }) =>
  c.req.param('connectionId') ?? ''

/** What was connected; its templates are on their way. */
async function connected(deps: Deps, db: AccountDb, result: ConnectResult, language: Language) {
  const checks = toCheckViews(result.outcomes, language)
  if (!result.ok) throw checkFailed(checks)
  const { id: connectionId } = result.connection
  const { accountId } = db
  await deps.jobs.chore({ type: 'templates.sync', accountId, connectionId })
  // Whether anybody pays, and what else Meta holds against it, is not among the checks of connecting.
  await deps.jobs.chore({ type: 'connection.check', accountId, connectionId })
  await joinPhoneApp(deps, db, connectionId)
  const { rows, ...known } = await listConnections(db)
  const row = rows.find(({ id }) => id === connectionId) ?? result.connection
  return toConnectionView(row, known, checks, deps.clock.now())
}

export const connectionRoutes = new Hono<AppContext>()
  .get(
    '/',
    answers('Connections to Meta', v.object({ items: v.array(ConnectionView) })),
    async (c) => {
      const { deps, db } = c.var
      const { rows, ...known } = await listConnections(db)
      const now = deps.clock.now()
      return c.json({ items: rows.map((row) => toConnectionView(row, known, [], now)) })
    },
  )
  .post(
    '/',
    answers('Connect a WhatsApp Business account', ConnectionView, 201),
    body(NewConnection),
    async (c) => {
      const { deps, db, member, language } = c.var
      const result = await connectOrRenew(deps, db, visitorOf(c), member, c.req.valid('json'))
      return c.json(await connected(deps, db, result, language), 201)
    },
  )
  .get('/signup', answers("Whether Meta's sign-up window can be opened", SignupOffer), (c) =>
    c.json({ isOffered: isSignupOffered(c.var.deps) }),
  )
  .post(
    '/signup',
    answers("Prepare Meta's sign-up window", SignupSettings, 201),
    body(SignupStart),
    async (c) => {
      const { deps, db, member } = c.var
      c.set('isShownOnce', true)
      const settings = await startSignup(deps, db, visitorOf(c), member, c.req.valid('json'))
      return c.json(settings, 201)
    },
  )
  .post(
    '/signup/finish',
    answers("Connect what Meta's sign-up window answered", ConnectionView, 201),
    body(SignupAnswer),
    async (c) => {
      const { deps, db, member, language } = c.var
      const result = await finishSignup(deps, db, member, c.req.valid('json'))
      return c.json(await connected(deps, db, result, language), 201)
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
  .post(
    '/:connectionId/health',
    answers('Ask Meta how the connection is', ConnectionView),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'connections.change')
      // What has to stop sending is found by the consumer, which asks once more.
      const accountId = db.accountId
      await checkHealth(deps, db, idOf(c))
      await deps.jobs.chore({ type: 'connection.check', accountId, connectionId: idOf(c) })
      const { rows, ...known } = await listConnections(db)
      const row = rows.find(({ id }) => id === idOf(c))
      if (!row) throw connectionNotFound()
      return c.json(toConnectionView(row, known, [], deps.clock.now()))
    },
  )
  .post(
    '/:connectionId/numbers',
    answers('Take a further number into use', null, 204),
    body(NumberChoice),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'connections.change')
      await addNumber(deps, db, member, idOf(c), c.req.valid('json').phoneNumberId)
      return c.body(null, 204)
    },
  )
  .post(
    '/:connectionId/seen',
    answers('Take news that were seen off the page', null, 204),
    body(Dismissal),
    async (c) => {
      const { deps, db, member } = c.var
      requireRole(member, 'connections.change')
      const { kind, numberId } = c.req.valid('json')
      await dismiss(deps, db, member, idOf(c), kind, numberId)
      return c.body(null, 204)
    },
  )
  .delete('/:connectionId', answers('Disconnect', null, 204), async (c) => {
    const { deps, db, member } = c.var
    requireRole(member, 'connections.change')
    await disconnectBy(deps, db, member, c.req.param('connectionId'))
    return c.body(null, 204)
  })

/** `/webhooks/meta`: no session, no language; the signature is the proof. */
export const webhookRoutes = new Hono<AppContext>()
  .get('/', (c) => c.text(answerHandshake(c.var.deps.config, c.req.query())))
  .post('/', async (c) => {
    const bytes = await readAtMost(c.req.raw, MOST_WEBHOOK_BYTES)
    await takeWebhook(c.var.deps, bytes, c.req.header('x-hub-signature-256'))
    return c.text('ok')
  })
