import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { forgetSession, keepLanguage } from '../../boundary/http/cookies'
import { BusinessChange, BusinessView, EmailChange, ProfileChange } from '../../contract/account'
import {
  CodeSent,
  InvitationLink,
  NewInvitation,
  SessionView,
  SignedInView,
  UserView,
  VerifyCode,
} from '../../contract/auth'
import { listOf } from '../../contract/common'
import { changeBusiness, changeProfile, getAccount } from './account-operations'
import { askToChangeEmail, confirmEmail } from './email-operations'
import { inviteMember } from './invitation-operations'
import { askingVisitorOf, visitorOf } from './requests'
import { endOtherSessions, endSession, listSessions, viewSession } from './session-operations'
import { toBusinessView, toUserView } from './views'

/** `/session`: who is signed in, and where. */
export const sessionRoutes = new Hono<AppContext>().get(
  '/',
  answers('Who is signed in, and in which workspace', SessionView),
  async (c) => c.json(await viewSession(c.var.deps, c.var.member.sessionId)),
)

/** `/sessions`: the devices on which this person is signed in. */
export const sessionsRoutes = new Hono<AppContext>()
  .get('/', answers('Where this person is signed in', listOf(SignedInView)), async (c) =>
    c.json({ items: await listSessions(c.var.deps, c.var.member), next: null }),
  )
  .delete('/:sessionId', answers('Signs one device out', null, 204), async (c) => {
    const sessionId = c.req.param('sessionId')
    await endSession(c.var.deps, c.var.member, sessionId)
    if (sessionId === c.var.member.sessionId) forgetSession(c)
    return c.body(null, 204)
  })
  .post('/end-others', answers('Signs all other devices out', null, 204), async (c) => {
    await endOtherSessions(c.var.deps, c.var.member.userId, c.var.member.sessionId)
    return c.body(null, 204)
  })

/** `/profile`: the signed-in person. */
export const profileRoutes = new Hono<AppContext>()
  .patch(
    '/',
    answers('Changes name, phone or language', UserView),
    body(ProfileChange),
    async (c) => {
      const change = c.req.valid('json')
      const user = await changeProfile(c.var.deps, c.var.member, change)
      if (change.language) keepLanguage(c, user.language)
      return c.json(toUserView(user))
    },
  )
  .post(
    '/email',
    answers('Sends a code to a new address', CodeSent),
    body(EmailChange),
    async (c) =>
      c.json(
        await askToChangeEmail(
          c.var.deps,
          askingVisitorOf(c),
          c.var.member,
          c.req.valid('json').email,
        ),
      ),
  )
  .post(
    '/email/confirm',
    answers('Moves to the new address with the code sent to it', UserView),
    body(VerifyCode),
    async (c) => {
      const { deps, db, member } = c.var
      const user = await confirmEmail(deps, db, visitorOf(c), member, c.req.valid('json').code)
      return c.json(toUserView(user))
    },
  )

/** `/account`: the business. */
export const accountRoutes = new Hono<AppContext>()
  .get('/', answers('The business details', BusinessView), async (c) =>
    c.json(toBusinessView(await getAccount(c.var.deps.db.directory, c.var.member.accountId))),
  )
  .patch(
    '/',
    answers('Changes business details', BusinessView),
    body(BusinessChange),
    async (c) => {
      const { deps, db, member } = c.var
      return c.json(toBusinessView(await changeBusiness(deps, db, member, c.req.valid('json'))))
    },
  )

/** `/members`: who works in this account. */
export const memberRoutes = new Hono<AppContext>().post(
  '/invitations',
  answers('Makes a single-use link to join; it is shown once', InvitationLink, 201),
  body(NewInvitation),
  async (c) => {
    const { origin } = new URL(c.req.url)
    const { deps, db, member } = c.var
    const link = await inviteMember(deps, db, member, origin, c.req.valid('json'))
    c.set('isShownOnce', true)
    return c.json(link, 201)
  },
)
