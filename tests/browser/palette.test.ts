import { describe, expect, inject, it } from 'vitest'
import { openBrowser } from '../../scripts/api.mjs'
import { expectAccessible, type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')
const sayHebrew = wordsIn('he')

async function openPage(language: 'en' | 'he' = 'en') {
  const { page } = await visit({ language, as: inject('demoOwner') })
  await page.goto('/templates')
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

/** As the browser tells it when somebody presses Ctrl K on a Hebrew layout. */
const pressOnHebrewLayout = (page: Page) =>
  page.evaluate(() => {
    const press = { code: 'KeyK', key: 'ל', ctrlKey: true, bubbles: true, cancelable: true }
    document.body.dispatchEvent(new KeyboardEvent('keydown', press))
  })

async function hebrewContact(): Promise<{ id: string; name: string; phone: string }> {
  const { items } = await openBrowser(inject('url'), inject('demoOwner')).get(
    '/contacts?country=IL&limit=100',
  )
  return items.find(({ name }: { name: string }) => /^[א-ת]/.test(name))
}

describe('U06: the palette', () => {
  it('opens on a Hebrew keyboard and finds a person by a part of the phone, all by keys', async () => {
    const { id, phone } = await hebrewContact()
    const page = await openPage()
    await pressOnHebrewLayout(page)
    const input = page.getByRole('combobox', { name: say('palette_prompt') })
    await input.waitFor()
    await expectAccessible(page)
    await page.keyboard.type(phone.slice(-7))
    const option = page.getByRole('option', { selected: true })
    await expect
      .poll(async () => (await option.textContent())?.replace(/\D/g, ''))
      .toContain(phone.slice(1))
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/contacts/${id}`)
  })

  it('finds a person by a Hebrew name', async () => {
    const { name } = await hebrewContact()
    const page = await openPage()
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.type(name)
    await page.getByRole('option').filter({ hasText: name }).first().waitFor()
  })

  it('knows pages and actions in both languages, whichever is on screen', async () => {
    for (const [language, typed, heading] of [
      ['en', 'תבניות', say('templates_title')],
      ['he', 'templates', sayHebrew('templates_title')],
    ] as const) {
      const page = await openPage(language)
      await page.goto('/settings/profile')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.keyboard.press('Control+K')
      await page.getByRole('combobox').waitFor()
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    }
  })

  it('closes by Esc, gives the focus back and shows what was chosen first the next time', async () => {
    const page = await openPage()
    const button = page.getByRole('button', { name: say('palette_open') })
    await button.click()
    await page.getByRole('combobox').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox').waitFor({ state: 'detached' })
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)

    await page.keyboard.press('Control+K')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.type(say('palette_import'))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/contacts/import')
    await page.keyboard.press('Control+K')
    const first = page.getByRole('option').first()
    await first.waitFor()
    expect(await first.textContent()).toContain(say('palette_import'))
  })
})

describe('the keyboard', () => {
  it('goes to sections by G and a letter, and shows all keys after ?', async () => {
    const page = await openPage()
    await page.keyboard.press('G')
    await page.keyboard.press('C')
    await page.waitForURL('**/contacts')
    await page.keyboard.press('Shift+Slash')
    const sheet = page.getByRole('dialog', { name: say('shortcut_title') })
    await sheet.getByText(say('shortcut_go', { page: say('nav_templates') })).waitFor()
  })

  it('leaves single keys alone in text, and everywhere once they are switched off', async () => {
    const page = await openPage()
    await page.getByRole('searchbox').fill('')
    await page.getByRole('searchbox').press('G')
    await page.getByRole('searchbox').press('C')
    expect(new URL(page.url()).pathname).toBe('/templates')

    await page.goto('/settings/profile')
    await page.getByLabel(say('shortcut_single_keys')).uncheck()
    await page.locator('h1').click()
    await page.keyboard.press('G')
    await page.keyboard.press('C')
    expect(new URL(page.url()).pathname).toBe('/settings/profile')
  })
})
