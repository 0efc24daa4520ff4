import { describe, expect, it } from 'vitest'
import { CODE_ALPHABET } from '../../../worker/contract/auth'
import { checkCode, sendCode } from '../../../worker/features/accounts/code-operations'
import type { Visitor } from '../../../worker/features/accounts/visitor'
import { randomToken } from '../../../worker/lib/ids'
import { MINUTE_MS } from '../../../worker/lib/time'
import { Browser } from '../../support/browser'
import { testDeps } from '../../support/deps'
import { aSignUp, mailsTo, newestCode, randomEmail, signIn, signUp } from '../../support/people'

const SIGN_IN = '/api/v1/auth/sign-in'
const SIGN_UP = '/api/v1/auth/sign-up'
const VERIFY = '/api/v1/auth/verify'

async function refusalOf(response: Response | Promise<Response>) {
  const answer = await response
  const { error } = await answer.json<{ error: { code: string; details?: object } }>()
  return { status: answer.status, code: error.code, ...error.details }
}

/** A person who has asked for a code and not typed it in yet. */
async function askedForCode() {
  const { email } = await signUp()
  const browser = new Browser()
  await browser.read(browser.post(SIGN_IN, { email, language: 'en' }))
  return { browser, email, code: await newestCode(email) }
}

/** Of the right form, and surely another one. */
const anotherThan = (code: string) =>
  [...code.replace('-', '')].map((char) => (char === 'A' ? 'B' : 'A')).join('')

describe('a sign-in code', () => {
  it('signs in, typed as it stands, in lower case, with spaces or without a hyphen', async () => {
    for (const typed of [
      (code: string) => code,
      (code: string) => code.toLowerCase(),
      (code: string) => ` ${code.replace('-', ' ')} `,
      (code: string) => code.replace('-', ''),
    ]) {
      const { browser, code } = await askedForCode()
      expect((await browser.post(VERIFY, { code: typed(code) })).status).toBe(200)
    }
  })

  it('works once', async () => {
    const { browser, code } = await askedForCode()
    const attempt = browser.cookies.get('__Host-attempt') ?? ''
    await browser.read(browser.post(VERIFY, { code }))
    const again = new Browser()
    again.cookies.set('__Host-attempt', attempt)

    expect(await refusalOf(again.post(VERIFY, { code }))).toMatchObject({
      status: 410,
      code: 'auth.code_gone',
    })
  })

  it('makes one session of two requests that arrive together', async () => {
    const { browser, code } = await askedForCode()
    const answers = await Promise.all([1, 2, 3].map(() => browser.post(VERIFY, { code })))

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410])
  })

  it('gives five tries, counts them down, and then is gone even if right', async () => {
    const { browser, code } = await askedForCode()
    for (const triesLeft of [4, 3, 2, 1]) {
      expect(await refusalOf(browser.post(VERIFY, { code: anotherThan(code) }))).toEqual({
        status: 422,
        code: 'auth.code_wrong',
        triesLeft,
      })
    }
    expect(await refusalOf(browser.post(VERIFY, { code: anotherThan(code) }))).toMatchObject({
      code: 'auth.code_gone',
    })
    expect(await refusalOf(browser.post(VERIFY, { code }))).toMatchObject({
      code: 'auth.code_gone',
    })
  })

  it('counts tries that arrive together one by one', async () => {
    const { browser, code } = await askedForCode()
    const wrong = anotherThan(code)
    await Promise.all(Array.from({ length: 8 }, () => browser.post(VERIFY, { code: wrong })))

    expect(await refusalOf(browser.post(VERIFY, { code }))).toMatchObject({
      code: 'auth.code_gone',
    })
  })

  it('works only in the browser that asked for it', async () => {
    const { browser, code } = await askedForCode()

    expect(await refusalOf(new Browser().post(VERIFY, { code }))).toMatchObject({
      code: 'auth.code_gone',
    })
    expect((await browser.post(VERIFY, { code })).status).toBe(200)
  })

  it('counts no more once the browser asked for a newer one', async () => {
    const { browser, email, code } = await askedForCode()
    await browser.read(browser.post(SIGN_IN, { email, language: 'en' }))
    const newer = await newestCode(email)

    expect(await refusalOf(browser.post(VERIFY, { code }))).toMatchObject({
      code: 'auth.code_wrong',
    })
    expect((await browser.post(VERIFY, { code: newer })).status).toBe(200)
  })

  it('lives ten minutes', async () => {
    const { visitor, code, askedAt } = await sentAt()

    const late = testDeps({ at: askedAt + 10 * MINUTE_MS })
    await expect(checkCode(late, visitor, ['sign_in'], code)).rejects.toMatchObject({
      code: 'auth.code_gone',
    })
    const early = testDeps({ at: askedAt + 10 * MINUTE_MS - 1 })
    expect(await checkCode(early, visitor, ['sign_in'], code)).toMatchObject({ purpose: 'sign_in' })
  })

  it('does not open what it was not asked for', async () => {
    const { visitor, code, askedAt } = await sentAt()
    const deps = testDeps({ at: askedAt })

    await expect(checkCode(deps, visitor, ['change_email'], code)).rejects.toMatchObject({
      code: 'auth.code_gone',
    })
  })

  it('is 8 characters of 32, all of which occur, and is stored nowhere', async () => {
    const seen = new Set<string>()
    for (let at = 0; at < 40; at++) {
      const { code } = await sentAt()
      expect(code).toMatch(new RegExp(`^[${CODE_ALPHABET}]{8}$`))
      for (const char of code) seen.add(char)
    }
    expect(CODE_ALPHABET).toHaveLength(32)
    expect(seen.size).toBeGreaterThan(29)

    const { code } = await askedForCode()
    const rows = JSON.stringify(await testDeps().db.directory.all('SELECT * FROM codes'))
    expect(rows).not.toContain(code)
    expect(rows).not.toContain(code.replace('-', ''))
  })
})

