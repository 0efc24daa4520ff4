import { describe, expect, it } from 'vitest'
import { ROLES } from '../../../worker/contract/auth'
import {
  acceptInvitation,
  viewInvitation,
} from '../../../worker/features/accounts/invitation-operations'
import { DAY_MS } from '../../../worker/lib/time'
import { Browser } from '../../support/browser'
import { testDeps } from '../../support/deps'
import { invitationToken, invite } from '../../support/members'
import { aSignUp, newestCode, randomEmail, signIn, signUp } from '../../support/people'

const SHOW = '/api/v1/auth/invitation'
const ACCEPT = '/api/v1/auth/invitation/accept'
const INVITE = '/api/v1/members/invitations'

async function refusalOf(response: Response | Promise<Response>) {
  const answer = await response
  const { error } = await answer.json<{ error: { code: string } }>()
  return { status: answer.status, code: error.code }
}

it('shows the workspace, the inviter and the role before it is accepted', async () => {
  const owner = await signUp({ name: 'Noa', businessName: 'Levi Flowers' })
  const email = randomEmail()
  const token = await invitationToken(owner, 'marketer', email)
  const visitor = new Browser()

  expect(await visitor.read(visitor.post(SHOW, { token }))).toMatchObject({
    accountName: 'Levi Flowers',
    inviterName: 'Noa',
    role: 'marketer',
    email,
  })
  expect(visitor.cookies.has('__Host-s')).toBe(false)
})

it('makes a member who is signed in with the role of the invitation', async () => {
  const owner = await signUp()
  const member = await invite(owner, 'agent')

  expect(member.session).toMatchObject({
    user: { name: 'Avi Cohen', email: member.email, phone: null },
    account: { id: owner.session.account.id, role: 'agent' },
  })
  expect((await signIn(member.email)).session.account.role).toBe('agent')
})

