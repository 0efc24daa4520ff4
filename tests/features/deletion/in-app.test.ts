import { expect, it } from 'vitest'
import type { SessionView } from '../../../worker/contract/auth'
import type { DeletionView } from '../../../worker/contract/deletion'
import { findMember } from '../../../worker/features/accounts/session-operations'
import { ORIGIN } from '../../support/browser'
import { contentsOf } from '../../support/deletion'
import { testDeps } from '../../support/deps'
import { invite } from '../../support/members'
import { mailsTo, newestCode, type SignedIn, signIn, signUp } from '../../support/people'
import { Shop } from '../../support/shop'

const { directory } = testDeps().db

/** Types what the page asks for; answers the response. */
async function ask(owner: SignedIn, name = 'Levi Flowers') {
  await owner.browser.read(owner.browser.post('/api/v1/deletion/code'))
  const code = await newestCode(owner.email)
  return owner.browser.post('/api/v1/deletion', { name, code })
}

it('says first how much would be deleted', async () => {
  const shop = await Shop.open()
  await shop.addMany(4)
  await shop.send()
  const view = await shop.get<DeletionView>('/deletion')
  expect(view).toEqual({
    size: { contacts: 4, messages: 4, broadcasts: 1, connections: 1, members: 1 },
    request: null,
  })
})

it('closes the workspace at once, signs everybody out and tells the owners', async () => {
  const owner = await signUp()
  const admin = await invite(owner, 'admin')
  const answer = await ask(owner)
  expect(answer.status).toBe(202)
  const { request } = (await answer.json()) as DeletionView
  expect(request).toMatchObject({ state: 'waiting', canTakeBack: true })
  expect((request?.startsAt ?? 0) - (request?.requestedAt ?? 0)).toBe(24 * 3_600_000)

  for (const { browser } of [owner, admin]) {
    expect((await browser.get('/api/v1/session')).status).toBe(401)
  }
  const mail = (await mailsTo(owner.email)).at(-1)
  expect(mail?.subject).toContain('will be deleted')
  expect(mail?.text).toContain(`${ORIGIN}/data-deletion/${request?.code}`)
  const db = await testDeps().db.account(owner.session.account.id)
  expect(await db.all(`SELECT state FROM tenants WHERE account_id = '${db.accountId}'`)).toEqual([
    { state: 'deleting' },
  ])
})

it('can be taken back by an owner who signs in again, and all is as it was', async () => {
  const shop = await Shop.open()
  await shop.addMany(3)
  const id = await shop.running()
  const owner = shop.person
  const before = await contentsOf(shop.accountId)
  await ask(owner)
  await shop.sendAll()
  expect(shop.meta.posts).toEqual([])

  const again = await signIn(owner.email)
  expect((await again.browser.get('/api/v1/contacts')).status).toBe(403)
  const view = await again.browser.read<DeletionView>(again.browser.get('/api/v1/deletion'))
  expect(view).toMatchObject({ size: null, request: { canTakeBack: true } })
  await again.browser.read(again.browser.post('/api/v1/deletion/take-back'))

  const session = await again.browser.read<SessionView>(again.browser.get('/api/v1/session'))
  expect(session.account.state).toBe('active')
  expect((await again.browser.get('/api/v1/contacts')).status).toBe(200)
  expect((await mailsTo(owner.email)).at(-1)?.subject).toContain('stays')
  const after = await contentsOf(shop.accountId)
  for (const [place, rows] of before) {
    if (/recipients|contacts|messages|connections|tenants/.test(place)) {
      expect(after.get(place), place).toEqual(rows)
    }
  }
  // What was under way goes on.
  await shop.sweepFor(10)
  expect(shop.meta.accepted()).toHaveLength(3)
  expect((await shop.groupBy(id)).accepted).toBe(3)
})

it('is refused without the name, with a wrong code, and with a code that was asked for something else', async () => {
  const owner = await signUp()
  expect(await (await ask(owner, 'levi flowers')).json()).toMatchObject({
    error: { code: 'deletion.name_not_same', details: { fields: ['name'] } },
  })
  const wrong = await owner.browser.post('/api/v1/deletion', {
    name: 'Levi Flowers',
    code: 'ABCD2345',
  })
  expect(await wrong.json()).toMatchObject({ error: { code: 'auth.code_wrong' } })
  await owner.browser.read(owner.browser.post('/api/v1/exports/code'))
  const exportCode = await newestCode(owner.email)
  const other = await owner.browser.post('/api/v1/deletion', {
    name: 'Levi Flowers',
    code: exportCode,
  })
  expect(other.ok).toBe(false)
  expect((await owner.browser.get('/api/v1/contacts')).status).toBe(200)
})

it('is for owners only, also when they share the account', async () => {
  const owner = await signUp()
  for (const role of ['admin', 'marketer', 'agent', 'viewer'] as const) {
    const member = await invite(owner, role)
    for (const [method, path] of [
      ['GET', '/deletion'],
      ['POST', '/deletion/code'],
      ['POST', '/deletion/take-back'],
    ] as const) {
      const answer = await member.browser.send(method, `/api/v1${path}`)
      expect(await answer.json(), `${role} ${path}`).toMatchObject({
        error: { code: 'member.role_too_low' },
      })
    }
    const body = { name: 'Levi Flowers', code: 'ABCD2345' }
    expect((await member.browser.post('/api/v1/deletion', body)).status).toBe(403)
  }
})

it('is one request however often it is asked for', async () => {
  const owner = await signUp()
  const first = (await (await ask(owner)).json()) as DeletionView
  const again = await signIn(owner.email)
  const second = (await (await ask({ ...again, email: owner.email })).json()) as DeletionView
  expect(second.request?.code).toBe(first.request?.code)
  const rows = await directory.all(
    `SELECT code FROM deletion_requests WHERE account_id = '${owner.session.account.id}'`,
  )
  expect(rows).toHaveLength(1)
})

it('cannot be taken back twice, nor when nothing was asked for', async () => {
  const owner = await signUp()
  const nothing = await owner.browser.post('/api/v1/deletion/take-back')
  expect(await nothing.json()).toMatchObject({ error: { code: 'deletion.cannot_take_back' } })
  await ask(owner)
  const again = await signIn(owner.email)
  expect((await again.browser.post('/api/v1/deletion/take-back')).status).toBe(204)
  expect((await again.browser.post('/api/v1/deletion/take-back')).status).toBe(409)
})

it('leaves a suspended workspace suspended when it is taken back', async () => {
  const owner = await signUp()
  const { id } = owner.session.account
  await directory.run(`UPDATE accounts SET state = 'suspended' WHERE id = '${id}'`)
  expect((await ask(owner)).status).toBe(202)
  const again = await signIn(owner.email)
  await again.browser.read(again.browser.post('/api/v1/deletion/take-back'))
  const token = again.browser.cookies.get('__Host-s') ?? ''
  expect((await findMember(testDeps(), token))?.accountState).toBe('suspended')
})
