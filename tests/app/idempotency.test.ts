import { expect, it } from 'vitest'
import { beginOnce, keepAnswer } from '../../worker/features/accounts/idempotency-operations'
import { MINUTE_MS } from '../../worker/lib/time'
import { testDeps } from '../support/deps'
import { randomEmail, type SignedIn, signIn, signUp } from '../support/people'

const deps = testDeps()
const END_OTHERS = '/api/v1/sessions/end-others'
const INVITATIONS = '/api/v1/members/invitations'
const keyOf = (key = crypto.randomUUID()) => ({ 'idempotency-key': key })

async function dbOf({ session }: SignedIn) {
  return deps.db.account(session.account.id)
}

async function codeOf(response: Response): Promise<string> {
  return (await response.json<{ error: { code: string } }>()).error.code
}

it('answers a repeated request as the first time, without doing it again', async () => {
  const owner = await signUp()
  const key = keyOf()
  const first = await owner.browser.post(END_OTHERS, undefined, key)
  await signIn(owner.email)

  const again = await owner.browser.post(END_OTHERS, undefined, key)

  expect([first.status, again.status]).toEqual([204, 204])
  expect(again.headers.get('idempotent-replay')).toBe('true')
  // The device that came between the two requests is still signed in.
  const sessions = await owner.browser.read<{ items: unknown[] }>(
    owner.browser.get('/api/v1/sessions'),
  )
  expect(sessions.items).toHaveLength(2)
})

it('answers the very same body', async () => {
  const owner = await signUp()
  const key = keyOf()
  const request = { email: randomEmail() }
  const first = await owner.browser.post('/api/v1/profile/email', request, key)
  const again = await owner.browser.post('/api/v1/profile/email', request, key)

  expect(await again.text()).toBe(await first.text())
  expect(again.headers.get('content-type')).toBe('application/json')
})

it('refuses a key that was used for another request', async () => {
  const { browser } = await signUp()
  const key = keyOf()
  await browser.post('/api/v1/profile/email', { email: randomEmail() }, key)

  const other = await browser.post('/api/v1/profile/email', { email: randomEmail() }, key)

  expect(other.status).toBe(409)
  expect(await codeOf(other)).toBe('request.key_reused')
})

it('refuses the same request while the first one is still being worked on', async () => {
  const owner = await signUp()
  const { db, asked } = await inProgress(owner, 'k1')

  const error = await beginOnce(deps, db, 'k1', asked).catch((refusal: unknown) => refusal)

  expect(error).toMatchObject({ code: 'request.in_progress', status: 409 })
})

it('does one of many requests that arrive together', async () => {
  const owner = await signUp()
  const db = await dbOf(owner)
  const asked = { userId: owner.session.user.id, path: '/x', body: '' }

  const begun = await Promise.allSettled(
    Array.from({ length: 8 }, () => beginOnce(deps, db, 'together', asked)),
  )

  expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('lets a request go on whose first try was cut off with its worker', async () => {
  const owner = await signUp()
  const { db, asked } = await inProgress(owner, 'k2')
  const later = { ...deps, clock: { now: () => Date.now() + 3 * MINUTE_MS } }

  expect(await beginOnce(later, db, 'k2', asked)).toBeNull()
  // Only one of those who come later goes on.
  await expect(beginOnce(later, db, 'k2', asked)).rejects.toMatchObject({
    code: 'request.in_progress',
  })
})

it('never keeps an answer that is shown once', async () => {
  const owner = await signUp()
  const key = keyOf('invitation-1')
  const request = { email: randomEmail(), name: 'Avi', role: 'viewer' }
  const { link } = await owner.browser.read<{ link: string }>(
    owner.browser.post(INVITATIONS, request, key),
  )
  const again = await owner.browser.post(INVITATIONS, request, key)

  expect(again.status).toBe(409)
  expect(await codeOf(again)).toBe('request.answer_shown_once')
  const db = await dbOf(owner)
  const rows = JSON.stringify(await db.all('SELECT * FROM idempotency_keys'))
  expect(rows).toContain('invitation-1')
  expect(rows).not.toContain(link.split('#')[1])
})

it('leaves the key of a refused request free for another try', async () => {
  const owner = await signUp()
  const key = keyOf()
  const refused = await owner.browser.post(INVITATIONS, { email: 'nobody' }, key)
  const mended = { email: randomEmail(), name: 'Avi', role: 'viewer' }

  expect(refused.status).toBe(400)
  expect((await owner.browser.post(INVITATIONS, mended, key)).status).toBe(201)
})

it('keeps answers sealed', async () => {
  const owner = await signUp()
  const db = await dbOf(owner)
  const asked = { userId: owner.session.user.id, path: '/x', body: '' }
  await beginOnce(deps, db, 'sealed', asked)
  await keepAnswer(deps, db, 'sealed', { status: 201, body: '{"text":"see you at nine"}' })

  expect(await beginOnce(deps, db, 'sealed', asked)).toEqual({
    status: 201,
    body: '{"text":"see you at nine"}',
  })
  expect(JSON.stringify(await db.all('SELECT * FROM idempotency_keys'))).not.toContain('nine')
})

it('keeps the keys of two accounts, and of two members, apart', async () => {
  const [first, second] = [await signUp(), await signUp()]
  const key = keyOf()
  const request = { email: randomEmail(), name: 'Avi', role: 'viewer' }

  expect((await first.browser.post(INVITATIONS, request, key)).status).toBe(201)
  expect((await second.browser.post(INVITATIONS, request, key)).status).toBe(201)
})

it('refuses a key that is no key', async () => {
  const { browser } = await signUp()
  for (const key of ['x'.repeat(129), 'with space']) {
    const response = await browser.post(END_OTHERS, undefined, keyOf(key))
    expect(response.status).toBe(400)
    expect(await codeOf(response)).toBe('request.key_malformed')
  }
})

async function inProgress(owner: SignedIn, key: string) {
  const db = await dbOf(owner)
  const asked = { userId: owner.session.user.id, path: '/x', body: '{}' }
  expect(await beginOnce(deps, db, key, asked)).toBeNull()
  return { db, asked }
}
