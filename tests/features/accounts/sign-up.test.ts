import { describe, expect, it } from 'vitest'
import type { BusinessView } from '../../../worker/contract/account'
import { openAccount } from '../../../worker/features/accounts/account-operations'
import type { AccountDraft } from '../../../worker/features/accounts/visitor'
import { randomId } from '../../../worker/lib/ids'
import { Browser } from '../../support/browser'
import { testDeps } from '../../support/deps'
import { aSignUp, mailsTo, newestCode, randomEmail, signIn, signUp } from '../../support/people'

const SIGN_UP = '/api/v1/auth/sign-up'
const deps = testDeps()

it('creates a workspace whose owner is signed in and sees its details', async () => {
  const { browser, session, email } = await signUp({ name: 'Dana', businessName: 'Dana & Co' })

  expect(session.user).toMatchObject({ name: 'Dana', email, phone: '+972501234567' })
  expect(session.account).toMatchObject({ name: 'Dana & Co', role: 'owner', state: 'active' })
  expect(session.accounts).toEqual([{ id: session.account.id, name: 'Dana & Co', role: 'owner' }])
  const business = await browser.read<BusinessView>(browser.get('/api/v1/account'))
  expect(business).toMatchObject({
    name: 'Dana & Co',
    country: 'IL',
    timeZone: 'Asia/Jerusalem',
    legalName: null,
    registrationNumber: null,
    address: null,
  })
})

it('creates nothing before the code was typed in', async () => {
  const browser = new Browser()
  const form = aSignUp()
  await browser.read(browser.post(SIGN_UP, form))

  const known = await deps.db.directory.all(`SELECT id FROM users WHERE email = '${form.email}'`)
  expect(known).toEqual([])
  expect((await browser.get('/api/v1/session')).status).toBe(401)
})

it('gives the workspace a data key, a state of its own, and one line of audit', async () => {
  const { session } = await signUp()
  const db = await deps.db.account(session.account.id)

  const keys = await deps.keys.open(db)
  const sealed = await keys.seal('messages.body', 'row', 'shalom')
  expect(await keys.open('messages.body', 'row', sealed)).toBe('shalom')
  const audit = await db.all<{ action: string; actor: string }>(
    `SELECT action, actor FROM audit WHERE account_id = '${session.account.id}'`,
  )
  expect(audit).toEqual([{ action: 'account.created', actor: `user:${session.user.id}` }])
})

it('writes the mail in the language of the form', async () => {
  const hebrew = aSignUp({ language: 'he' })
  await new Browser().post(SIGN_UP, hebrew)
  const [mail] = await mailsTo(hebrew.email)

  expect(mail?.subject).toMatch(/קוד/)
  expect(mail?.html).toContain('<html lang="he" dir="rtl">')
  expect(mail?.text).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/m)
})

it('puts accounts where the fewest are', async () => {
  const before = await accountsByShard()
  for (let at = 0; at < 4; at++) await signUp()
  const after = await accountsByShard()

  expect(Object.keys(after)).toEqual(['DATA_0', 'DATA_1'])
  const difference = Math.abs((after.DATA_0 ?? 0) - (after.DATA_1 ?? 0))
  const differenceBefore = Math.abs((before.DATA_0 ?? 0) - (before.DATA_1 ?? 0))
  expect(difference).toBeLessThanOrEqual(Math.max(1, differenceBefore - 4))
})

it('refuses what can be no phone number, and sends nothing', async () => {
  const form = aSignUp({ phone: '3'.repeat(30) })
  const response = await new Browser().post(SIGN_UP, form)

  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({
    error: { code: 'profile.phone_invalid', details: { fields: ['phone'] } },
  })
  expect(await mailsTo(form.email)).toEqual([])
})

it('reads a phone number as it is typed in the chosen country', async () => {
  const { session } = await signUp({ phone: '(202) 555-0143', country: 'US' })

  expect(session.user.phone).toBe('+12025550143')
})

describe('with an address that has an account', () => {
  it('answers as for a new one, and the code signs in to the old account', async () => {
    const first = await signUp({ businessName: 'The first' })
    const browser = new Browser()
    const unknown = await new Browser().post(SIGN_UP, aSignUp())
    const known = await browser.post(
      SIGN_UP,
      aSignUp({ email: first.email, businessName: 'The second' }),
    )

    expect(known.status).toBe(unknown.status)
    expect(Object.keys(await known.json<object>())).toEqual(
      Object.keys(await unknown.json<object>()),
    )
    const code = await newestCode(first.email)
    expect(await browser.read(browser.post('/api/v1/auth/verify', { code }))).toMatchObject({
      account: { id: first.session.account.id, name: 'The first' },
    })
  })

  it('opens one account when two browsers sign up at the same moment', async () => {
    const form = aSignUp()
    const browsers = [new Browser(), new Browser()]
    const codes: string[] = []
    for (const browser of browsers) {
      await browser.read(browser.post(SIGN_UP, form))
      codes.push(await newestCode(form.email))
    }
    const sessions = await Promise.all(
      browsers.map((browser, at) =>
        browser.read<{ account: { id: string } }>(
          browser.post('/api/v1/auth/verify', { code: codes[at] }),
        ),
      ),
    )

    expect(sessions[0]?.account.id).toBe(sessions[1]?.account.id)
  })
})

describe('opening an account', () => {
  const aDraft = (): AccountDraft => ({
    ...aSignUp(),
    accountId: randomId(),
    userId: randomId(),
    shard: 'DATA_0',
    phone: '+972501234567',
  })

  it('finishes an account that stopped half-way', async () => {
    const draft = aDraft()
    const breaking = testDeps()
    // The directory is gone just when the account should be named in it.
    const directory = Object.create(breaking.db.directory, {
      batch: { value: () => Promise.reject(new Error('gone')) },
    })
    const broken = { ...breaking, db: { ...breaking.db, directory } }
    await expect(openAccount(broken, draft, 1)).rejects.toThrow('gone')

    await openAccount(deps, draft, 1)

    const signedIn = await signIn(draft.email)
    expect(signedIn.session.account.id).toBe(draft.accountId)
  })

  it('changes nothing when it is done twice', async () => {
    const draft = aDraft()
    await openAccount(deps, draft, 1)
    await openAccount(deps, draft, 1)

    const db = await deps.db.account(draft.accountId)
    const counted = async (table: string) =>
      (await db.all(`SELECT 1 FROM ${table} WHERE account_id = '${draft.accountId}'`)).length
    expect([await counted('data_keys'), await counted('tenants'), await counted('audit')]).toEqual([
      1, 1, 1,
    ])
  })

  it('never gives an address to a second account', async () => {
    const email = randomEmail()
    await openAccount(deps, { ...aDraft(), email }, 1)

    await expect(openAccount(deps, { ...aDraft(), email }, 1)).rejects.toThrow()
  })
})

async function accountsByShard(): Promise<Record<string, number>> {
  const rows = await deps.db.directory.all<{ shard: string; n: number }>(
    'SELECT shard, count(*) AS n FROM accounts GROUP BY shard ORDER BY shard',
  )
  return Object.fromEntries(rows.map(({ shard, n }) => [shard, n]))
}
