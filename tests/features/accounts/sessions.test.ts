import { describe, expect, it } from 'vitest'
import type { SignedInView } from '../../../worker/contract/auth'
import { findMember, startSession } from '../../../worker/features/accounts/session-operations'
import { DAY_MS } from '../../../worker/lib/time'
import { Browser } from '../../support/browser'
import { testDeps } from '../../support/deps'
import {
  mailsTo,
  newestCode,
  randomEmail,
  type SignedIn,
  signIn,
  signUp,
} from '../../support/people'

const SESSION = '/api/v1/session'

const statusOf = async (browser: Browser) => (await browser.get(SESSION)).status
const sessionsOf = async ({ browser }: SignedIn) =>
  (await browser.read<{ items: SignedInView[] }>(browser.get('/api/v1/sessions'))).items
const tokenOf = (browser: Browser) => browser.cookies.get('__Host-s') ?? ''

describe('the session cookie', () => {
  it('is out of reach of scripts, other sites and other hosts', async () => {
    const { email } = await signUp()
    const browser = new Browser()
    await browser.post('/api/v1/auth/sign-in', { email, language: 'en' })
    const answer = await browser.post('/api/v1/auth/verify', { code: await newestCode(email) })

    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-s='))
    expect(cookie).toMatch(/^__Host-s=[\w-]{43}; /)
    for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax', 'Max-Age=7776000']) {
      expect(cookie?.split('; ')).toContain(attribute)
    }
    expect(cookie).not.toMatch(/Domain/i)
    expect(await answer.text()).not.toContain(tokenOf(browser))
  })

  it('is new at every sign-in, and the one before it ends', async () => {
    const owner = await signUp()
    const before = tokenOf(owner.browser)
    await signIn(owner.email, owner.browser)

    expect(tokenOf(owner.browser)).not.toBe(before)
    const old = new Browser()
    old.cookies.set('__Host-s', before)
    expect(await statusOf(old)).toBe(401)
  })

  it('is stored as a hash only', async () => {
    const { browser } = await signUp()
    const rows = JSON.stringify(await testDeps().db.directory.all('SELECT * FROM sessions'))

    expect(rows).not.toContain(tokenOf(browser))
  })

  it('opens nothing when it is made up, changed or of another kind', async () => {
    const { browser } = await signUp()
    const token = tokenOf(browser)
    for (const wrong of ['x', `${token}x`, `A${token.slice(1)}`, token.toUpperCase(), '']) {
      const forged = new Browser()
      forged.cookies.set('__Host-s', wrong)
      expect(await statusOf(forged)).toBe(401)
    }
  })
})

describe('signing out', () => {
  it('ends this session at once and clears the cookie', async () => {
    const { browser } = await signUp()
    const token = tokenOf(browser)
    expect((await browser.post('/api/v1/auth/sign-out')).status).toBe(204)

    expect(browser.cookies.has('__Host-s')).toBe(false)
    browser.cookies.set('__Host-s', token)
    expect(await statusOf(browser)).toBe(401)
  })

  it('leaves other devices signed in, and may be done twice', async () => {
    const here = await signUp()
    const there = await signIn(here.email)
    await here.browser.post('/api/v1/auth/sign-out')

    expect((await here.browser.post('/api/v1/auth/sign-out')).status).toBe(204)
    expect(await statusOf(there.browser)).toBe(200)
  })
})

describe('the list of devices', () => {
  it('names each device and marks this one', async () => {
    const here = await signUp()
    const phone = new Browser()
    await signIn(here.email, phone)

    const sessions = await sessionsOf(here)
    expect(sessions).toHaveLength(2)
    expect(sessions.map(({ device }) => device)).toEqual(['Chrome · Windows', 'Chrome · Windows'])
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
  })

  it('ends one device at once', async () => {
    const here = await signUp()
    const there = await signIn(here.email)
    const other = (await sessionsOf(here)).find(({ current }) => !current)

    expect((await here.browser.delete(`/api/v1/sessions/${other?.id}`)).status).toBe(204)
    expect(await statusOf(there.browser)).toBe(401)
    expect(await statusOf(here.browser)).toBe(200)
    expect((await here.browser.delete(`/api/v1/sessions/${other?.id}`)).status).toBe(404)
  })

  it('ends all others at once', async () => {
    const here = await signUp()
    const others = [await signIn(here.email), await signIn(here.email)]
    await here.browser.post('/api/v1/sessions/end-others')

    for (const { browser } of others) expect(await statusOf(browser)).toBe(401)
    expect(await sessionsOf(here)).toHaveLength(1)
  })

  it('shows and ends nothing of another person', async () => {
    const [mine, foreign] = [await signUp(), await signUp()]
    const [theirs] = await sessionsOf(foreign)

    expect((await mine.browser.delete(`/api/v1/sessions/${theirs?.id}`)).status).toBe(404)
    await mine.browser.post('/api/v1/sessions/end-others')
    expect(await statusOf(foreign.browser)).toBe(200)
    expect((await sessionsOf(mine)).map(({ id }) => id)).not.toContain(theirs?.id)
  })
})

