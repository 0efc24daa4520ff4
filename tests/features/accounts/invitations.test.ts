import { describe, expect, it } from 'vitest'
import { ROLES } from '../../../worker/contract/auth'
import {
  acceptInvitation,
  viewInvitation,
} from '../../../worker/features/accounts/joining-operations'
import { DAY_MS } from '../../../worker/lib/time'
import { Browser } from '../../support/browser'
import { testDeps } from '../../support/deps'
import { invitationToken, invite, join, teamCode } from '../../support/members'
import { aSignUp, mailsTo, newestCode, randomEmail, signIn, signUp } from '../../support/people'

const SHOW = '/api/v1/auth/invitation'
const ACCEPT = '/api/v1/auth/invitation/accept'
const CODE = '/api/v1/auth/invitation/code'
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
  const { link, expiresAt, isMailed } = await browser.read<{
    link: string
    expiresAt: number
    isMailed: boolean
  }>(browser.post(INVITE, request))

  expect(isMailed).toBe(true)
  const [mail] = await mailsTo(request.email)
  expect(mail?.text).toContain(link)
  expect(mail?.text).toMatch(/Noa Levi. invites you to work in .*Levi Flowers.* role: viewer/)

  expect(link).toMatch(/^https:\/\/proconnect\.test\/invite#[\w-]{43}$/)
  expect(expiresAt - Date.now()).toBeGreaterThan(6.9 * DAY_MS)
  const rows = JSON.stringify(await testDeps().db.directory.all('SELECT * FROM invitations'))
  expect(rows).not.toContain(link.split('#')[1])
})

