import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { askApp } from '../support/app'
import { Browser } from '../support/browser'
import { invitationToken } from '../support/members'
import { newestCode, randomEmail, signIn, signUp } from '../support/people'

let lines: string[] = []

beforeEach(() => {
  lines = []
  for (const kind of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, kind).mockImplementation((...texts) => void lines.push(texts.join(' ')))
  }
})
afterEach(() => {
  vi.restoreAllMocks()
})

it('tells nothing about people, whatever they do and whatever fails', async () => {
  const owner = await signUp({
    name: 'Canaryname',
    phone: '052-555-9876',
    businessName: 'Canarybusiness',
  })
  const token = await invitationToken(owner, 'viewer')
  const email = randomEmail()
  await owner.browser.post('/api/v1/profile/email', { email })
  const code = await newestCode(email)
  await owner.browser.post('/api/v1/profile/email/confirm', { code: 'AAAAAAAA' })
  await owner.browser.patch('/api/v1/account', { address: 'Canarystreet 5', country: 'Canaryland' })
  await new Browser().post('/api/v1/auth/verify', { code: 'CANARY22' })
  await signIn(owner.email)
  // A fault, with everything of the request at hand.
  const EMAIL = { send: () => Promise.reject(new Error(`can't reach ${owner.email}`)) }
  const failing = await askApp(
    `/api/v1/session?name=Canaryquery`,
    {
      EMAIL,
      DIRECTORY: {
        prepare: () => {
          throw new Error(`broken at ${owner.email}`)
        },
      },
    },
    { cookie: `__Host-s=${owner.browser.cookies.get('__Host-s')}` },
  )
  expect(failing.status).toBe(500)
  expect(await failing.text()).not.toContain(owner.email)

  const logged = lines.join('\n')
  expect(logged).toContain('request.failed')
  const canaries = [
    'anary',
    owner.email,
    email,
    '525559876',
    '5559876',
    token,
    code,
    code.replace('-', ''),
    owner.browser.cookies.get('__Host-s') ?? 'none',
    owner.session.account.id,
    owner.session.user.id,
  ]
  for (const canary of canaries) {
    for (const form of [canary, btoa(canary), encodeURIComponent(canary)]) {
      expect(logged.toLowerCase()).not.toContain(form.toLowerCase())
    }
  }
})
