import { describe, expect, it } from 'vitest'
import { isFromOwnPage } from '../../worker/app/middleware/same-origin'
import { Browser, ORIGIN } from '../support/browser'
import { signUp } from '../support/people'

const FOREIGN = 'https://evil.example'

/** Sec-Fetch-Site, Origin, and whether the request may change anything. */
const MATRIX: [string | null, string | null, boolean][] = [
  ['same-origin', ORIGIN, true],
  ['same-origin', null, true],
  [null, ORIGIN, true],
  ['same-origin', FOREIGN, false],
  ['same-site', ORIGIN, false],
  ['same-site', FOREIGN, false],
  ['cross-site', ORIGIN, false],
  ['cross-site', FOREIGN, false],
  ['cross-site', null, false],
  ['none', null, false],
  ['none', ORIGIN, false],
  ['', ORIGIN, false],
  [null, FOREIGN, false],
  [null, 'null', false],
  [null, '', false],
  [null, `${ORIGIN}.evil.example`, false],
  [null, ORIGIN.replace('https', 'http'), false],
  [null, `${ORIGIN}:8443`, false],
  [null, null, false],
]

describe.each(MATRIX)('Sec-Fetch-Site %s with Origin %s', (site, origin, isOwn) => {
  const headers = {
    ...(site !== null && { 'sec-fetch-site': site }),
    ...(origin !== null && { origin }),
  }

  it(isOwn ? 'comes from our own page' : 'is refused', () => {
    expect(isFromOwnPage(new Request(`${ORIGIN}/api/v1/account`, { headers }))).toBe(isOwn)
  })
})

it('refuses every kind of change that another site makes a browser send', async () => {
  const { browser } = await signUp()
  const foreign = { origin: FOREIGN, 'sec-fetch-site': 'cross-site' }
  const changes: [string, string, unknown][] = [
    ['POST', '/api/v1/auth/sign-in', { email: 'a@example.com', language: 'en' }],
    ['POST', '/api/v1/auth/verify', { code: 'ABCD2345' }],
    ['POST', '/api/v1/auth/sign-out', undefined],
    ['PATCH', '/api/v1/profile', { name: 'Mallory' }],
    ['PATCH', '/api/v1/account', { name: 'Mallory Ltd' }],
    ['POST', '/api/v1/sessions/end-others', undefined],
    ['DELETE', '/api/v1/sessions/anything', undefined],
    ['POST', '/api/v1/members/invitations', undefined],
  ]
  for (const [method, path, body] of changes) {
    const response = await browser.send(method, path, { headers: foreign, body })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'request.foreign_origin' } })
  }
  // Nothing happened: the session still stands and the names are the old ones.
  expect(await browser.read(browser.get('/api/v1/session'))).toMatchObject({
    user: { name: 'Noa Levi' },
    account: { name: 'Levi Flowers' },
  })
})

it('lets anybody follow a link: reading needs no such proof', async () => {
  const { browser } = await signUp()
  const fromElsewhere = { 'sec-fetch-site': 'cross-site' }

  expect((await browser.get('/api/v1/session', fromElsewhere)).status).toBe(200)
})

it('grants no other site a look at answers', async () => {
  const preflight = await new Browser().send('OPTIONS', '/api/v1/session', {
    headers: { origin: FOREIGN, 'access-control-request-method': 'GET' },
  })

  expect(preflight.status).toBe(404)
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
})
