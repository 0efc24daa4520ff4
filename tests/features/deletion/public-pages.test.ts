import { SELF } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { tellConcernedJob } from '../../../worker/features/deletion/jobs'
import { readCases } from '../../../worker/features/deletion/person-operations'
import { closeCase, findRequest } from '../../../worker/features/deletion/request-queries'
import { lookUp } from '../../../worker/features/deletion/status-operations'
import { randomId } from '../../../worker/lib/ids'
import { ORIGIN } from '../../support/browser'
import { Deletion } from '../../support/deletion'
import { testDeps } from '../../support/deps'
import { openTestDeps } from '../../support/lists'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'

const randomAddress = () => `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join('.')}`

type Asked = { language?: string; method?: string; form?: Record<string, string>; ip?: string }
const ask = (path: string, { language = 'en', method = 'GET', form, ip }: Asked = {}) =>
  SELF.fetch(ORIGIN + path, {
    method: form ? 'POST' : method,
    redirect: 'manual',
    headers: { 'accept-language': language, 'cf-connecting-ip': ip ?? randomAddress() },
    ...(form && { body: new URLSearchParams(form) }),
  })
const pageOf = async (path: string, asked?: Asked) => (await ask(path, asked)).text()

it('shows each step with its time, what remains and until when, and nothing about anybody', async () => {
  const shop = await Shop.open()
  await shop.addMany(2)
  const deletion = await new Deletion(shop).begin()
  const early = await pageOf(`/data-deletion/${deletion.code}`)
  expect(early.match(/class="done"/g)).toHaveLength(2)
  await deletion.finish()
  const { dueDay } = (await findRequest(deletion.deps.db.directory, deletion.code)) ?? {}
  for (const language of ['en', 'he']) {
    const page = await pageOf(`/data-deletion/${deletion.code}`, { language })
    expect(page).toContain(`lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}"`)
    expect(page.match(/class="done"/g)).toHaveLength(12)
    expect(page).toContain(`datetime="${dueDay}"`)
    const { accountId, person, meta } = shop
    for (const personal of [accountId, person.email, meta.wabaId, 'Levi', 'Noa']) {
      expect(page).not.toContain(personal)
    }
    expect(page).not.toMatch(/<script|<img|style=|\son\w+=/)
  }
})

it('gives a receipt that anybody can check with the public key', async () => {
  const shop = await Shop.open()
  const deletion = await new Deletion(shop).begin()
  const path = `/data-deletion/${deletion.code}/receipt`
  expect((await ask(path)).status).toBe(404)
  await deletion.finish()

  const receipt = await pageOf(path)
  const { keys } = JSON.parse(await pageOf('/data-deletion/keys.json'))
  const [head = '', payload = '', signature = ''] = receipt.split('.')
  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
  const key = await crypto.subtle.importKey('jwk', keys[0], 'Ed25519', false, ['verify'])
  const signed = new TextEncoder().encode(`${head}.${payload}`)
  expect(await crypto.subtle.verify('Ed25519', key, bytes(signature), signed)).toBe(true)
  expect(keys[0].d).toBeUndefined()

  const good = await pageOf('/data-deletion/verify', { form: { receipt } })
  expect(good).toContain('genuine')
  expect(good).toContain(deletion.code)
  const other = btoa(JSON.stringify({ code: 'x' })).replace(/=+$/, '')
  for (const forged of [`${head}.${other}.${signature}`, receipt.slice(0, -3), 'x', '', 'a.b.c']) {
    const page = await pageOf('/data-deletion/verify', { form: { receipt: forged } })
    expect(page).not.toContain('genuine')
    expect(page).toContain('no receipt of ours')
  }
})

it('shows the same page for every code that nobody has', async () => {
  const unknown = await ask(`/data-deletion/${randomId()}`)
  const text = await unknown.text()
  const headers = (answer: Response) =>
    [...answer.headers].filter(([name]) => !/request-id|date/.test(name))
  const wrong = ['x', '%00', "'%20OR%201=1--", 'A'.repeat(2000), '%F0%9F%91%8B', randomId()]
  for (const code of wrong) {
    const answer = await ask(`/data-deletion/${code}`)
    expect(answer.status).toBe(unknown.status)
    expect(headers(answer)).toEqual(headers(unknown))
    expect(await answer.text()).toBe(text)
  }
})

