import { describe, expect, it } from 'vitest'
import { apiRoutes } from '../../worker/app/routes'
import { randomId } from '../../worker/lib/ids'
import { Browser } from '../support/browser'
import { testDeps } from '../support/deps'
import { invite } from '../support/members'
import { signUp } from '../support/people'

/** What anybody may ask, and what a person may do with the own session and profile in any account. */
const PUBLIC = /^\/auth\//
const OWN = /^\/(?:session|sessions|profile)(?:\/|$)/
/** What an owner must reach to keep a workspace that is being deleted. */
const OF_CLOSED = /^\/deletion(?:\/|$)/
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

/** Every route that is mounted, once. */
const routes = [
  ...new Map(
    apiRoutes.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  ).values(),
]
const memberRoutes = routes.filter(({ path }) => !PUBLIC.test(path))
const changes = memberRoutes.filter(({ method }) => method !== 'GET')
const hasId = ({ path }: { path: string }) => path.includes(':')

/** The path with something in each of its slots: an id of the right form, or the given text. */
const filled = (path: string, id = randomId()) =>
  `/api/v1${path.replace(/:\w+\{\[0-9\]\+\}/g, '1').replace(/:\w+/g, id)}`

/** What each change asks for; a new one without a row here fails below, until somebody thinks of it. */
const BODIES: Record<string, unknown> = {
  'PATCH /account': { name: 'Changed' },
  'POST /members/invitations': { email: 'a@example.com', name: 'Avi', role: 'viewer' },
  'POST /contacts': { phone: '052-555-1234' },
  'POST /imports': { fileName: 'people.csv', size: 10 },
  'PATCH /imports/:importId': {
    columns: ['phone'],
    country: 'IL',
    existing: 'update',
    tag: null,
    consent: 'none',
    consentSource: null,
  },
  'PUT /imports/:importId/rows/:row': { phone: '052-555-1234' },
  'POST /imports/presets': { name: 'Shop', importId: 'a'.repeat(26) },
  'POST /connections': {
    wabaId: '102290129340398',
    phoneNumberId: '106540352242922',
    accessToken: 'EAAGtokenEAAGtokenEAAGtoken',
  },
  'POST /connections/signup': {},
  'POST /connections/signup/finish': { state: 'A'.repeat(43), code: 'AQexample' },
  'POST /connections/:connectionId/numbers': { phoneNumberId: '106540352242922' },
  'POST /connections/:connectionId/seen': { kind: 'alert', numberId: null },
  'POST /numbers/:numberId/register': { pin: '481516' },
  'POST /numbers/:numberId/pin': { pin: '481516' },
  'POST /numbers/:numberId/sync': { what: 'history' },
  'POST /connections/:connectionId/token': {
    accessToken: 'EAAGtokenEAAGtokenEAAGtoken',
    revokeOld: true,
    code: 'ABCD2345',
  },
  'POST /templates/drafts': { from: 'blank', language: 'he' },
  'PATCH /templates/drafts/:draftId': { version: 1, name: 'spring' },
  'POST /templates/drafts/:draftId/submit': { version: 1 },
  'POST /broadcasts': { name: 'Spring' },
  'PATCH /broadcasts/:broadcastId': { version: 1, name: 'Spring' },
  'POST /broadcasts/:broadcastId/launch': { version: 1, people: 1, maxCostMicros: 1 },
  'POST /broadcasts/:broadcastId/retry': { what: 'failed' },
  'POST /deletion': { name: 'Levi Flowers', code: 'ABCD2345' },
  'POST /exports': { code: 'ABCD2345' },
  'PATCH /retention': { months: 12 },
  'POST /conversations/:conversationId/act': { do: 'close' },
  'POST /conversations/:conversationId/read': { upTo: 1 },
  'POST /conversations/:conversationId/notes': { id: 'a'.repeat(26), text: 'Note' },
  'PATCH /inbox/settings': { assign: 'round_robin' },
  'POST /labels': { name: 'Urgent' },
  'POST /saved-replies': { shortcut: 'hi', text: 'Hello' },
  'PATCH /saved-replies/:savedReplyId': { shortcut: 'hi', text: 'Hello' },
  'POST /onboarding/test': { id: 'a'.repeat(26) },
  'POST /usage/replay': { day: '2026-11-02' },
  'POST /billing/budget': { micros: 50_000_000, currency: 'USD' },
  'POST /billing/rate-cards': { currency: 'EUR', effective: '2026-10-01', csv: 'Market' },
  'POST /messages': {
    id: 'a'.repeat(26),
    contactId: 'b'.repeat(26),
    numberId: '106540352242922',
    text: 'Hi',
  },
}