describe('asking for a code', () => {
  it('is answered alike for known and unknown addresses, with one mail each', async () => {
    const { email: known } = await signUp()
    const unknown = randomEmail()
    const before = (await mailsTo(known)).length
    const [forKnown, forUnknown] = [
      await new Browser().post(SIGN_IN, { email: known, language: 'en' }),
      await new Browser().post(SIGN_IN, { email: unknown, language: 'en' }),
    ]

    expect(forUnknown.status).toBe(forKnown.status)
    const [one, other] = [await forKnown.json<object>(), await forUnknown.json<object>()]
    expect(Object.keys(other)).toEqual(Object.keys(one))
    expect([...forUnknown.headers.keys()]).toEqual([...forKnown.headers.keys()])
    expect((await mailsTo(known)).length - before).toBe(1)
    expect(await mailsTo(unknown)).toHaveLength(1)
  })

  it('tells an unknown address that it has no account and how to get one', async () => {
    const email = randomEmail()
    await new Browser().post(SIGN_IN, { email, language: 'en' })
    const [mail] = await mailsTo(email)

    expect(mail?.text).toContain('has no account')
    expect(mail?.text).toContain('https://proconnect.test/sign-up')
    expect(mail?.text).not.toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/m)
  })

  it('refuses wrong codes alike for known and unknown addresses', async () => {
    const answers = []
    for (const email of [(await signUp()).email, randomEmail()]) {
      const browser = new Browser()
      await browser.read(browser.post(SIGN_IN, { email, language: 'en' }))
      answers.push(await refusalOf(browser.post(VERIFY, { code: 'AAAAAAAA' })))
    }
    expect(answers[0]).toEqual(answers[1])
  })

  it('takes an address in any case', async () => {
    const { email } = await signUp()
    const browser = new Browser()
    await browser.read(browser.post(SIGN_IN, { email: ` ${email.toUpperCase()} `, language: 'en' }))
    const code = await newestCode(email)

    expect((await browser.post(VERIFY, { code })).status).toBe(200)
  })

  it('says when the mail could not be sent', async () => {
    const mailer = { send: () => Promise.reject(new Error('mailbox full')) }
    const visitor = aVisitor()
    const sending = sendCode(testDeps({ mailer }), visitor, {
      purpose: 'sign_in',
      email: randomEmail(),
      payload: null,
      mailWith: () => ({ to: '', subject: '', lines: [], language: 'en' }),
    })

    await expect(sending).rejects.toMatchObject({ code: 'auth.mail_not_sent', status: 503 })
  })
})