it('counts once, also for two browsers at the same moment', async () => {
  const owner = await signUp()
  const email = randomEmail()
  const token = await invitationToken(owner, 'viewer', email)
  const browsers = [new Browser(), new Browser()]
  const codes: string[] = []
  for (const browser of browsers) {
    await browser.read(browser.post(CODE, { token }))
    codes.push(await newestCode(email))
  }
  const answers = await Promise.all(
    browsers.map((browser, at) => browser.post(ACCEPT, { token, code: codes[at] })),
  )

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
  await expect(acceptInvitation(late, visitor, { token })).rejects.toMatchObject({
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

it('asks for the code of the invited address, known or not, so that an inviter becomes nobody', async () => {
  const [owner, known] = [await signUp(), await signUp()]
  for (const email of [known.email, randomEmail()]) {
    const token = await invitationToken(owner, 'viewer', email)
    for (const browser of [new Browser(), owner.browser]) {
      expect(await refusalOf(browser.post(ACCEPT, { token }))).toEqual({
        status: 409,
        code: 'invitation.code_needed',
      })
    }
    // Nothing was used up: the person it is for can still join, in whichever browser.
    expect(await join(token, email)).toMatchObject({
      user: { email },
      account: { id: owner.session.account.id, role: 'viewer' },
    })
  }
})

it('takes no code that was sent for another invitation', async () => {
  const owner = await signUp()
  const [mine, other] = [randomEmail(), randomEmail()]
  const browser = new Browser()
  await browser.read(browser.post(CODE, { token: await invitationToken(owner, 'viewer', mine) }))
  const token = await invitationToken(owner, 'viewer', other)

  const code = await newestCode(mine)
  expect(await refusalOf(browser.post(ACCEPT, { token, code }))).toMatchObject({
    code: 'auth.code_gone',
  })
})

describe('for an address that has a user', () => {
  it('is accepted at once by who is signed in with it, as another workspace', async () => {
    const [owner, victim] = [await signUp(), await signUp()]
    const token = await invitationToken(owner, 'viewer', victim.email)

    expect(await victim.browser.read(victim.browser.post(ACCEPT, { token }))).toMatchObject({
      user: { id: victim.session.user.id },
      account: { id: owner.session.account.id, role: 'viewer' },
      accounts: [{ id: victim.session.account.id }, { id: owner.session.account.id }],
    })
  })

  it('lets an admin not become the owner by inviting the owner’s address', async () => {
    const owner = await signUp()
    const admin = await invite(owner, 'admin')
    const request = { email: owner.email, name: 'Noa', role: 'viewer' }

    expect(await refusalOf(admin.browser.post(INVITE, request))).toEqual({
      status: 409,
      code: 'member.exists',
    })
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
    const email = randomEmail()
    const token = await invitationToken(owner, 'viewer', email)
    // The member moves to the invited address meanwhile.
    await testDeps().db.directory.run(
      `UPDATE users SET email = '${email}' WHERE id = '${member.session.user.id}'`,
    )

    expect(await member.browser.read(member.browser.post(ACCEPT, { token }))).toMatchObject({
      account: { role: 'marketer' },
    })
  })
})

it('answers the same for an address that is known and for one that is not', async () => {
  const [owner, known] = [await signUp(), await signUp()]
  const shapes: unknown[] = []
  for (const email of [known.email, randomEmail()]) {
    const response = await owner.browser.post(INVITE, { email, name: 'Avi', role: 'viewer' })
    const answer = await response.json<Record<string, unknown>>()
    shapes.push([response.status, Object.keys(answer).sort(), answer.isMailed])
    expect((await mailsTo(email)).at(-1)?.subject).toMatch(/invites you to/)
  }
  expect(shapes[0]).toEqual(shapes[1])
})

describe('in the list of who invites', () => {
  type Listed = { items: { id: string; email: string; invitedBy: string; expiresAt: number }[] }
  const listOf = ({ browser }: Pick<Awaited<ReturnType<typeof signUp>>, 'browser'>) =>
    browser.read<Listed>(browser.get(INVITE)).then(({ items }) => items)

  it('waits with who invited, and a newer one to the same address replaces it', async () => {
    const owner = await signUp({ name: 'Noa' })
    const email = randomEmail()
    const first = await invitationToken(owner, 'viewer', email)
    await invitationToken(owner, 'agent', email)

    expect(await listOf(owner)).toMatchObject([{ email, role: 'agent', invitedBy: 'Noa' }])
    expect(await refusalOf(new Browser().post(SHOW, { token: first }))).toMatchObject({
      status: 404,
    })
  })

  it('is sent again with another link, after which the first does not count', async () => {
    const owner = await signUp()
    const email = randomEmail()
    const first = await invitationToken(owner, 'viewer', email)
    const [waiting] = await listOf(owner)
    const { link } = await owner.browser.read<{ link: string }>(
      owner.browser.post(`${INVITE}/${waiting?.id}/resend`, {}),
    )

    expect((await mailsTo(email)).at(-1)?.text).toContain(link)
    expect(await refusalOf(new Browser().post(SHOW, { token: first }))).toMatchObject({
      status: 404,
    })
    expect(await join(link.split('#')[1] ?? '', email)).toMatchObject({
      account: { role: 'viewer' },
    })
    expect(await listOf(owner)).toEqual([])
  })

  it('is taken back, and is nobody’s in another workspace', async () => {
    const [owner, stranger] = [await signUp(), await signUp()]
    const token = await invitationToken(owner, 'viewer')
    const [waiting] = await listOf(owner)
    const path = `${INVITE}/${waiting?.id}`

    expect(await refusalOf(stranger.browser.delete(path))).toMatchObject({ status: 404 })
    expect(await refusalOf(stranger.browser.post(`${path}/resend`, {}))).toMatchObject({
      status: 404,
    })
    expect((await owner.browser.delete(path)).status).toBe(204)
    expect(await refusalOf(new Browser().post(SHOW, { token }))).toMatchObject({ status: 404 })
  })

  it('ends at fifty open ones', async () => {
    const owner = await signUp()
    await testDeps().db.directory.run(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
      INSERT INTO invitations SELECT lower(hex(randomblob(32))), '${owner.session.account.id}',
        'p' || i || '@example.com', 'P', 'viewer', '${owner.session.user.id}', ${Date.now()},
        ${Date.now() + DAY_MS}, NULL FROM n`)

    const request = { email: randomEmail(), name: 'Avi', role: 'viewer' }
    expect(await refusalOf(owner.browser.post(INVITE, request))).toEqual({
      status: 429,
      code: 'invitation.too_many',
    })
  })
})

it('to be an owner or admin takes a fresh code, and the owners hear of who joined', async () => {
  const owner = await signUp()
  const request = { email: randomEmail(), name: 'Avi', role: 'admin' }
  expect(await refusalOf(owner.browser.post(INVITE, request))).toEqual({
    status: 422,
    code: 'member.code_needed',
  })
  await invite(owner, 'admin')

  expect((await mailsTo(owner.email)).at(-1)?.text).toMatch(/not in the team. Now: admin/)
})

it('is made by owners and admins; an owner by an owner only', async () => {
  const owner = await signUp()
  const inviters = [owner]
  for (const role of ROLES.slice(1)) inviters.push(await invite(owner, role))
  for (const inviter of inviters) {
    for (const role of ROLES) {
      const mine = inviter.session.account.role
      const isAllowed = mine === 'owner' || (mine === 'admin' && role !== 'owner')
      const isByCode = isAllowed && (role === 'owner' || role === 'admin')
      const code = isByCode ? { code: await teamCode(inviter) } : {}
      const request = { email: randomEmail(), name: 'Avi', role, ...code }
      const { status } = await inviter.browser.post(INVITE, request)
      expect(status, `${mine} invites ${role}`).toBe(isAllowed ? 201 : 403)
    }
  }
})

describe('of somebody whose rights have ended', () => {
  const statusOf = async (token: string) => (await new Browser().post(SHOW, { token })).status
  const idOf = ({ session }: Awaited<ReturnType<typeof signUp>>) => session.user.id

  it('brings nobody back who was taken out of the team, neither them nor whom they invited', async () => {
    const owner = await signUp()
    const admin = await invite(owner, 'admin')
    const toThemselves = await invitationToken(admin, 'admin', admin.email)
    const toAnother = await invitationToken(admin, 'marketer')
    const ofTheOwner = await invitationToken(owner, 'viewer')
    expect((await owner.browser.delete(`/api/v1/members/${idOf(admin)}`)).status).toBe(204)

    const back = await refusalOf(new Browser().post(ACCEPT, { token: toThemselves }))
    expect(back).toEqual({ status: 404, code: 'invitation.not_found' })
    expect(await statusOf(toAnother)).toBe(404)
    expect(await statusOf(ofTheOwner)).toBe(200)
  })

  it('gives nobody the old role back by leaving and coming again', async () => {
    const owner = await signUp()
    const second = await invite(owner, 'owner')
    const toThemselves = await invitationToken(second, 'owner', second.email)
    const [anOwner, aViewer] = [
      await invitationToken(second, 'owner'),
      await invitationToken(second, 'viewer'),
    ]
    const change = { role: 'admin', code: await teamCode(owner) }
    await owner.browser.read(owner.browser.patch(`/api/v1/members/${idOf(second)}`, change))

    expect(await statusOf(toThemselves)).toBe(404)
    expect(await statusOf(anOwner)).toBe(404)
    // An admin may invite a viewer all the same.
    expect(await statusOf(aViewer)).toBe(200)
  })

  it('signs nobody in after all other devices were signed out, or the address changed', async () => {
    const owner = await signUp()
    const ownLink = () => invitationToken(owner, 'owner', owner.email)
    const toAnother = await invitationToken(owner, 'viewer')
    const first = await ownLink()
    await owner.browser.read(owner.browser.post('/api/v1/sessions/end-others', {}))
    expect(await statusOf(first)).toBe(404)

    const second = await ownLink()
    const email = randomEmail()
    await owner.browser.read(owner.browser.post('/api/v1/profile/email', { email }))
    const code = await newestCode(email)
    await owner.browser.read(owner.browser.post('/api/v1/profile/email/confirm', { code }))
    expect(await statusOf(second)).toBe(404)
    expect(await statusOf(toAnother)).toBe(200)
  })

  it('stays where its maker left by themselves, but for the one to their own address', async () => {
    const owner = await signUp()
    const admin = await invite(owner, 'admin')
    const toThemselves = await invitationToken(admin, 'admin', admin.email)
    const toAnother = await invitationToken(admin, 'viewer')
    await admin.browser.read(admin.browser.post('/api/v1/session/leave', {}))

    expect(await statusOf(toThemselves)).toBe(404)
    expect(await statusOf(toAnother)).toBe(200)
  })
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
