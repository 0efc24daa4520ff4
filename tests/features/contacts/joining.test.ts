import { SELF } from 'cloudflare:test'
import { expect, it } from 'vitest'
import type { EvidenceView, OptInView } from '../../../worker/contract/consent'
import { forgetUnproven } from '../../../worker/features/contacts/joining-operations'
import { randomId } from '../../../worker/lib/ids'
import { DAY_MS } from '../../../worker/lib/time'
import { ORIGIN } from '../../support/browser'
import { nextPhone } from '../../support/contact-rows'
import { Shop } from '../../support/shop'

const randomAddress = () => `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join('.')}`

type Wish = { form?: Record<string, string>; ip?: string; language?: string }
const ask = (path: string, { form, ip, language = 'en' }: Wish = {}) =>
  SELF.fetch(ORIGIN + path, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { 'accept-language': language, 'cf-connecting-ip': ip ?? randomAddress() },
    ...(form && { body: new URLSearchParams(form) }),
  })

async function withPage() {
  const shop = await Shop.open()
  const change = { numberId: shop.meta.numberId }
  const { page } = await shop.browser.read<OptInView>(
    shop.browser.patch('/api/v1/consent/page', change),
  )
  return { shop, path: `/join/${page?.code}` }
}

const FORM = { name: 'Dana Cohen', agrees: 'yes', version: '1' }
const texting = (shop: Shop, from: string, body: string) =>
  shop.inbound({
    ...{ id: `wamid.${randomId()}`, from: from.slice(1), type: 'text', text: { body } },
    timestamp: `${Math.floor(shop.now() / 1000)}`,
  })

/** Fills the form in; answers the address of the step, and what the person is to send. */
async function fillIn(path: string, phone: string) {
  const answer = await ask(path, { form: { ...FORM, phone } })
  expect(answer.status).toBe(303)
  const step = answer.headers.get('location') ?? ''
  const page = await (await ask(step)).text()
  const link = /href="(https:\/\/wa\.me\/[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  return { step, page, link, text: new URL(link).searchParams.get('text') ?? '' }
}

it('agrees only by the message from the number itself, and keeps what was shown', async () => {
  const { shop, path } = await withPage()
  const phone = nextPhone()
  const { page, link, text } = await fillIn(path, phone)
  expect(link).toContain('https://wa.me/972555550177?')
  expect(page).toContain(phone.slice(-4))
  expect(page).toContain('<svg')
  expect((await shop.get<{ items: object[] }>('/contacts')).items).toEqual([])

  // Whoever else got hold of the message proves nothing.
  const other = nextPhone()
  await texting(shop, other, text)
  await texting(shop, phone, text)
  const { items } = await shop.get<{ items: { id: string; consent: string; phone: string }[] }>(
    '/contacts',
  )
  const consentOf = (of: string) => items.find((one) => one.phone === of)
  expect(consentOf(other)).toMatchObject({ consent: 'unknown' })
  expect(consentOf(phone)).toMatchObject({ consent: 'opted_in', name: 'Dana Cohen' })

  const { entries } = await shop.get<EvidenceView>(`/contacts/${consentOf(phone)?.id}/evidence`)
  expect(entries).toMatchObject([
    {
      ...{ change: 'opted_in', source: { kind: 'form' }, actor: { kind: 'contact' } },
      wording:
        'Levi Flowers\nOffers, news and updates from Levi Flowers\nI agree to receive marketing messages from Levi Flowers on WhatsApp at the number I gave. I can stop at any time by writing STOP.',
      evidence: { page: path.slice('/join/'.length), version: '1', language: 'en' },
    },
  ])
  const { total } = await shop.get<OptInView>('/consent/page')
  expect(total).toEqual({ visits: 0, sent: 1, confirmed: 1 })
  expect(await shop.query('SELECT * FROM opt_in_asks WHERE account_id = ?')).toEqual([])
})

