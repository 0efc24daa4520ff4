import { describe, expect, it } from 'vitest'
import { confirmEmail } from '../../../worker/features/accounts/email-operations'
import { findMember } from '../../../worker/features/accounts/session-operations'
import { Browser } from '../../support/browser'
import { testDeps } from '../../support/deps'
import { invite } from '../../support/members'
import { mailsTo, newestCode, randomEmail, signIn, signUp } from '../../support/people'

const PROFILE = '/api/v1/profile'
const ACCOUNT = '/api/v1/account'

describe('the profile', () => {
  it('changes what was sent and leaves the rest', async () => {
    const { browser, session } = await signUp({ phone: '052-555-1234' })

    expect(await browser.read(browser.patch(PROFILE, { name: '  Noa Bar ' }))).toEqual({
      ...session.user,
      name: 'Noa Bar',
    })
    expect(await browser.read(browser.patch(PROFILE, { language: 'he' }))).toMatchObject({
      name: 'Noa Bar',
      language: 'he',
      phone: '+972525551234',
    })
    expect(browser.cookies.get('lang')).toBe('he')
  })

  it('reads a phone number in the country of the business', async () => {
    const { browser } = await signUp({ country: 'US', phone: '202-555-0143' })

    expect(await browser.read(browser.patch(PROFILE, { phone: '(415) 555-2671' }))).toMatchObject({
      phone: '+14155552671',
    })
    const refused = await browser.patch(PROFILE, { phone: 'call me' })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ error: { code: 'profile.phone_invalid' } })
  })

  it('takes neither an address nor an id nor a role', async () => {
    const { browser } = await signUp()
    for (const change of [{ email: 'x@example.com' }, { id: 'x' }, { role: 'owner' }]) {
      expect((await browser.patch(PROFILE, change)).status).toBe(400)
    }
  })
})

describe('the business details', () => {
  it('change field by field; null empties one', async () => {
    const { browser } = await signUp()
    const details = {
      name: 'פרחי לוי',
      legalName: 'Levi Flowers Ltd',
      registrationNumber: '514000000',
      address: '1 Herzl St\nHaifa',
      timeZone: 'Europe/London',
      country: 'GB',
    }
    expect(await browser.read(browser.patch(ACCOUNT, details))).toMatchObject(details)
    expect(await browser.read(browser.patch(ACCOUNT, { legalName: null }))).toMatchObject({
      ...details,
      legalName: null,
    })
    expect(await browser.read(browser.get(ACCOUNT))).toMatchObject({ name: 'פרחי לוי' })
    expect(await browser.read(browser.get('/api/v1/session'))).toMatchObject({
      account: { name: 'פרחי לוי', timeZone: 'Europe/London' },
    })
  })

  it('refuse what is no time zone, no country, or empty', async () => {
    const { browser } = await signUp()
    for (const change of [
      { timeZone: 'Mars/Olympus' },
      { country: 'Israel' },
      { name: ' ' },
      { state: 'active' },
      { shard: 'DATA_1' },
    ]) {
      expect((await browser.patch(ACCOUNT, change)).status).toBe(400)
    }
  })

  it('leave a line of audit that names fields, not their values', async () => {
    const { browser, session } = await signUp()
    await browser.patch(ACCOUNT, { address: 'Secret street 5', name: 'New name' })

    const audit = await auditOf(session.account.id)
    expect(audit).toContainEqual({
      actor: `user:${session.user.id}`,
      action: 'account.changed',
      target: `account:${session.account.id}`,
      before: null,
      after: 'address,name',
    })
    expect(JSON.stringify(audit)).not.toContain('Secret')
  })

  it('are changed by owners and admins, and read by all', async () => {
    const owner = await signUp()
    for (const role of ['admin', 'marketer', 'agent', 'viewer'] as const) {
      const { browser } = await invite(owner, role)
      const expected = role === 'admin' ? 200 : 403
      expect((await browser.patch(ACCOUNT, { name: `By ${role}` })).status, role).toBe(expected)
      expect((await browser.get(ACCOUNT)).status).toBe(200)
    }
    expect(await owner.browser.read(owner.browser.get(ACCOUNT))).toMatchObject({ name: 'By admin' })
  })

  it('are those of one’s own account only', async () => {
    const [mine, foreign] = [await signUp(), await signUp({ businessName: 'Canary' })]
    await mine.browser.read(mine.browser.patch(ACCOUNT, { name: 'Changed' }))

    expect(await foreign.browser.read(foreign.browser.get(ACCOUNT))).toMatchObject({
      name: 'Canary',
    })
    expect(await (await mine.browser.get(ACCOUNT)).text()).not.toContain('Canary')
  })
})

