import { Hono } from 'hono'
import { answers } from '../../boundary/http/answers'
import { body } from '../../boundary/http/body'
import type { AppContext } from '../../boundary/http/context'
import { CodeSent } from '../../contract/auth'
import { listOf } from '../../contract/common'
import {
  InvitationLink,
  MemberView,
  NewInvitation,
  PendingInvitationView,
  RoleChange,
  RoleMatrix,
} from '../../contract/team'
import {
  inviteMember,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from './invitation-operations'
import { askingVisitorOf, visitorOf } from './requests'
import { roleMatrix } from './roles'
import {
  askToChangeTeam,
  changeMemberRole,
  listMembers,
  type OnGone,
  removeMember,
} from './team-operations'
import { toMemberView } from './views'

/** `/members`: who works in this account. What follows when somebody goes comes from the app. */
export const memberRoutes = (onGone: OnGone) =>
  new Hono<AppContext>()
    .get('/', answers('The team', listOf(MemberView)), async (c) => {
      const rows = await listMembers(c.var.deps, c.var.member.accountId)
      return c.json({ items: rows.map(toMemberView), next: null })
    })
    .get('/roles', answers('What each role may do', RoleMatrix), (c) => c.json(roleMatrix()))
    .post('/code', answers('Sends the code that changes rights', CodeSent), async (c) =>
      c.json(await askToChangeTeam(c.var.deps, askingVisitorOf(c), c.var.member)),
    )
    .patch('/:userId', answers('Gives another role', MemberView), body(RoleChange), async (c) => {
      const { deps, db, member } = c.var
      const change = c.req.valid('json')
      const userId = c.req.param('userId')
      return c.json(
        toMemberView(
          await changeMemberRole({ ...deps, onGone }, db, visitorOf(c), member, userId, change),
        ),
      )
    })
    .delete('/:userId', answers('Takes somebody out of the team', null, 204), async (c) => {
      const { deps, db, member } = c.var
      await removeMember({ ...deps, onGone }, db, member, c.req.param('userId'))
      return c.body(null, 204)
    })
    .get(
      '/invitations',
      answers('Invitations that were not used', listOf(PendingInvitationView)),
      async (c) => c.json({ items: await listInvitations(c.var.deps, c.var.member), next: null }),
    )
    .post(
      '/invitations',
      answers('Mails a single-use link to join, and shows it once', InvitationLink, 201),
      body(NewInvitation),
      async (c) => {
        const { deps, db, member } = c.var
        const link = await inviteMember(deps, db, visitorOf(c), member, c.req.valid('json'))
        c.set('isShownOnce', true)
        return c.json(link, 201)
      },
    )
    .post(
      '/invitations/:invitationId/resend',
      answers('Mails another link, and shows it once', InvitationLink),
      async (c) => {
        const { deps, db, member } = c.var
        const id = c.req.param('invitationId')
        const link = await resendInvitation(deps, db, visitorOf(c), member, id)
        c.set('isShownOnce', true)
        return c.json(link)
      },
    )
    .delete(
      '/invitations/:invitationId',
      answers('Takes an invitation back', null, 204),
      async (c) => {
        const { deps, db, member } = c.var
        await revokeInvitation(deps, db, member, c.req.param('invitationId'))
        return c.body(null, 204)
      },
    )
