import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  newestCode,
  openBrowser,
  openSimulator,
  signIn,
  signUp,
  until,
} from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import { startRuntime } from '../../scripts/runtime.mjs'
import { type Browser, type Business, newPerson, openWorld, type World } from '../support/runtime'

const PEOPLE = 300

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.stop())

type Shop = { browser: Browser; business: Business; email: string; accountId: string }

/** A business in the middle of sending. */
async function sendingShop(): Promise<Shop> {
  const person = newPerson()
  const browser = await world.signUp(person)
  const business = await world.newBusiness({ templates: 1 })
  await connectNumber(browser, business)
  const [template] = await syncedTemplates(browser)
  const rows = Array.from({ length: PEOPLE }, (_, n) => `Maya,+9725455${50_000 + n}\r\n`)
  await importContacts(browser, 'p.csv', Buffer.from(`First name,Phone\r\n${rows.join('')}`))
  const draft = await composeBroadcast(browser, {
    name: 'Hello',
    numberId: business.numbers[0]?.id ?? '',
    template,
    mapping: {
      'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
      'body.2': { from: 'fixed', value: '7' },
    },
  })
  await launchBroadcast(browser, draft)
  const { account } = await browser.get('/session')
  return { browser, business, email: person.email, accountId: account.id }
}

const summaryOf = ({ business }: Shop) =>
  world.simulator.get(`/summary?phoneNumberId=${business.numbers[0]?.id}`)

/** As Meta calls: a form with the person's id, signed with the app's secret. */
async function callMeta(path: string, userId: string, meta = world.browser()) {
  const payload = Buffer.from(
    JSON.stringify({
      algorithm: 'HMAC-SHA256',
      issued_at: Math.floor(Date.now() / 1000),
      user_id: userId,
    }),
  ).toString('base64url')
  const secret = world.vars.META_APP_SECRET ?? ''
  const signature = createHmac('sha256', secret).update(payload).digest('base64url')
  return meta.request('POST', path, {
    body: new URLSearchParams({ signed_request: `${signature}.${payload}` }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
}

/** Every row of every database that holds a text, and every key in R2 that does. */
async function tracesOf(text: string): Promise<string[]> {
  const traces: string[] = []
  for (const binding of ['DIRECTORY', 'DATA_0']) {
    const db = await world.miniflare.getD1Database(binding, 'proconnect-app')
    const { results } = await db
      .prepare(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
      )
      .all<{ name: string }>()
    for (const { name } of results) {
      const rows = await db.prepare(`SELECT * FROM ${name}`).all()
      if (JSON.stringify(rows.results).includes(text)) traces.push(`${binding}.${name}`)
    }
  }
  const files = await world.miniflare.getR2Bucket('FILES', 'proconnect-app')
  const { objects } = await files.list()
  return [...traces, ...objects.map(({ key }) => key).filter((key) => key.includes(text))]
}

it('deletes an account while it is sending, because Meta asks, and leaves the other alone', async () => {
  const [gone, stays] = [await sendingShop(), await sendingShop()]
  await until(async () => (await summaryOf(gone)).accepted > 20, { what: 'the first messages' })

  const answer = await callMeta('/meta/data-deletion', gone.business.systemUserId)
  expect(answer.status).toBe(200)
  const { url, confirmation_code: code } = answer.body
  expect(url).toBe(`${world.url}/data-deletion/${code}`)
  const page = async () => (await world.browser().request('GET', `/data-deletion/${code}`)).text
  await until(async () => (await page()).match(/class="done"/g)?.length === 12, {
    timeoutMs: 150_000,
    everyMs: 500,
    what: 'the last step',
  })

  expect(await tracesOf(gone.accountId)).toEqual([])
  expect(await tracesOf(gone.email)).toEqual([])
  expect(await tracesOf(gone.business.wabaId)).toEqual([])
  const token = await world.simulator.get(`/token-state?accessToken=${gone.business.accessToken}`)
  expect(token).toMatchObject({ isValid: false, revokedBy: 'permissions' })
  expect((await gone.browser.request('GET', '/api/v1/session')).status).toBe(401)

  const receipt = (await world.browser().request('GET', `/data-deletion/${code}/receipt`)).text
  const checked = await world.browser().request('POST', '/data-deletion/verify', {
    body: new URLSearchParams({ receipt }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  expect(checked.text).toContain('genuine')
  expect(checked.text).toContain(`contacts&quot;: ${PEOPLE}`)

  // What Meta still has to say of the messages that were sent finds nobody, and creates nothing.
  await world.simulator.post('/flush')
  expect(await tracesOf(gone.accountId)).toEqual([])

  await until(async () => (await summaryOf(stays)).accepted === PEOPLE, {
    timeoutMs: 60_000,
    what: 'the other business',
  })
  const other = await world.simulator.get(`/token-state?accessToken=${stays.business.accessToken}`)
  expect(other.isValid).toBe(true)
  expect((await stays.browser.get('/contacts/count')).count).toBe(PEOPLE)
}, 300_000)

it('can be asked for and taken back by the owner, and sending goes on', async () => {
  const shop = await sendingShop()
  await until(async () => (await summaryOf(shop)).accepted > 20, { what: 'the first messages' })
  const { account } = await shop.browser.get('/session')
  const known = (await world.simulator.mails(shop.email)).length
  await shop.browser.post('/deletion/code')
  const code = await newestCode(world.simulator, shop.email, known)
  const { request } = await shop.browser.post('/deletion', { name: account.name, code })
  expect(request.canTakeBack).toBe(true)
  expect((await shop.browser.request('GET', '/api/v1/contacts')).status).toBe(401)

  const again = world.browser()
  await signIn(again, world.simulator, shop.email)
  await again.post('/deletion/take-back')
  for (let minutes = 0; minutes < 2; minutes++) await world.tick()
  expect((await again.get('/contacts/count')).count).toBe(PEOPLE)
  const page = (await world.browser().request('GET', `/data-deletion/${request.code}`)).text
  expect(page).toContain('took the request back')
}, 120_000)

it('goes on where it stood after the whole product was stopped and started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deletion-'))
  const options = { vars: world.vars, persist: folder }
  const first = await startRuntime(options)
  const simulatorPort = Number(new URL(first.simulatorUrl ?? '').port)
  const simulator = openSimulator(first.simulatorUrl ?? '')
  const browser = openBrowser(first.url)
  await signUp(browser, simulator, newPerson())
  const business = await simulator.post('/businesses', {})
  await connectNumber(browser, business)
  const { body } = await callMeta(
    '/meta/data-deletion',
    business.systemUserId,
    openBrowser(first.url),
  )
  const code = body.confirmation_code
  const doneAt = async (url: string) =>
    (await openBrowser(url).request('GET', `/data-deletion/${code}`)).text.match(/class="done"/g)
      ?.length ?? 0
  expect(await doneAt(first.url)).toBe(2)
  await first.stop()

  const second = await startRuntime({ ...options, simulatorPort })
  try {
    const isDone = async () => (await doneAt(second.url)) === 12
    await until(isDone, { timeoutMs: 150_000, everyMs: 500, what: 'the last step' })
    const path = `/token-state?accessToken=${business.accessToken}`
    expect((await openSimulator(second.simulatorUrl ?? '').get(path)).isValid).toBe(false)
  } finally {
    await second.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}, 300_000)