describe('a new e-mail address', () => {
  const CONFIRM = `${PROFILE}/email/confirm`

  it('counts after the code sent to it; other devices end and the old address is told', async () => {
    const here = await signUp()
    const there = await signIn(here.email)
    const email = randomEmail()
    await here.browser.read(here.browser.post(`${PROFILE}/email`, { email }))
    expect(await here.browser.read(here.browser.get('/api/v1/session'))).toMatchObject({
      user: { email: here.email },
    })

    const code = await newestCode(email)
    expect(await here.browser.read(here.browser.post(CONFIRM, { code }))).toMatchObject({ email })

    expect((await here.browser.get('/api/v1/session')).status).toBe(200)
    expect((await there.browser.get('/api/v1/session')).status).toBe(401)
    const notice = (await mailsTo(here.email)).at(-1)
    expect(notice?.subject).toContain('was changed')
    expect(notice?.text).not.toContain(email)
    expect((await signIn(email)).session.user.id).toBe(here.session.user.id)
    await expect(signIn(here.email)).rejects.toThrow('no code was sent')
  })

  it('counts although the old mailbox takes no more mail', async () => {
    const { browser } = await signUp()
    const email = randomEmail()
    await browser.read(browser.post(`${PROFILE}/email`, { email }))
    const mailer = { send: () => Promise.reject(new Error('no such mailbox')) }
    const deps = testDeps({ mailer })
    const found = await findMember(deps, browser.cookies.get('__Host-s') ?? '')
    const visitor = {
      browserToken: browser.cookies.get('__Host-attempt') ?? '',
      ip: null,
      device: '',
      origin: '',
    }
    if (!found) throw new Error('not signed in')
    const code = (await newestCode(email)).replace('-', '')

    expect(await confirmEmail(deps, visitor, found.member, code)).toMatchObject({ email })
  })

  it('is asked for alike when it belongs to somebody, who is told, and keeps it', async () => {
    const [mine, foreign] = [await signUp(), await signUp()]
    const free = await mine.browser.post(`${PROFILE}/email`, { email: randomEmail() })
    const taken = await mine.browser.post(`${PROFILE}/email`, { email: foreign.email })

    expect(taken.status).toBe(free.status)
    expect(Object.keys(await taken.json<object>())).toEqual(Object.keys(await free.json<object>()))
    const mail = (await mailsTo(foreign.email)).at(-1)
    expect(mail?.text).toContain('already has an account of its own')
    expect(mail?.text).not.toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/m)
  })

  it('is refused when somebody took it before the code was typed in', async () => {
    const { browser, session } = await signUp()
    const email = randomEmail()
    await browser.read(browser.post(`${PROFILE}/email`, { email }))
    const code = await newestCode(email)
    await signUp({ email })

    const refused = await browser.post(CONFIRM, { code })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ error: { code: 'profile.email_taken' } })
    expect(session.user.email).not.toBe(email)
  })

  it('can’t be confirmed by another person in the same browser, or from another browser', async () => {
    const { browser } = await signUp()
    const email = randomEmail()
    await browser.read(browser.post(`${PROFILE}/email`, { email }))
    const code = await newestCode(email)

    const other = await signUp()
    other.browser.cookies.set('__Host-attempt', browser.cookies.get('__Host-attempt') ?? '')
    expect((await other.browser.post(CONFIRM, { code })).status).toBe(410)
    const elsewhere = new Browser()
    elsewhere.cookies.set('__Host-s', browser.cookies.get('__Host-s') ?? '')
    expect((await elsewhere.post(CONFIRM, { code })).status).toBe(410)
    expect((await browser.post(CONFIRM, { code })).status).toBe(200)
  })

  it('does not come from a code that was sent for signing in', async () => {
    const { browser, email } = await signUp()
    await browser.post('/api/v1/auth/sign-in', { email, language: 'en' })

    expect((await browser.post(CONFIRM, { code: await newestCode(email) })).status).toBe(410)
  })
})

async function auditOf(accountId: string) {
  const db = await testDeps().db.account(accountId)
  return db.all(
    `SELECT actor, action, target, before, after FROM audit WHERE account_id = '${accountId}'`,
  )
}
