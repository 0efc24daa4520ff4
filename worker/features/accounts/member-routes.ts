import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { forgetSession, keepLanguage, keepSession } from '../../boundary/http/cookies'
import { BusinessChange, BusinessView, EmailChange, ProfileChange } from '../../contract/account'
import { CodeSent, SessionView, SignedInView, UserView, VerifyCode } from '../../contract/auth'
import { listOf } from '../../contract/common'
import { AccountSwitch, LeftView, NewWorkspace, WorkspaceMade } from '../../contract/team'
import { changeBusiness, changeProfile, getAccount } from './account-operations'
import { askToChangeEmail, confirmEmail } from './email-operations'
import { askingVisitorOf, openSession, visitorOf } from './requests'
import { endOtherSessions, endSession, listSessions, viewSession } from './session-operations'
import type { OnGone } from './team-operations'
import { toBusinessView, toUserView } from './views'
import { createWorkspace, leaveWorkspace, switchAccount } from './workspace-operations'

/** `/session`: who is signed in, and where. What follows when somebody leaves comes from the app. */
export const sessionRoutes = (onGone: OnGone) =>
  new Hono<AppContext>()
    .get('/', answers('Who is signed in, and in which workspace', SessionView), async (c) =>
      c.json(await viewSession(c.var.deps, c.var.member.sessionId)),
    )
    .post(
      '/account',
      answers('Goes on in another workspace', SessionView),
      body(AccountSwitch),
      async (c) => {
        const { deps, member } = c.var
        const { device } = visitorOf(c)
        return openSession(
          c,
          await switchAccount(deps, member, device, c.req.valid('json').accountId),
        )
      },
    )
    .post(
      '/accounts',
      answers('Creates another workspace', WorkspaceMade, 201),
      body(NewWorkspace),
      async (c) => {
        const { deps, member } = c.var
        return c.json(await createWorkspace(deps, member, c.req.valid('json')), 201)
      },
    )
    .post('/leave', answers('Leaves the present workspace', LeftView), async (c) => {
      const { deps, db, member } = c.var
      const next = await leaveWorkspace({ ...deps, onGone }, db, member, visitorOf(c).device)
      if (next) keepSession(c, next.token)
      else forgetSession(c)
      return c.json({ nextAccountId: next?.view.account.id ?? null })
    })

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
      const { deps, member } = c.var
      const user = await confirmEmail(deps, visitorOf(c), member, c.req.valid('json').code)
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
