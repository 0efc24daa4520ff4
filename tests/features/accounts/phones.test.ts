import { expect, it } from 'vitest'
import { apiRoutes } from '../../../worker/app/routes'
import type { SessionView } from '../../../worker/contract/auth'
import { maskFile } from '../../../worker/features/accounts/phone-mask'
import { DAY_MS } from '../../../worker/lib/time'
import type { Browser } from '../../support/browser'
import { invite } from '../../support/members'
import { Shop } from '../../support/shop'
import { shopDay } from '../../support/shop-day'

const PHONE = '+972541111113'
const LEFT_OUT = '+972541111187'
/** Any spelling of one of the two numbers. */
const CANARY = /541[-\s]?111[-\s]?1(13|87)/

const paths = [
  ...new Set(
    apiRoutes.routes
      .filter(({ method, path }) => method === 'GET' && !path.includes('*'))
      .map(({ path }) => path),
  ),
]

/** A business in which the numbers stand wherever they can stand. */
async function shopWithNumbers() {
  const shop = await Shop.open()
  await shop.add([
    { firstName: 'Dana', phone: PHONE, consent: 'opted_in' },
    { firstName: 'Left', phone: LEFT_OUT, consent: 'opted_out' },
  ])
  const mapping = { 'body.1': { from: 'contact', column: 'phone', fallback: null } } as const
  const { id: draft } = await shop.draft({ mapping })
  const id = await shop.send({ mapping })
  const [row] = await shop.rows(id)
  await shop.reply(row?.contactId ?? '', 'Hello there')
  const { browser } = shop.person
  const imported = await browser.read<{ id: string }>(
    browser.post('/api/v1/imports', { fileName: 'people.csv', size: 10 }),
  )
  const [template] = await shop.query<{ id: string }>(
    'SELECT id FROM templates WHERE account_id = ?',
  )
  const [connection] = await shop.query<{ id: string }>(
    'SELECT id FROM connections WHERE account_id = ?',
  )
  const ids: Record<string, string> = {
    contactId: row?.contactId ?? '',
    broadcastId: id,
    importId: imported.id,
    templateId: template?.id ?? '',
    connectionId: connection?.id ?? '',
  }
  return { shop, ids, draft }
}

const RANGE = `?from=${shopDay(Date.now() - DAY_MS)}&to=${shopDay()}&stage=sent`

/** What routes want to be asked, by the end of their paths. */
const QUERIES: [string, string][] = [
  ['/left-out', '?reason=opted_out'],
  ['/fallbacks', '?key=body.1'],
  ['/follow-ups', '?who=missed'],
  ['/recipients/export', '?format=csv'],
  ['/usage/rows', RANGE],
  ['/usage/rows/csv', RANGE],
  ['/contacts/export', '?format=csv'],
]

/** Every GET there is, with whatever it needs to show most. */
function urlsOf(ids: Record<string, string>, draft: string): string[] {
  const filled = (path: string, values: Record<string, string>) =>
    `/api/v1${path
      .replace(/:no\{[^}]*\}/, '1')
      .replace(/:(\w+)/g, (_, name: string) => values[name] ?? 'a'.repeat(26))}`
  return paths.flatMap((path) => {
    const query = QUERIES.find(([end]) => path.endsWith(end))?.[1] ?? ''
    const both = [ids, { ...ids, broadcastId: draft }]
    return [...new Set(both.map((values) => filled(path, values) + query))]
  })
}

async function leaksOf(browser: Browser, urls: string[]): Promise<string[]> {
  const leaks: string[] = []
  for (const url of urls) {
    const text = await (await browser.get(url)).text()
    if (CANARY.test(text)) leaks.push(url)
  }
  return leaks
}

const hideFrom = (shop: Shop, phonesHidden: string) =>
  shop.person.browser.read(shop.person.browser.patch('/api/v1/account', { phonesHidden }))

it('numbers leave by no GET to a role that may not see them, and by several to others', async () => {
  const { shop, ids, draft } = await shopWithNumbers()
  const [viewer, agent] = [await invite(shop.person, 'viewer'), await invite(shop.person, 'agent')]
  const urls = urlsOf(ids, draft)

  // The canaries are really there to be seen.
  const seen = await leaksOf(shop.person.browser, urls)
  expect(seen.length).toBeGreaterThan(5)
  for (const end of ['/preview', '/contacts', '/recipients', '/contacts/export']) {
    expect(
      seen.some((url) => url.split('?')[0]?.endsWith(end)),
      end,
    ).toBe(true)
  }
  expect(await leaksOf(viewer.browser, urls)).toEqual([])
  // By default support sees them; the workspace may decide otherwise, and back.
  expect((await leaksOf(agent.browser, urls)).length).toBeGreaterThan(5)
  await hideFrom(shop, 'support')
  expect(await leaksOf(agent.browser, urls)).toEqual([])
  await hideFrom(shop, 'nobody')
  expect((await leaksOf(viewer.browser, urls)).length).toBeGreaterThan(5)
})

it('a masked number still tells two people apart, and the own profile is not masked', async () => {
  const { shop, ids } = await shopWithNumbers()
  const { browser } = await invite(shop.person, 'viewer')
  await browser.read(browser.patch('/api/v1/profile', { phone: '0501234567' }))

  const contact = await browser.read<{ phone: string }>(
    browser.get(`/api/v1/contacts/${ids.contactId}`),
  )
  expect(contact.phone).toBe('••••••113')
  const session = await browser.read<SessionView>(browser.get('/api/v1/session'))
  expect(session.user.phone).toBe('+972501234567')
})

