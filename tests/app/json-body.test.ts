import { describe, expect, it } from 'vitest'
import { Browser } from '../support/browser'
import { aSignUp, mailsTo, signUp } from '../support/people'

const SIGN_IN = '/api/v1/auth/sign-in'

async function refusal(response: Response | Promise<Response>) {
  const answer = await response
  const { error } = await answer.json<{ error: { code: string; details?: unknown } }>()
  return { status: answer.status, code: error.code, details: error.details }
}

describe('a body', () => {
  const browser = new Browser()

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'text/html',
    'application/jsonp',
  ])('sent as %s is refused whatever it contains', async (type) => {
    const json = JSON.stringify({ email: 'a@example.com', language: 'en' })
    const response = browser.post(SIGN_IN, json, { 'content-type': type })

    expect(await refusal(response)).toMatchObject({ status: 415, code: 'request.wrong_type' })
  })

  it('that is no JSON is refused as such', async () => {
    for (const body of ['{', 'email=a@example.com', "{'email': 1}", '{"a":1}}', '\ufeff{}']) {
      expect(await refusal(browser.post(SIGN_IN, body))).toMatchObject({
        status: 400,
        code: 'request.not_json',
      })
    }
    const latin = new Uint8Array([0x22, 0xe4, 0x22])
    expect(await refusal(browser.post(SIGN_IN, latin))).toMatchObject({ code: 'request.not_json' })
  })

  it('over 256 KB is refused, whatever length it claims', async () => {
    const large = JSON.stringify({ email: 'a'.repeat(256 * 1024) })
    expect(await refusal(browser.post(SIGN_IN, large))).toMatchObject({
      status: 413,
      code: 'request.too_large',
    })
    const fitting = JSON.stringify({ email: 'a'.repeat(255 * 1024) })
    expect(await refusal(browser.post(SIGN_IN, fitting))).toMatchObject({ code: 'request.invalid' })
  })

  it('nested more than 32 levels deep is refused', async () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

    expect(await refusal(browser.post(SIGN_IN, nested(33)))).toMatchObject({
      status: 400,
      code: 'request.too_deep',
    })
    expect(await refusal(browser.post(SIGN_IN, nested(100_000)))).toMatchObject({
      code: 'request.too_deep',
    })
    expect(await refusal(browser.post(SIGN_IN, nested(32)))).toMatchObject({
      code: 'request.invalid',
    })
  })

  it('with half a character, a NUL or a prototype in it is refused', async () => {
    const bodies = [
      '{"email":"a\\ud800@example.com","language":"en"}',
      '{"email":"a\\u0000@example.com","language":"en"}',
      '{"\\udfff":1}',
      '{"email":"a@example.com","language":"en","__proto__":{"isAdmin":true}}',
    ]
    for (const body of bodies) {
      expect(await refusal(browser.post(SIGN_IN, body))).toMatchObject({
        status: 400,
        code: 'request.malformed_text',
      })
    }
  })

  it('with keys that nobody asked for is refused, and they are named', async () => {
    const form = { ...aSignUp(), role: 'owner', accountId: 'x' }
    const answer = await refusal(browser.post('/api/v1/auth/sign-up', form))

    expect(answer).toMatchObject({ status: 400, code: 'request.invalid' })
    expect(answer.details).toEqual({ fields: ['role'] })
    expect(await mailsTo(form.email)).toEqual([])
  })

  it('that is missing where one is needed names what is missing', async () => {
    expect(await refusal(browser.post(SIGN_IN))).toMatchObject({
      code: 'request.invalid',
      details: { fields: ['email', 'language'] },
    })
  })
})

it('never repeats a refused value, which may be a secret', async () => {
  const { browser } = await signUp()
  const response = await browser.patch('/api/v1/account', { timeZone: 'sk-very-secret' })

  expect(response.status).toBe(400)
  expect(await response.text()).not.toContain('sk-very-secret')
})

it('says refusals in the language of the page', async () => {
  const browser = new Browser()
  const messageIn = async (headers: Record<string, string>) => {
    const response = await browser.get('/api/v1/session', headers)
    return (await response.json<{ error: { message: string } }>()).error.message
  }

  expect(await messageIn({ cookie: 'lang=he' })).toBe('צריך להיכנס לחשבון.')
  expect(await messageIn({ 'accept-language': 'en' })).toBe('Please sign in.')
})