describe('limits', () => {
  const ask = (browser: Browser, email: string) => browser.post(SIGN_IN, { email, language: 'en' })

  it('stop mails to one address from many browsers, known or not, and say until when', async () => {
    for (const email of [(await signUp()).email, randomEmail()]) {
      const statuses: number[] = []
      for (let time = 0; time < 7; time++) statuses.push((await ask(new Browser(), email)).status)
      expect(statuses.at(-1)).toBe(429)
      expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
    }
    const email = randomEmail()
    for (let time = 0; time < 6; time++) await ask(new Browser(), email)
    const refused = await ask(new Browser(), email)
    const { error } = await refused.json<{
      error: { code: string; message: string; details: { retryAt: number } }
    }>()
    expect(error.code).toBe('auth.too_many_tries')
    expect(error.message).toMatch(/in \d+ min/)
    expect(error.details.retryAt).toBeGreaterThan(Date.now())
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await mailsTo(email)).toHaveLength(6)
  })

  it('stop one browser that asks for many addresses', async () => {
    const browser = new Browser()
    const statuses: number[] = []
    for (let time = 0; time < 13; time++) statuses.push((await ask(browser, randomEmail())).status)

    expect(statuses.filter((status) => status === 200)).toHaveLength(12)
    expect(statuses.at(-1)).toBe(429)
  })

  it('stop one network, which in IPv6 is a /64', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 61; at++) {
      const browser = new Browser(`2001:db8:77:1::${at.toString(16)}`)
      statuses.push((await ask(browser, randomEmail())).status)
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(60)
    expect((await ask(new Browser('2001:db8:77:1:ffff::1'), randomEmail())).status).toBe(429)
    expect((await ask(new Browser('2001:db8:77:2::1'), randomEmail())).status).toBe(200)
  })

  it('stop a browser that guesses, over all the codes it asks for', async () => {
    const browser = new Browser()
    const email = randomEmail()
    await ask(browser, email)
    let last = 0
    for (let time = 0; time < 41; time++) {
      last = (await browser.post(VERIFY, { code: 'AAAAAAAA' })).status
    }
    expect(last).toBe(429)
  })

  it('keep no address and no network in readable form', async () => {
    const email = randomEmail()
    await ask(new Browser('203.0.113.77'), email)
    const rows = JSON.stringify(await testDeps().db.directory.all('SELECT * FROM rate_counters'))

    expect(rows).not.toContain(email)
    expect(rows).not.toContain('203.0.113.77')
  })
})

it('signs in to the account that was made by signing up', async () => {
  const owner = await signUp()
  const again = await signIn(owner.email)

  expect(again.session).toEqual(owner.session)
})

it('lets a person sign up in one browser while another one signs in', async () => {
  const form = aSignUp()
  const [up, down] = [new Browser(), new Browser()]
  await up.read(up.post(SIGN_UP, form))
  const code = await newestCode(form.email)
  await down.read(down.post(SIGN_IN, { email: form.email, language: 'en' }))

  expect((await up.post(VERIFY, { code })).status).toBe(200)
})

function aVisitor(): Visitor {
  return { browserToken: randomToken(), ip: null, device: '', origin: 'https://proconnect.test' }
}

/** A code as it was sent, with the moment it was asked for. */
async function sentAt() {
  const askedAt = Date.now()
  const visitor = aVisitor()
  let code = ''
  await sendCode(testDeps({ at: askedAt }), visitor, {
    purpose: 'sign_in',
    email: randomEmail(),
    payload: null,
    mailWith: (made) => {
      code = made
      return { to: 'nobody@example.com', subject: '', lines: [], language: 'en' }
    },
  })
  return { visitor, code, askedAt }
}
