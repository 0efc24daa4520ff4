import { describe, expect, it } from 'vitest'
import { deleteMembership } from '../../../worker/features/accounts/member-queries'
import { testDeps } from '../../support/deps'
import { invite, openWorkspace, teamCode } from '../../support/members'
import { mailsTo, type SignedIn, signIn, signUp } from '../../support/people'

const MEMBERS = '/api/v1/members'

const idOf = ({ session }: SignedIn) => session.user.id
const statusOf = async (answer: Promise<Response>) => (await answer).status

async function codeOf(answer: Promise<Response>): Promise<string> {
  const { error } = await (await answer).json<{ error: { code: string } }>()
  return error.code
}

async function change(actor: SignedIn, target: SignedIn, role: string) {
  const code = await teamCode(actor)
  return actor.browser.patch(`${MEMBERS}/${idOf(target)}`, { role, code })
}

const remove = (actor: SignedIn, target: SignedIn) =>
  actor.browser.delete(`${MEMBERS}/${idOf(target)}`)

async function teamOf({ browser }: SignedIn) {
  const { items } = await browser.read<{
    items: { userId: string; role: string; lastSeenAt: number | null }[]
  }>(browser.get(MEMBERS))
  return items
}

async function actsOf({ session }: SignedIn): Promise<string[]> {
  const db = await testDeps().db.account(session.account.id)
  const rows = await db.all<{ action: string }>(
    `SELECT action FROM audit WHERE account_id = '${session.account.id}' ORDER BY id`,
  )
  return rows.map(({ action }) => action)
}

it('shows everybody the team, with roles and when each was seen last', async () => {
  const owner = await signUp()
  const viewer = await invite(owner, 'viewer')

  const team = await teamOf(viewer)
  expect(team).toMatchObject([
    { userId: idOf(owner), role: 'owner', email: owner.email },
    { userId: idOf(viewer), role: 'viewer', email: viewer.email },
  ])
  for (const { lastSeenAt } of team) expect(Date.now() - (lastSeenAt ?? 0)).toBeLessThan(60_000)
})

describe('another role', () => {
  it('counts at once, ends the sessions of before, is told to owners and written down', async () => {
    const owner = await signUp()
    const member = await invite(owner, 'viewer')
    expect((await change(owner, member, 'marketer')).status).toBe(200)

    expect(await statusOf(member.browser.get('/api/v1/session'))).toBe(401)
    expect((await signIn(member.email)).session.account.role).toBe('marketer')
    expect((await mailsTo(owner.email)).at(-1)?.text).toMatch(/Before: viewer. Now: marketing/)
    expect(await actsOf(owner)).toContain('member.role_changed')
  })

  it('takes a fresh code: a session alone hands out nothing', async () => {
    const owner = await signUp()
    const member = await invite(owner, 'viewer')
    const path = `${MEMBERS}/${idOf(member)}`

    expect(await statusOf(owner.browser.patch(path, { role: 'admin' }))).toBe(400)
    expect(await codeOf(owner.browser.patch(path, { role: 'admin', code: 'ABCD2345' }))).toBe(
      'auth.code_gone',
    )
    expect((await teamOf(owner))[1]?.role).toBe('viewer')
  })

  it('of an owner is given and taken by owners only, and nobody changes the own one', async () => {
    const owner = await signUp()
    const admin = await invite(owner, 'admin')
    const viewer = await invite(owner, 'viewer')

    expect(await codeOf(change(admin, viewer, 'owner'))).toBe('member.role_too_low')
    expect(await codeOf(change(admin, owner, 'viewer'))).toBe('member.role_too_low')
    expect(await codeOf(Promise.resolve(remove(admin, owner)))).toBe('member.role_too_low')
    expect(await codeOf(change(admin, admin, 'viewer'))).toBe('member.own_role')
    expect(await codeOf(change(owner, owner, 'viewer'))).toBe('member.own_role')
    expect((await change(admin, viewer, 'agent')).status).toBe(200)
    expect((await change(owner, viewer, 'owner')).status).toBe(200)
  })

  it('of people in another workspace is out of reach', async () => {
    const [owner, stranger] = [await signUp(), await signUp()]
    expect(await codeOf(change(owner, stranger, 'viewer'))).toBe('member.not_found')
    expect(await codeOf(remove(owner, stranger))).toBe('member.not_found')
    expect((await teamOf(stranger))[0]?.role).toBe('owner')
  })
})

