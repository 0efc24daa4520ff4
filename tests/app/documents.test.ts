import { expect, it } from 'vitest'
import { askApp } from '../support/app'
import { signUp } from '../support/people'

const tagOf = (page: string) => /<html[^>]*>/.exec(page)?.[0]
const pageWith = async (headers: Record<string, string>) =>
  (await askApp('/contacts', {}, headers)).text()

it('answers every path without a file with the page, for its own router', async () => {
  for (const path of ['/', '/contacts', '/broadcasts/abc/edit?step=audience', '/sign-in']) {
    const response = await askApp(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  }
})

it('gives scripts and styles the nonce of this answer, a new one each time', async () => {
  const nonces = new Set<string>()
  for (let time = 0; time < 3; time++) {
    const response = await askApp('/')
    const policy = response.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([\w-]{43})'/.exec(policy)?.[1] ?? ''
    const page = await response.text()
    expect(page).toContain(`<script type="module" src="/assets/a.js" nonce="${nonce}">`)
    expect(page).toContain(`<link rel="stylesheet" href="/assets/a.css" nonce="${nonce}">`)
    expect(page).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
    expect(page).not.toContain('__CSP_NONCE__')
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
})

it('allows no inline script or style, and one Trusted Types policy', async () => {
  const policy = (await askApp('/')).headers.get('content-security-policy')

  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[\w-]+' 'strict-dynamic';/)
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("style-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types proconnect-url")
})

it('lets Meta’s sign-up window in on the connect page alone, and only from Meta’s origins', async () => {
  const connect = await askApp('/connect')
  const policy = connect.headers.get('content-security-policy') ?? ''
  expect(connect.headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
  expect(policy).toContain('frame-src https://www.facebook.com https://web.facebook.com;')
  expect(policy).toContain("connect-src 'self' https://www.facebook.com https://web.facebook.com;")
  // Meta's script writes markup as text; what may run is held to two hosts instead.
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]+' https:\/\/connect\.facebook\.net;/)
  expect(policy).not.toContain('strict-dynamic')
  expect(policy).not.toContain('trusted-types')
  expect(policy).not.toContain('unsafe')

  for (const path of ['/', '/onboarding', '/connect/x', '/connector', '/settings/numbers']) {
    const other = await askApp(path)
    expect(other.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(other.headers.get('content-security-policy')).not.toContain('facebook')
  }
})

it('lets nothing of Meta’s in where its window is not set up', async () => {
  const connect = await askApp('/connect', { META_CONFIG_ID: '' })
  expect(connect.headers.get('content-security-policy')).not.toContain('facebook')
  expect(connect.headers.get('cross-origin-opener-policy')).toBe('same-origin')
})

it('has language, direction and theme of the cookies in its first tag', async () => {
  expect(tagOf(await pageWith({ cookie: 'lang=he; theme=dark' }))).toBe(
    '<html lang="he" dir="rtl" data-theme="dark">',
  )
  expect(tagOf(await pageWith({ cookie: 'lang=en; theme=light' }))).toBe(
    '<html lang="en" dir="ltr" data-theme="light">',
  )
})

it('takes nothing but the known values from cookies', async () => {
  expect(tagOf(await pageWith({ cookie: 'lang=fr; theme="><script>' }))).toBe(
    '<html lang="en" dir="ltr" data-theme="auto">',
  )
})

it('asks the person, then the browser, when no language was chosen', async () => {
  expect(tagOf(await pageWith({ 'accept-language': 'fr;q=0.9, he-IL;q=0.8, en;q=0.5' }))).toContain(
    'lang="he"',
  )
  expect(tagOf(await pageWith({ 'accept-language': 'iw' }))).toContain('lang="he"')
  expect(tagOf(await pageWith({ 'accept-language': 'he;q=0, fr' }))).toContain('lang="en"')

  const { browser } = await signUp({ language: 'he' })
  const cookie = `__Host-s=${browser.cookies.get('__Host-s')}`
  expect(tagOf(await pageWith({ cookie, 'accept-language': 'en' }))).toContain('lang="he"')
})

it('serves files as they are and says plainly when there is none', async () => {
  const icon = await askApp('/icon.svg')
  expect(icon.headers.get('content-type')).toBe('image/svg+xml')

  const missing = await askApp('/assets/gone.js')
  expect(missing.status).toBe(404)
  expect(await missing.text()).not.toContain('<html')
})

it('is never answered from a copy with an old nonce', async () => {
  const response = await askApp('/', {}, { 'if-none-match': '"1"' })

  expect(response.status).toBe(200)
  expect(response.headers.get('etag')).toBeNull()
  expect(response.headers.get('cache-control')).toBe('private, no-cache')
})

it('says how to build the pages when they are not there', async () => {
  const ASSETS = { fetch: async () => new Response(null, { status: 404 }) }
  const response = await askApp('/', { ASSETS })

  expect(response.status).toBe(503)
  expect(await response.text()).toContain('npm start')
})
