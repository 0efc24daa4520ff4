import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { forgetSession, sessionTokenOf } from '../../boundary/http/cookies'
import {
  AcceptInvitation,
  CodeSent,
  InvitationToken,
  InvitationView,
  SessionView,
  SignIn,
  SignUp,
  VerifyCode,
} from '../../contract/auth'
import { acceptInvitation, askToJoin, viewInvitation } from './joining-operations'
import { askingVisitorOf, openSession, visitorOf } from './requests'
import { endSessionOf, findMember } from './session-operations'
import { askToSignIn, askToSignUp, verifyCode } from './sign-in-operations'

/** `/auth`: for people who are not signed in yet. */
export const authRoutes = new Hono<AppContext>()
  .post(
    '/sign-up',
    answers('Sends a code that creates a workspace', CodeSent),
    body(SignUp),
    async (c) => c.json(await askToSignUp(c.var.deps, askingVisitorOf(c), c.req.valid('json'))),
  )
  .post('/sign-in', answers('Sends a code that signs in', CodeSent), body(SignIn), async (c) =>
    c.json(await askToSignIn(c.var.deps, askingVisitorOf(c), c.req.valid('json'))),
  )
  .post(
    '/verify',
    answers('Signs in with the code that was sent', SessionView),
    body(VerifyCode),
    async (c) => {
      const before = sessionTokenOf(c)
      const session = await verifyCode(c.var.deps, visitorOf(c), c.req.valid('json').code)
      if (before) await endSessionOf(c.var.deps, before)
      return openSession(c, session)
    },
  )
  .post('/sign-out', answers('Ends this session', null, 204), async (c) => {
    const token = sessionTokenOf(c)
    if (token) await endSessionOf(c.var.deps, token)
    forgetSession(c)
    return c.body(null, 204)
  })
  .post(
    '/invitation',
    answers('What an invitation invites to', InvitationView),
    body(InvitationToken),
    async (c) => c.json(await viewInvitation(c.var.deps, c.req.valid('json').token)),
  )
  .post(
    '/invitation/code',
    answers('Sends a code to the invited address', CodeSent),
    body(InvitationToken),
    async (c) => {
      const { deps, language } = c.var
      return c.json(await askToJoin(deps, askingVisitorOf(c), c.req.valid('json').token, language))
    },
  )
  .post(
    '/invitation/accept',
    answers('Joins the workspace and signs in', SessionView),
    body(AcceptInvitation),
    async (c) => {
      const before = sessionTokenOf(c)
      const member = before ? ((await findMember(c.var.deps, before))?.member ?? null) : null
      const visitor = { ...visitorOf(c), language: c.var.language, member }
      const session = await acceptInvitation(c.var.deps, visitor, c.req.valid('json'))
      if (before) await endSessionOf(c.var.deps, before)
      return openSession(c, session)
    },
  )