it('gives a link whose token no log of requests can hold, and stores only its hash', async () => {
  const { browser } = await signUp()
  const request = { email: randomEmail(), name: 'Avi', role: 'viewer' }
  const { link, expiresAt } = await browser.read<{ link: string; expiresAt: number }>(
    browser.post(INVITE, request),
  )

  expect(link).toMatch(/^https:\/\/proconnect\.test\/invite#[\w-]{43}$/)
  expect(expiresAt - Date.now()).toBeGreaterThan(6.9 * DAY_MS)
  const rows = JSON.stringify(await testDeps().db.directory.all('SELECT * FROM invitations'))
  expect(rows).not.toContain(link.split('#')[1])
})

it('counts once, also for two browsers at the same moment', async () => {
  const owner = await signUp()
  const token = await invitationToken(owner, 'viewer')
  const answers = await Promise.all([1, 2].map(() => new Browser().post(ACCEPT, { token })))

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
  expect(await refusalOf(new Browser().post(SHOW, { token }))).toEqual({
    status: 410,
    code: 'invitation.gone',
  })
})

it('is gone after seven days', async () => {
  const owner = await signUp()
  const token = await invitationToken(owner, 'viewer')
  const visitor = {
    browserToken: '',
    ip: null,
    device: '',
    origin: '',
    language: 'en' as const,
    member: null,
  }

  const late = testDeps({ at: Date.now() + 7 * DAY_MS })
  await expect(viewInvitation(late, token)).rejects.toMatchObject({ code: 'invitation.gone' })
  await expect(acceptInvitation(late, visitor, token)).rejects.toMatchObject({
    code: 'invitation.gone',
  })
})

it('does not exist when the link is made up or cut off', async () => {
  expect(await refusalOf(new Browser().post(ACCEPT, { token: 'A'.repeat(43) }))).toEqual({
    status: 404,
    code: 'invitation.not_found',
  })
  expect((await new Browser().post(ACCEPT, { token: 'A'.repeat(42) })).status).toBe(400)
})

describe('for an address that has a user', () => {
  it('asks that person to sign in first, so that an inviter can’t become them', async () => {
    const [owner, victim] = [await signUp(), await signUp()]
    const token = await invitationToken(owner, 'viewer', victim.email)

    expect(await refusalOf(new Browser().post(ACCEPT, { token }))).toEqual({
      status: 409,
      code: 'invitation.sign_in_first',
    })
    expect(await refusalOf(owner.browser.post(ACCEPT, { token }))).toMatchObject({ status: 409 })
    // Nothing was used up: the person it is for can still join.
    expect(await victim.browser.read(victim.browser.post(ACCEPT, { token }))).toMatchObject({
      user: { id: victim.session.user.id },
      account: { id: owner.session.account.id, role: 'viewer' },
      accounts: [{ id: victim.session.account.id }, { id: owner.session.account.id }],
    })
  })

  it('lets an admin not become the owner by inviting the owner’s address', async () => {
    const owner = await signUp()
    const admin = await invite(owner, 'admin')
    const token = await invitationToken(admin, 'viewer', owner.email)

    expect(await refusalOf(admin.browser.post(ACCEPT, { token }))).toMatchObject({ status: 409 })
  })

  it('signs in with a link to oneself, on another device, and changes no role', async () => {
    const owner = await signUp()
    const token = await invitationToken(owner, 'owner', owner.email)
    const device = new Browser()

    expect(await device.read(device.post(SHOW, { token }))).toMatchObject({ inviterName: null })
    expect(await device.read(device.post(ACCEPT, { token }))).toMatchObject({
      user: { id: owner.session.user.id },
      account: { id: owner.session.account.id, role: 'owner' },
    })
    expect(await refusalOf(new Browser().post(ACCEPT, { token }))).toMatchObject({ status: 410 })
  })

  it('leaves a member’s role as it is', async () => {
    const owner = await signUp()
    const member = await invite(owner, 'marketer')
    const token = await invitationToken(owner, 'viewer', member.email)

    expect(await member.browser.read(member.browser.post(ACCEPT, { token }))).toMatchObject({
      account: { role: 'marketer' },
    })
  })
})

it('ends sessions that began without proof of the address, once it is proven', async () => {
  const owner = await signUp()
  const email = randomEmail()
  const token = await invitationToken(owner, 'viewer', email)
  // The inviter opens the link, in the name of somebody else.
  const impostor = new Browser()
  await impostor.read(impostor.post(ACCEPT, { token }))

  const person = await signIn(email)

  expect((await impostor.get('/api/v1/session')).status).toBe(401)
  expect((await person.browser.get('/api/v1/session')).status).toBe(200)
  // Proven from now on: the next sign-in ends nothing.
  await signIn(email)
  expect((await person.browser.get('/api/v1/session')).status).toBe(200)
})

it('is made by owners and admins; an owner by an owner only', async () => {
  const owner = await signUp()
  const inviters = [owner]
  for (const role of ROLES.slice(1)) inviters.push(await invite(owner, role))
  for (const inviter of inviters) {
    for (const role of ROLES) {
      const request = { email: randomEmail(), name: 'Avi', role }
      const { status } = await inviter.browser.post(INVITE, request)
      const mine = inviter.session.account.role
      const isAllowed = mine === 'owner' || (mine === 'admin' && role !== 'owner')
      expect(status, `${mine} invites ${role}`).toBe(isAllowed ? 201 : 403)
    }
  }
})

it('is closed with the account', async () => {
  const owner = await signUp()
  const token = await invitationToken(owner, 'viewer')
  await testDeps().db.directory.run(
    `UPDATE accounts SET state = 'deleting' WHERE id = '${owner.session.account.id}'`,
  )
  expect(await refusalOf(new Browser().post(ACCEPT, { token }))).toMatchObject({ status: 410 })
})

it('leaves lines of audit without an address', async () => {
  const owner = await signUp()
  const member = await invite(owner, 'viewer')
  const db = await testDeps().db.account(owner.session.account.id)
  const audit = await db.all<{ action: string; actor: string; after: string }>(
    `SELECT * FROM audit WHERE account_id = '${owner.session.account.id}' ORDER BY id`,
  )

  expect(audit).toMatchObject([
    { action: 'account.created' },
    { action: 'member.invited', actor: `user:${owner.session.user.id}`, after: 'viewer' },
    { action: 'member.joined', actor: `user:${member.session.user.id}`, after: 'viewer' },
  ])
  expect(JSON.stringify(audit)).not.toContain(member.email)
})

it('signs a member up for nothing else: the code sent later opens the same workspace', async () => {
  const owner = await signUp()
  const member = await invite(owner, 'viewer')
  const browser = new Browser()
  await browser.read(browser.post('/api/v1/auth/sign-up', aSignUp({ email: member.email })))
  const code = await newestCode(member.email)

  expect(await browser.read(browser.post('/api/v1/auth/verify', { code }))).toMatchObject({
    account: { id: owner.session.account.id },
  })
})