describe('removing', () => {
  it('ends what the person had here at once, and nothing that is elsewhere', async () => {
    const owner = await signUp()
    const member = await invite(owner, 'marketer')
    const draft = await member.browser.read<{ id: string }>(
      member.browser.post('/api/v1/broadcasts', { name: 'Half written' }),
    )
    expect(await statusOf(remove(owner, member))).toBe(204)

    expect(await statusOf(member.browser.get('/api/v1/session'))).toBe(401)
    expect(await statusOf(owner.browser.get(`/api/v1/broadcasts/${draft.id}`))).toBe(200)
    expect(await teamOf(owner)).toHaveLength(1)
    expect((await mailsTo(owner.email)).at(-1)?.text).toMatch(/Now: not in the team/)
    expect(await statusOf(remove(owner, member))).toBe(404)
  })

  it('leaves the last owner, also when two owners remove each other at once', async () => {
    const first = await signUp()
    const second = await invite(first, 'owner')
    const answers = await Promise.all([remove(first, second), remove(second, first)])

    // Who was second is no member any more, or is refused as the last owner.
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    const [left] = answers[0]?.status === 204 ? [first] : [second]
    expect(await teamOf(left as SignedIn)).toMatchObject([{ role: 'owner' }])
  })

  it('is refused inside the statement, whatever was read before it', async () => {
    const first = await signUp()
    const second = await invite(first, 'owner')
    const { directory } = testDeps().db
    const accountId = first.session.account.id
    const out = (who: SignedIn, by: SignedIn) =>
      deleteMembership(
        directory,
        accountId,
        idOf(who),
        'owner',
        { userId: idOf(by), role: 'owner' },
        1,
      )

    // Both were looked at while both were owners.
    expect((await out(second, first)).isDeleted).toBe(true)
    expect((await out(first, second)).isDeleted).toBe(false)
    expect((await out(first, first)).isDeleted).toBe(false)
  })

  it('forgets who left the last workspace, after a month', async () => {
    const owner = await signUp()
    const member = await invite(owner, 'viewer')
    await owner.browser.read(remove(owner, member))
    const { purgeAccounts } = await import('../../../worker/features/accounts/jobs')
    const userRow = () =>
      testDeps().db.directory.get(`SELECT id FROM users WHERE id = '${idOf(member)}'`)

    await purgeAccounts(testDeps({ at: Date.now() + 29 * 86_400_000 }), { type: 'accounts.purge' })
    expect(await userRow()).toBeTruthy()
    await purgeAccounts(testDeps({ at: Date.now() + 31 * 86_400_000 }), { type: 'accounts.purge' })
    expect(await userRow()).toBeFalsy()
    expect(
      await testDeps().db.directory.get(`SELECT id FROM users WHERE id = '${idOf(owner)}'`),
    ).toBeTruthy()
  })
})

describe('leaving', () => {
  it('lands in the person’s other workspace', async () => {
    const owner = await signUp()
    const member = await invite(owner, 'viewer')
    const accountId = await openWorkspace(member)
    await member.browser.read(
      member.browser.post('/api/v1/session/account', { accountId: owner.session.account.id }),
    )

    const left = await member.browser.read<{ nextAccountId: string | null }>(
      member.browser.post('/api/v1/session/leave', {}),
    )
    expect(left.nextAccountId).toBe(accountId)
    const session = await member.browser.read<SignedIn['session']>(
      member.browser.get('/api/v1/session'),
    )
    expect(session.account.name).toBe('Second')
    expect(session.accounts).toHaveLength(1)
    expect(await actsOf(owner)).toContain('member.left')
  })

  it('of the only one signs out; the same address begins a new one as the same person', async () => {
    const owner = await signUp()
    const member = await invite(owner, 'viewer')
    expect(await member.browser.read(member.browser.post('/api/v1/session/leave', {}))).toEqual({
      nextAccountId: null,
    })
    expect(await statusOf(member.browser.get('/api/v1/session'))).toBe(401)
    await expect(signIn(member.email)).rejects.toThrow(/auth.no_workspace/)

    const again = await signUp({ email: member.email, businessName: 'My own' })
    expect(again.session).toMatchObject({
      user: { id: idOf(member) },
      account: { name: 'My own', role: 'owner' },
    })
  })

  it('is not for the last owner', async () => {
    const owner = await signUp()
    expect(await codeOf(owner.browser.post('/api/v1/session/leave', {}))).toBe('member.last_owner')
    expect(await statusOf(owner.browser.get('/api/v1/session'))).toBe(200)
  })
})

describe('several workspaces', () => {
  it('are switched by a new session; the old token is worth nothing', async () => {
    const [owner, other] = [await signUp(), await signUp()]
    const before = other.browser.cookies.get('__Host-s')
    await openWorkspace(other)
    expect(other.browser.cookies.get('__Host-s')).not.toBe(before)
    const session = await other.browser.read<SignedIn['session']>(
      other.browser.get('/api/v1/session'),
    )
    expect(session).toMatchObject({
      account: { name: 'Second', timeZone: 'Europe/London', role: 'owner' },
      accounts: [{ id: other.session.account.id }, { name: 'Second' }],
    })
    // Somebody else's is as if it were not there.
    const foreign = { accountId: owner.session.account.id }
    expect(await codeOf(other.browser.post('/api/v1/session/account', foreign))).toBe(
      'account.not_found',
    )
  })

  it('are remembered: signing in again opens the one that was open last', async () => {
    const person = await signUp()
    await openWorkspace(person)
    expect((await signIn(person.email)).session.account.name).toBe('Second')
  })

  it('are never mixed up: a window that shows another one is refused', async () => {
    const owner = await signUp()
    const shown = { 'x-workspace': owner.session.account.id }
    expect(await statusOf(owner.browser.get('/api/v1/contacts', shown))).toBe(200)
    await openWorkspace(owner)
    expect(await codeOf(owner.browser.get('/api/v1/contacts', shown))).toBe(
      'session.other_workspace',
    )
    const draft = owner.browser.post('/api/v1/broadcasts', { name: 'Wrong place' }, shown)
    expect(await codeOf(draft)).toBe('session.other_workspace')
  })
})