it('lifts a stop, and stands beside an agreement that was there before', async () => {
  const { shop, path } = await withPage()
  const [stopped, agreed] = [nextPhone(), nextPhone()]
  const ids = await shop.add([
    { phone: stopped, consent: 'opted_out', stopped: 'marketing' },
    { phone: agreed, consent: 'opted_in' },
  ])
  for (const phone of [stopped, agreed]) {
    await texting(shop, phone, (await fillIn(path, phone)).text)
  }
  for (const id of ids) {
    const { state, stops, entries } = await shop.get<EvidenceView>(`/contacts/${id}/evidence`)
    expect({ state, stops }).toEqual({ state: 'opted_in', stops: [] })
    expect(entries.at(-1)).toMatchObject({ change: 'opted_in', source: { kind: 'form' } })
  }
})

it('says exactly what it asks, sets no cookie, runs no script and is not to be found', async () => {
  const { shop, path } = await withPage()
  for (const language of ['en', 'he']) {
    const answer = await ask(path, { language })
    const page = await answer.text()
    expect(page).toContain(`lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}"`)
    expect(page).toContain('Levi Flowers')
    expect(page).toContain(language === 'he' ? 'href="/he/privacy"' : 'href="/privacy"')
    expect(page).not.toMatch(/<script|<img|style=|\son\w+=/)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('x-robots-tag')).toBe('noindex')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
  expect((await shop.get<OptInView>('/consent/page')).total.visits).toBe(2)
})

it('shows new words before anybody agrees to them', async () => {
  const { shop, path } = await withPage()
  const { suggested } = await shop.get<OptInView>('/consent/page')
  const en = { purpose: 'Only flowers', wording: 'I agree to get messages about flowers.' }
  await shop.browser.read(
    shop.browser.patch('/api/v1/consent/page', { texts: { ...suggested, en } }),
  )
  const answer = await ask(path, { form: { ...FORM, phone: nextPhone() } })
  expect(answer.status).toBe(409)
  const page = await answer.text()
  expect(page).toContain('Only flowers')
  expect(page).toContain('name="version" value="2"')
})

it('answers for a page that is closed as for an address that is wrong', async () => {
  const { shop, path } = await withPage()
  await shop.browser.read(shop.browser.patch('/api/v1/consent/page', { isOpen: false }))
  const [closed, wrong] = [await ask(path), await ask('/join/aaaaaaaaaa')]
  expect([closed.status, wrong.status]).toEqual([404, 404])
  expect(await closed.text()).toBe(await wrong.text())
  expect((await ask(path, { form: { ...FORM, phone: nextPhone() } })).status).toBe(404)
})

it('tells what is missing and keeps what was typed', async () => {
  const { path } = await withPage()
  const { agrees: _, ...unticked } = FORM
  const refused = await ask(path, { form: { ...unticked, phone: nextPhone() } })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('value="Dana Cohen"')
  expect((await ask(path, { form: { ...FORM, phone: '123' } })).status).toBe(422)
})

it('refuses a network, and a phone, that asks too often', async () => {
  const { path } = await withPage()
  const [phone, ip] = [nextPhone(), randomAddress()]
  const statuses: number[] = []
  for (let tries = 0; tries < 6; tries++) {
    statuses.push((await ask(path, { form: { ...FORM, phone } })).status)
  }
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429])
  for (let tries = 0; tries < 30; tries++)
    await ask(path, { form: { ...FORM, phone: nextPhone() }, ip })
  expect((await ask(path, { form: { ...FORM, phone: nextPhone() }, ip })).status).toBe(429)
})

it('forgets who did not prove the number within a week', async () => {
  const { shop, path } = await withPage()
  const phone = nextPhone()
  const { step, text } = await fillIn(path, phone)
  shop.wait(8 * DAY_MS)
  await texting(shop, phone, text)
  expect((await shop.get<{ items: object[] }>('/contacts')).items).toMatchObject([
    { consent: 'unknown' },
  ])
  await forgetUnproven(shop.deps)
  expect(await shop.query('SELECT * FROM opt_in_asks WHERE account_id = ?')).toEqual([])
  expect((await ask(step)).status).toBe(404)
})

it('needs a number that is connected to be open', async () => {
  const shop = await Shop.open()
  const answer = await shop.browser.patch('/api/v1/consent/page', { numberId: '1' })
  expect(answer.status).toBe(409)
})
