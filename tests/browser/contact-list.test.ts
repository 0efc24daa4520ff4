import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { importContacts } from '../../scripts/journey.mjs'
import { type Browser, newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')

/** An account with so many people, every third of them in Haifa. */
async function shopWith(people: number): Promise<Browser> {
  const browser = openBrowser(inject('url'))
  await signUp(browser, openSimulator(inject('simulatorUrl')), newPerson())
  const rows = Array.from(
    { length: people },
    (_, n) =>
      `P${String(n).padStart(3, '0')},+9725455${50_000 + n},${n % 3 ? 'Eilat' : 'Haifa'}\r\n`,
  )
  const csv = `First name,Phone,City\r\n${rows.join('')}`
  await importContacts(browser, 'people.csv', Buffer.from(csv))
  return browser
}

async function open(browser: Browser, path: string, width: 'desktop' | 'phone' = 'desktop') {
  const { page } = await visit({ as: browser.cookies(), width })
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

const namesOn = (page: Page) => page.locator('tbody th').allTextContents()
const livesInHaifa = JSON.stringify({
  join: 'all',
  rules: [{ on: 'field', key: 'city', op: 'is', value: 'Haifa' }],
})

describe('U05: a list', () => {
  it('keeps filter, order, place and choice over Back, and its address shows the same rows', async () => {
    const browser = await shopWith(120)
    const page = await open(browser, `/contacts?filter=${encodeURIComponent(livesInHaifa)}`)
    await page.getByRole('button', { name: say('contacts_name'), exact: true }).click()
    await page.waitForURL(/sort=name/)
    await expect.poll(() => namesOn(page)).toHaveLength(40)
    await expect.poll(async () => (await namesOn(page))[0]).toContain('P000')
    const chosen = page.getByRole('checkbox', { name: say('common_select_row', { name: 'P006' }) })
    await chosen.check()
    const rows = await namesOn(page)
    const last = page.getByRole('link', { name: /P117/ })
    await last.scrollIntoViewIfNeeded()
    const scrolled = await page.evaluate(() => scrollY)
    expect(scrolled).toBeGreaterThan(100)
    const address = page.url()

    await last.click()
    await page.getByRole('heading', { level: 1, name: /P117/ }).waitFor()
    await page.goBack()

    await expect.poll(() => namesOn(page)).toEqual(rows)
    expect(page.url()).toBe(address)
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(scrolled)
    expect(await chosen.isChecked()).toBe(true)

    const copied = await open(browser, address)
    await expect.poll(() => namesOn(copied)).toEqual(rows)
  })

  it.each([
    ['/templates', 'category'],
    ['/broadcasts', 'state'],
  ])('%s comes back as it was left', async (path) => {
    const owner = openBrowser(inject('url'), inject('demoOwner'))
    const query = path === '/templates' ? 'category=MARKETING' : 'state=sent'
    const page = await open(owner, `${path}?${query}`)
    // Ids are long; what is short is a page of its own.
    const links = page
      .locator(`main a[href^="${path}/"]:not([href$="new"], [href$="library"])`)
      .filter({ visible: true })
    await links.first().waitFor()
    const address = page.url()
    const shown = await links.allTextContents()
    await links.first().click()
    await expect.poll(() => page.url()).not.toBe(address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.goBack()
    await expect.poll(() => page.url()).toBe(address)
    await expect.poll(() => links.allTextContents()).toEqual(shown)
  })
})

describe('U09: everybody who matches', () => {
  it('is tagged at once, counted in the notice, and untagged by Undo', async () => {
    const browser = await shopWith(180)
    const page = await open(browser, `/contacts?filter=${encodeURIComponent(livesInHaifa)}`)
    await expect.poll(() => namesOn(page)).toHaveLength(50)
    await page.getByRole('checkbox', { name: say('common_select_page') }).check()
    await page.getByRole('button', { name: say('contacts_bulk_choose_all', { count: 60 }) }).click()
    await page.getByText(say('contacts_bulk_chosen', { count: 60 })).waitFor()
    await expectAccessible(page)

    await page.getByRole('button', { name: say('contacts_bulk_tag'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: say('contacts_tag') }).fill('north')
    await dialog.getByRole('button', { name: say('contacts_bulk_tag_do', { count: 60 }) }).click()
    const notice = page.getByRole('region', { name: say('common_notices') })
    await notice.getByText(say('contacts_bulk_tagged', { count: 60 })).waitFor()
    const { items } = await browser.get('/tags')
    const tagged = async () =>
      (await browser.get(`/contacts/count?tag=${items.find(isNorth).id}`)).count
    expect(await tagged()).toBe(60)

    await notice.getByRole('button', { name: say('common_undo') }).click()
    await notice.getByText(say('contacts_bulk_undone', { count: 60 })).waitFor()
    expect(await tagged()).toBe(0)
  })
})

const isNorth = ({ name }: { name: string }) => name === 'north'

describe('the builder of segments', () => {
  it.each(['desktop', 'phone'] as const)(
    'counts while rows are made, and saves them (%s)',
    async (width) => {
      const browser = await shopWith(30)
      const page = await open(browser, '/contacts/segments/new', width)
      const outcome = page.getByRole('complementary', { name: say('segments_outcome') })
      await outcome.getByText('30', { exact: true }).waitFor()
      await page.getByRole('button', { name: say('segments_add_row') }).click()
      const row = page.getByRole('group', { name: say('segments_row', { no: 1 }) })
      await row.getByLabel(say('segments_about')).selectOption({ label: 'City' })
      await outcome.getByText(say('segments_unfinished')).waitFor()
      await row.getByLabel(say('segments_value')).fill('haifa')
      await outcome.getByText('10', { exact: true }).waitFor()
      await expect.poll(() => outcome.getByRole('listitem').count()).toBe(5)
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)

      const copied = await open(browser, page.url(), width)
      const figure = copied.getByRole('complementary', { name: say('segments_outcome') })
      await figure.getByText('10', { exact: true }).waitFor()

      await page.getByLabel(say('segments_name'), { exact: true }).fill('North')
      await page.getByRole('button', { name: say('segments_save_as') }).click()
      await page.getByRole('heading', { level: 1, name: 'North' }).waitFor()
      await page
        .getByRole('link', { name: say('segments_show') })
        .filter({ visible: true })
        .click()
      await page.waitForURL(/\/contacts\?segment=/)
      await expect
        .poll(() => page.getByRole('link', { name: /^\S*\s*P0\d\d/ }).count())
        .toBeGreaterThan(0)
      const id = new URL(page.url()).searchParams.get('segment')
      expect((await browser.get(`/contacts/count?segment=${id}`)).count).toBe(10)
    },
  )
})

it.each(['en', 'he'] as const)(
  'a field is declared, filled in and shown in words (%s)',
  async (language) => {
    const words = wordsIn(language)
    const browser = await shopWith(1)
    const { page } = await visit({ as: browser.cookies(), language })
    await page.goto('/settings/fields')
    await page.getByLabel(words('contacts_field_name'), { exact: true }).fill('Member')
    await page
      .getByLabel(words('contacts_field_type'), { exact: true })
      .selectOption(words('contacts_type_yes_no'))
    await page.getByRole('button', { name: words('contacts_field_add') }).click()
    await page.getByRole('rowheader', { name: 'Member' }).waitFor()
    await expectAccessible(page)

    const { items } = await browser.get('/contacts')
    await page.goto(`/contacts/${items[0].id}`)
    await page.getByRole('button', { name: words('contacts_edit'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Member').selectOption(words('contacts_yes'))
    await dialog.getByLabel(words('contacts_last_name')).fill('Peretz')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: words('common_save') }).click()
    await page.getByRole('heading', { level: 1, name: /Peretz/ }).waitFor()
    const details = page.getByRole('complementary', { name: words('contacts_details') })
    await details.getByText(words('contacts_yes'), { exact: true }).waitFor()
  },
)