it('who may not see numbers can’t find people by their digits, but by name', async () => {
  const { shop, ids } = await shopWithNumbers()
  const { browser } = await invite(shop.person, 'viewer')
  const found = async (who: Browser, path: string, q: string) => {
    const page = await who.read<{ items: unknown[] }>(
      who.get(`/api/v1${path}?q=${encodeURIComponent(q)}`),
    )
    return page.items.length
  }
  const recipients = `/broadcasts/${ids.broadcastId}/recipients`
  for (const fragment of ['541111', PHONE, '1113']) {
    expect(await found(shop.person.browser, '/contacts', fragment), fragment).toBeGreaterThan(0)
    expect(await found(browser, '/contacts', fragment), fragment).toBe(0)
    expect(await found(browser, recipients, fragment), fragment).toBe(0)
  }
  const count = await browser.read<{ count: number }>(
    browser.get('/api/v1/contacts/count?q=541111'),
  )
  expect(count.count).toBe(0)
  expect(await found(browser, '/contacts', 'dana')).toBe(1)
  expect(await found(browser, recipients, 'dana')).toBe(1)
})

it('who may not see numbers can’t tell them by a filter either, digit by digit', async () => {
  const { shop } = await shopWithNumbers()
  const { browser } = await invite(shop.person, 'viewer')
  const asked = async (rule: object, path = '/contacts/count') => {
    const filter = JSON.stringify({ join: 'any', rules: [rule, { join: 'all', rules: [rule] }] })
    return browser.get(`/api/v1${path}?filter=${encodeURIComponent(filter)}`)
  }
  const phone = { on: 'column', column: 'phone', op: 'contains', value: '+97254' }
  for (const path of ['/contacts', '/contacts/count']) {
    const answer = await asked(phone, path)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: { code: 'contact.numbers_hidden' } })
  }
  expect((await asked({ ...phone, op: 'filled', value: '' })).status).toBe(200)
  expect((await asked({ ...phone, column: 'name' })).status).toBe(200)
  // What somebody saved who sees numbers works for everybody.
  const filter = { join: 'all', rules: [phone] }
  const { id } = await shop.post<{ id: string }>('/segments', { name: 'Israel', filter })
  const inSegment = await browser.read<{ count: number }>(
    browser.get(`/api/v1/contacts/count?segment=${id}`),
  )
  expect(inSegment.count).toBe(2)
})

it('pages of a list that is sorted by number give none away, and take none', async () => {
  const shop = await Shop.open()
  const phones = ['+972541111113', '+972541111187', '+972541111190']
  await shop.add(phones.map((phone) => ({ firstName: null, phone })))
  const { browser } = await invite(shop.person, 'viewer')
  type Page = { items: { phone: string }[]; next: string | null }
  const page = (who: Browser, after?: string) => {
    const from = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
    return who.get(`/api/v1/contacts?sort=name&limit=1${from}`)
  }
  const walk = async (who: Browser) => {
    const seen: Page[] = []
    for (let after: string | undefined; ; ) {
      const one = await who.read<Page>(page(who, after))
      seen.push(one)
      if (one.next === null) return seen
      after = one.next
    }
  }
  const [all, masked] = [await walk(shop.person.browser), await walk(browser)]
  expect(all.map(({ items }) => items[0]?.phone)).toEqual(phones)
  expect(masked.map(({ items }) => items[0]?.phone.slice(-3))).toEqual(['113', '187', '190'])
  expect(JSON.stringify(masked)).not.toMatch(CANARY)
  // A place that somebody makes up tells nothing of who stands before and behind it.
  const guess = await page(browser, JSON.stringify(['a'.repeat(26), '+972541111150']))
  expect(guess.status).toBe(400)
})

it('messages from the phone app are not named by Meta’s id, which holds the number', async () => {
  const shop = await Shop.open()
  const echo = {
    ...{
      id: `wamid.${btoa('\x18\x0c972541111113\x15')}`,
      from: '972555550177',
      to: '972541111113',
    },
    ...{ timestamp: `${Math.floor(Date.now() / 1000)}`, type: 'text', text: { body: 'Hello' } },
  }
  await shop.webhooks(shop.change({ message_echoes: [echo] }, 'smb_message_echoes'))
  const { browser } = await invite(shop.person, 'viewer')
  const read = (path: string) =>
    browser.read<{ items: { id: string; key: string }[] }>(browser.get(`/api/v1${path}`))
  const [talk] = (await read('/conversations')).items
  const { items } = await read(`/conversations/${talk?.id}/thread`)
  expect(items).toHaveLength(1)
  expect(items[0]?.key).toMatch(/^[a-z2-7]{26}$/)
})

it('is the workspace’s own wish, set by owners and admins', async () => {
  const { shop } = await shopWithNumbers()
  const viewer = await invite(shop.person, 'viewer')
  const answer = await viewer.browser.patch('/api/v1/account', { phonesHidden: 'nobody' })
  expect(answer.status).toBe(403)
})

it('files are masked cell by cell, also where a spreadsheet’s apostrophe stands before the plus', () => {
  const csv = `name,phone\r\nDana,'${PHONE}\r\n"a,b",${PHONE}\r\nnote,call ${PHONE} now\r\n`
  expect(maskFile(csv)).toBe(
    `name,phone\r\nDana,••••••113\r\n"a,b",••••••113\r\nnote,call ${PHONE} now\r\n`,
  )
})
