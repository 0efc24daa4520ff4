import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { importContacts } from '../../scripts/journey.mjs'
import type { List } from '../../worker/contract/common'
import type { ContactView } from '../../worker/contract/contacts'
import { type Browser, newPerson } from '../support/runtime'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  type Page,
  visit,
  WIDTHS,
} from '../support/visitor'
import { wordsIn } from '../support/words'

const PEOPLE =
  'First name,Last name,Phone,Email,City\r\n' +
  'Noa,,+972542223344,noa@example.com,Haifa\r\n' +
  'Noa,Levi,+12022223344,noa@example.com,Akko\r\n' +
  'Dana,,+972542345678,dana@example.com,\r\n'

async function shop(): Promise<Browser> {
  const browser = openBrowser(inject('url'))
  await signUp(browser, openSimulator(inject('simulatorUrl')), newPerson())
  await importContacts(browser, 'people.csv', Buffer.from(PEOPLE))
  return browser
}

const contactsOf = async (browser: Browser) =>
  ((await browser.get('/contacts?sort=oldest')) as List<ContactView>).items

/** On a phone and on a wide screen, for everybody. */
async function expectFit(page: Page) {
  for (const width of [320, WIDTHS.phone, WIDTHS.desktop]) {
    await page.setViewportSize({ width, height: 844 })
    await expectNoSidewaysScroll(page)
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
}

describe.each(['en', 'he'] as const)('people in %s', (language) => {
  const say = wordsIn(language)

  it('who are in the list twice are found, compared, merged, and made two again', async () => {
    const browser = await shop()
    const { page } = await visit({ language, as: browser.cookies(), width: 'phone' })
    await page.goto('/contacts')
    await page.getByRole('link', { name: say('duplicates_link') }).click()
    await page.getByRole('button', { name: say('duplicates_scan_first') }).click()
    const compare = page.getByRole('link', { name: say('duplicates_compare') })
    await compare.waitFor()
    await expectLanguage(page, language)
    await page.getByText(say('duplicates_reason_email')).waitFor()
    await expectFit(page)
    await page.setViewportSize({ width: WIDTHS.phone, height: 844 })

    await compare.click()
    await page.getByRole('heading', { level: 1, name: say('merge_title') }).waitFor()
    const name = page.getByRole('group', { name: say('contacts_name') })
    await name.waitFor()
    // The fuller name is offered; of everything else somebody can choose.
    expect(await name.getByRole('radio', { name: 'Noa Levi' }).isChecked()).toBe(true)
    await page.getByRole('group', { name: 'City' }).getByRole('radio', { name: 'Akko' }).check()
    await expectFit(page)

    await page.getByRole('button', { name: say('merge_do') }).click()
    await page.getByRole('heading', { level: 1, name: 'Noa Levi' }).waitFor()
    await page.getByText('Akko').first().waitFor()
    expect(await contactsOf(browser)).toHaveLength(2)
    await expectFit(page)

    await page.getByRole('button', { name: say('merge_undo'), exact: true }).click()
    await expect.poll(async () => (await contactsOf(browser)).length).toBe(3)
    await page.getByRole('link', { name: say('duplicates_compare') }).waitFor()
  })

  it('who are two are told apart, which can be taken back', async () => {
    const browser = await shop()
    const { page } = await visit({ language, as: browser.cookies() })
    await page.goto('/contacts/duplicates')
    await page.getByRole('button', { name: say('duplicates_scan_first') }).click()
    await page.getByRole('button', { name: say('duplicates_different') }).click()
    await page.getByRole('heading', { level: 2, name: say('duplicates_none') }).waitFor()
    await page.getByRole('button', { name: say('common_undo') }).click()
    await page.getByRole('button', { name: say('duplicates_different') }).waitFor()
  })

  it('get notes, which are changed, removed and brought back', async () => {
    const browser = await shop()
    const [{ id } = { id: '' }] = await contactsOf(browser)
    const { page } = await visit({ language, as: browser.cookies(), width: 'phone' })
    await page.goto(`/contacts/${id}`)
    const text = page.getByLabel(say('contacts_note_text'), { exact: true })
    await text.fill('Likes figs')
    await page.getByRole('button', { name: say('contacts_note_add') }).click()
    const heading = page.getByRole('heading', { name: say('contacts_notes'), exact: true })
    const notes = page.locator('section', { has: heading }).getByRole('listitem')
    const note = notes.filter({ hasText: 'Likes figs' })
    await note.waitFor()
    await expect.poll(() => text.inputValue()).toBe('')
    await expectFit(page)
    await page.setViewportSize({ width: WIDTHS.phone, height: 844 })

    await note.getByRole('button', { name: say('contacts_note_edit') }).click()
    const edited = page.getByRole('textbox', { name: say('contacts_note_edit') })
    await expect.poll(() => edited.evaluate((one) => one === document.activeElement)).toBe(true)
    await edited.fill('Likes dates')
    await page.getByRole('button', { name: say('common_save'), exact: true }).click()
    const changed = notes.filter({ hasText: 'Likes dates' })
    await changed.waitFor()
    await note.waitFor({ state: 'detached' })

    await changed.getByRole('button', { name: say('contacts_note_remove') }).click()
    await changed.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: say('common_undo') }).click()
    await changed.waitFor()

    // What happened with the person tells of it too, and can be narrowed by its address.
    await page.getByRole('link', { name: say('contacts_happened_changes') }).click()
    await page.waitForURL(/what=changes/)
    await page.getByText('people.csv').waitFor()
    await expectFit(page)
  })
})
