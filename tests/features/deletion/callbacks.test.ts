import { SELF } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { closeDeauthorizedJob } from '../../../worker/features/deletion/jobs'
import { findRequest } from '../../../worker/features/deletion/request-queries'
import { DAY_MS, SECOND_MS } from '../../../worker/lib/time'
import { ORIGIN } from '../../support/browser'
import { aboutPerson, signedRequest } from '../../support/callbacks'
import { testDeps } from '../../support/deps'
import { openTestDeps } from '../../support/lists'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'

const { directory } = testDeps().db

const post = (path: string, signed: string) =>
  SELF.fetch(ORIGIN + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ signed_request: signed }),
  })

const userId = () => `${Math.floor(1e14 + Math.random() * 8e14)}`

/** A shop whose token Meta says belongs to this person. */
async function shopOf(id: string): Promise<Shop> {
  const shop = await Shop.open()
  Object.assign(shop.meta.token, { user_id: id })
  await shop.browser.read(shop.reconnect())
  return shop
}

const nowSeconds = () => Math.floor(Date.now() / SECOND_MS)

it('begins the deletion of a person’s account at once, and answers where to see it', async () => {
  const id = userId()
  const shop = await shopOf(id)
  const answer = await post('/meta/data-deletion', await signedRequest(aboutPerson(id)))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('application/json')
  const { url, confirmation_code } = (await answer.json()) as Record<string, string>
  expect(url).toBe(`${ORIGIN}/data-deletion/${confirmation_code}`)
  const request = await findRequest(directory, confirmation_code ?? '')
  expect(request).toMatchObject({ accountId: shop.accountId, via: 'meta' })
  expect(request?.startsAt).toBe(request?.requestedAt)
  expect((await shop.browser.get('/api/v1/session')).status).toBe(401)
  expect((await mailsTo(shop.person.email)).at(-1)?.subject).toContain('will be deleted')
})

it('answers a person whom nobody knows in the same way, and leaves it to the operator', async () => {
  const answer = await post('/meta/data-deletion', await signedRequest(aboutPerson(userId())))
  expect(answer.status).toBe(200)
  const body = (await answer.json()) as Record<string, string>
  expect(Object.keys(body).sort()).toEqual(['confirmation_code', 'url'])
  expect(body.confirmation_code).toMatch(/^[a-z2-7]{26}$/)
  expect(await findRequest(directory, body.confirmation_code ?? '')).toMatchObject({
    state: 'unmatched',
    accountId: null,
  })
})

it('leaves a person of several accounts to the operator: nobody knows which was meant', async () => {
  const id = userId()
  const shops = [await shopOf(id), await shopOf(id)]
  const answer = await post('/meta/data-deletion', await signedRequest(aboutPerson(id)))
  const { confirmation_code } = (await answer.json()) as Record<string, string>
  expect(await findRequest(directory, confirmation_code ?? '')).toMatchObject({
    state: 'unmatched',
  })
  for (const { browser } of shops) expect((await browser.get('/api/v1/session')).status).toBe(200)
})

it('is one request when Meta, or somebody else, sends it again', async () => {
  for (const id of [userId(), userId()]) {
    const signed = await signedRequest(aboutPerson(id))
    const answers = await Promise.all([1, 2, 3].map(() => post('/meta/data-deletion', signed)))
    const codes = await Promise.all(
      answers.map(async (answer) => (await answer.json()) as Record<string, string>),
    )
    expect(new Set(codes.map(({ confirmation_code }) => confirmation_code)).size).toBe(1)
  }
})

it('refuses what Meta did not sign, what is old and what is no form, and changes nothing', async () => {
  const id = userId()
  const shop = await shopOf(id)
  const person = aboutPerson(id)
  const good = await signedRequest(person)
  const wrong = [
    await signedRequest(person, 'another-app-secret-0123456789'),
    good.slice(0, -2),
    good.split('.').reverse().join('.'),
    '',
    await signedRequest(aboutPerson(id, nowSeconds() - 25 * 3600)),
    await signedRequest(aboutPerson(id, nowSeconds() + 3600)),
  ]
  for (const path of ['/meta/data-deletion', '/meta/deauthorize']) {
    for (const signed of wrong) expect((await post(path, signed)).status).toBe(401)
    const json = await SELF.fetch(ORIGIN + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ signed_request: good }),
    })
    expect(json.status).toBe(401)
    expect((await SELF.fetch(ORIGIN + path, { method: 'POST' })).status).toBe(401)
  }
  expect((await shop.browser.get('/api/v1/contacts')).status).toBe(200)
  expect(DAY_MS).toBe(24 * 3600 * SECOND_MS)
})

it('closes the connection that was taken away, pauses what used it and tells the owner', async () => {
  const id = userId()
  const shop = await shopOf(id)
  await shop.addMany(3)
  const broadcastId = await shop.running()
  const answer = await post('/meta/deauthorize', await signedRequest(aboutPerson(id)))
  expect(answer.status).toBe(200)

  const { items } = await shop.get<{ items: { id: string; state: string }[] }>('/connections')
  const job = {
    type: 'connection.deauthorized',
    accountId: shop.accountId,
    connectionId: items[0]?.id ?? '',
  } as const
  // Meta has ended the token by then.
  shop.meta.token.is_valid = false
  for (let times = 0; times < 2; times++) await closeDeauthorizedJob(openTestDeps(), job)

  const after = await shop.get<{ items: { state: string }[] }>('/connections')
  expect(after.items).toMatchObject([{ state: 'disconnected' }])
  expect(await shop.see(broadcastId)).toMatchObject({ state: 'paused' })
  const told = (await mailsTo(shop.person.email)).filter(({ subject }) => /Meta took/.test(subject))
  expect(told).toHaveLength(1)
  await shop.sendAll()
  expect(shop.meta.posts).toEqual([])
})

it('answers a deauthorization of somebody unknown like any other', async () => {
  const answer = await post('/meta/deauthorize', await signedRequest(aboutPerson(userId())))
  expect(answer.status).toBe(200)
})