const ask = (
  browser: Browser,
  { method, path }: { method: string; path: string },
  { headers, body = {} }: { headers?: Record<string, string>; body?: unknown } = {},
) =>
  browser.send(method, path, {
    ...(headers && { headers }),
    ...(['POST', 'PATCH'].includes(method) && { body }),
  })

it('knows the routes it is about', () => {
  expect(routes.length).toBeGreaterThan(15)
})

describe.each(memberRoutes)('$method $path', ({ method, path }) => {
  it('asks whoever has no session, or one that ended, to sign in', async () => {
    const nobody = new Browser()
    const former = new Browser()
    former.cookies.set('__Host-s', 'A'.repeat(43))
    for (const browser of [nobody, former]) {
      const response = await ask(browser, { method, path: filled(path) })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ error: { code: 'auth.not_signed_in' } })
    }
  })
})

it('changes nothing for a page of another site', async () => {
  const { browser } = await signUp()
  for (const { method, path } of routes.filter((route) => route.method !== 'GET')) {
    const response = await ask(browser, { method, path: filled(path) }, { headers: FOREIGN })
    expect(response.status, `${method} ${path}`).toBe(403)
  }
})

it('rests while the account is closed, but for the own session and profile', async () => {
  const { browser, session } = await signUp()
  await testDeps().db.directory.run(
    `UPDATE accounts SET state = 'suspended' WHERE id = '${session.account.id}'`,
  )
  const resting = memberRoutes.filter(({ path }) => !OWN.test(path) && !OF_CLOSED.test(path))
  for (const route of resting) {
    const response = await ask(browser, { ...route, path: filled(route.path) })
    expect(response.status, `${route.method} ${route.path}`).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'account.not_active' } })
  }
})

it('answers an id that is missing or malformed with a refusal, never with a fault', async () => {
  const { browser } = await signUp()
  const malformed = ['x', '%00', '..', "'%20OR%201=1--", 'A'.repeat(2000), '%F0%9F%91%8B']
  for (const route of memberRoutes.filter(hasId)) {
    for (const id of [randomId(), ...malformed]) {
      const response = await ask(browser, { ...route, path: filled(route.path, id) })
      const label = `${route.method} ${route.path} with ${id.slice(0, 12)}`
      expect(response.status, label).toBeGreaterThanOrEqual(400)
      expect(response.status, label).toBeLessThan(500)
    }
  }
})

it('refuses every change of the account to a member who may only read', async () => {
  const owner = await signUp()
  const viewer = await invite(owner, 'viewer')
  const before = await contentsOf(owner.session.account.id)
  for (const { method, path } of changes.filter((route) => !OWN.test(route.path))) {
    const label = `${method} ${path}`
    const request = { method, path: filled(path) }
    const response = await ask(viewer.browser, request, { body: BODIES[label] })
    expect(await response.json(), label).toMatchObject({ error: { code: 'member.role_too_low' } })
    expect(response.status, label).toBe(403)
  }
  expect(await contentsOf(owner.session.account.id)).toBe(before)
})

/** Everything stored for an account in its shard, as text. */
async function contentsOf(accountId: string): Promise<string> {
  const db = await testDeps().db.account(accountId)
  const tables = await db.all<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%account\\_id%' ESCAPE '\\'`,
  )
  expect(tables.length).toBeGreaterThan(10)
  const contents: unknown[] = []
  for (const { name } of tables) {
    contents.push(name, await db.all(`SELECT * FROM ${name} WHERE account_id = '${accountId}'`))
  }
  return JSON.stringify(contents)
}