describe('a session', () => {
  const START = Date.now()

  async function startedAt(at: number) {
    const { session } = await signUp()
    const { token } = await startSession(testDeps({ at }), session.user.id, 'Test')
    return token
  }
  const countsAt = async (token: string, at: number) =>
    Boolean(await findMember(testDeps({ at }), token))

  it('ends after 14 days without use', async () => {
    const token = await startedAt(START)

    expect(await countsAt(token, START + 14 * DAY_MS - 1)).toBe(true)
    const unused = await startedAt(START)
    expect(await countsAt(unused, START + 14 * DAY_MS)).toBe(false)
  })

  it('ends after 90 days however much it is used', async () => {
    const token = await startedAt(START)
    for (let day = 10; day < 90; day += 10) {
      expect(await countsAt(token, START + day * DAY_MS)).toBe(true)
    }
    expect(await countsAt(token, START + 90 * DAY_MS - 1)).toBe(true)
    expect(await countsAt(token, START + 90 * DAY_MS)).toBe(false)
  })

  it('ends with the membership it stands for', async () => {
    const { browser, session } = await signUp()
    await testDeps().db.directory.run(
      `DELETE FROM memberships WHERE user_id = '${session.user.id}'`,
    )
    expect(await statusOf(browser)).toBe(401)
  })

  it('does nothing but show itself while the account is closed', async () => {
    const { browser, session } = await signUp()
    await testDeps().db.directory.run(
      `UPDATE accounts SET state = 'suspended' WHERE id = '${session.account.id}'`,
    )

    expect(await browser.read(browser.get(SESSION))).toMatchObject({
      account: { state: 'suspended' },
    })
    const refused = await browser.patch('/api/v1/account', { name: 'Still here' })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ error: { code: 'account.not_active' } })
    expect((await browser.post('/api/v1/auth/sign-out')).status).toBe(204)
  })
})

it('asks everybody else to sign in', async () => {
  for (const [method, path] of [
    ['GET', '/session'],
    ['GET', '/sessions'],
    ['DELETE', '/sessions/x'],
    ['POST', '/sessions/end-others'],
    ['PATCH', '/profile'],
    ['POST', '/profile/email'],
    ['POST', '/profile/email/confirm'],
    ['GET', '/account'],
    ['PATCH', '/account'],
    ['POST', '/members/invitations'],
  ] as const) {
    const response = await new Browser().send(method, `/api/v1${path}`)
    expect(response.status, `${method} ${path}`).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'auth.not_signed_in' } })
  }
})

it('remembers the language of the person who signs in, unless one was chosen before', async () => {
  const { email } = await signUp({ language: 'he' })
  const fresh = await signIn(email)
  expect(fresh.browser.cookies.get('lang')).toBe('he')

  const choosing = new Browser()
  choosing.cookies.set('lang', 'en')
  await signIn(email, choosing)
  expect(choosing.cookies.get('lang')).toBe('en')
})

it('gives nobody without a membership a session', async () => {
  const { email, session } = await signUp()
  await testDeps().db.directory.run(`DELETE FROM memberships WHERE user_id = '${session.user.id}'`)

  await expect(signIn(email)).rejects.toThrow('auth.no_workspace')
  await expect(signIn(randomEmail())).rejects.toThrow('no code was sent')
})

describe('a sign-in from another device', () => {
  const FIREFOX = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'
  const enter = async (email: string, userAgent: string) => {
    const browser = new Browser()
    await browser.post('/api/v1/auth/sign-in', { email, language: 'en' })
    const code = await newestCode(email)
    const headers = { 'user-agent': userAgent }
    const answer = await browser.send('POST', '/api/v1/auth/verify', { headers, body: { code } })
    expect(answer.status).toBe(200)
  }
  const told = async (email: string) =>
    (await mailsTo(email)).filter(({ subject }) => subject.startsWith('A new sign-in'))

  it('is told to the person, with what the device is, and once', async () => {
    const { email } = await signUp()
    expect(await told(email)).toEqual([])
    await enter(email, FIREFOX)
    await enter(email, FIREFOX)
    const mails = await told(email)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain('Firefox')
    expect(mails[0]?.text).toContain('Android')
  })

  it('from a device where the person is signed in is nothing to tell of', async () => {
    const { email } = await signUp()
    await signIn(email)
    expect(await told(email)).toEqual([])
  })
})