it('tells nothing to whoever guesses ten thousand codes, and stops one who guesses from one place', async () => {
  const shop = await Shop.open()
  await new Deletion(shop).begin()
  const deps = testDeps()
  const found = new Set<unknown>()
  for (let at = 0; at < 100; at++) {
    const some = Array.from({ length: 100 }, () => lookUp(deps, null, randomId()))
    for (const status of await Promise.all(some)) found.add(status)
  }
  // So the page is the same each time, which another test looks at.
  expect([...found]).toEqual([null])

  const ip = randomAddress()
  const statuses: number[] = []
  for (let at = 0; at < 310; at++) {
    statuses.push((await ask(`/data-deletion/${randomId()}`, { ip })).status)
  }
  expect(statuses.slice(0, 300).every((status) => status === 200)).toBe(true)
  expect(statuses.at(-1)).toBe(429)
  const refused = await ask(`/data-deletion/${randomId()}`, { ip, language: 'he' })
  expect(await refused.text()).toContain('יותר מדי בקשות')
}, 180_000)

it('sets no cookie, asks for none, and is found by no search engine', async () => {
  for (const path of ['/data-deletion', `/data-deletion/${randomId()}`, '/data-deletion/verify']) {
    const answer = await ask(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('x-robots-tag')).toBe('noindex')
    expect(answer.headers.get('content-security-policy')).not.toContain('script-src')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  }
})

const PHONE = () => `+972525${Math.floor(1e5 + Math.random() * 8.9e5)}`
const form = (phone: string) => ({ phone, email: 'asker@example.com', note: 'Please delete me' })

it('passes a person’s request on to whoever has the number, and tells the asker nothing', async () => {
  const shop = await Shop.open()
  const other = await Shop.open()
  const known = PHONE()
  const [contactId = ''] = await shop.add([{ phone: known }])
  const forKnown = await ask('/data-deletion', { form: form(known.replace('+972', '+972 ')) })
  const forUnknown = await ask('/data-deletion', { form: form(PHONE()) })
  const shown = async (answer: Response) => [
    answer.status,
    answer.headers.get('location'),
    await answer.text(),
  ]
  expect(await shown(forKnown)).toEqual(await shown(forUnknown))

  const cases = await testDeps().db.directory.all<{ id: string }>(
    'SELECT id FROM privacy_cases ORDER BY at DESC LIMIT 4',
  )
  for (const { id } of cases) {
    for (let times = 0; times < 2; times++) {
      await tellConcernedJob(openTestDeps(), { type: 'people.tell', caseId: id })
    }
  }
  const told = (mails: { subject: string }[]) =>
    mails.filter(({ subject }) => /asks to be deleted/.test(subject)).length
  expect(told(await mailsTo(shop.person.email))).toBe(1)
  expect(told(await mailsTo(other.person.email))).toBe(0)
  const { items } = await shop.get<{ items: object[] }>('/person-requests')
  expect(items).toMatchObject([{ contactId, settledAt: null }])
  expect((await other.get<{ items: object[] }>('/person-requests')).items).toEqual([])

  const response = await shop.browser.delete(`/api/v1/contacts/${contactId}`)
  expect(response.status).toBe(204)
  const after = await shop.get<{ items: { settledAt: number }[] }>('/person-requests')
  expect(after.items[0]?.settledAt).toBeGreaterThan(0)
})

it('keeps what the asker wrote sealed, and forgets it when the case is closed', async () => {
  const phone = PHONE()
  await ask('/data-deletion', { form: form(phone) })
  const deps = openTestDeps()
  const found = (await readCases(deps, 200)).find(({ said }) => said?.phone === phone)
  expect(found?.said).toMatchObject({ email: 'asker@example.com' })
  const raw = await deps.db.directory.all('SELECT * FROM privacy_cases')
  expect(JSON.stringify(raw)).not.toContain(phone.slice(1))
  await closeCase(deps.db.directory, found?.id ?? '', deps.clock.now())
  const closed = (await readCases(deps, 200)).find(({ id }) => id === found?.id)
  expect(closed?.said).toBeNull()
})

it('says what is wrong with a number, keeps what was typed, and stops floods', async () => {
  for (const phone of ['', '052-1234567', 'hello', '+972 1', `+${'9'.repeat(30)}`]) {
    const answer = await ask('/data-deletion', { form: { ...form(phone), note: 'Rose & Co' } })
    expect(answer.status, phone).toBe(422)
    const page = await answer.text()
    expect(page).toContain('country code')
    expect(page).toContain('Rose &amp; Co')
  }
  const ip = randomAddress()
  const statuses: number[] = []
  for (let at = 0; at < 12; at++) {
    statuses.push((await ask('/data-deletion', { form: form(PHONE()), ip })).status)
  }
  expect(statuses.slice(-2)).toEqual([429, 429])
})
