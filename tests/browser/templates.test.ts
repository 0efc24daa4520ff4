import { describe, expect, inject, it } from 'vitest'
import { type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')
const sayHebrew = wordsIn('he')
const cards = (page: Page) => page.locator('main li.panel')

async function openList(path = '/templates') {
  const { page } = await visit({ as: inject('demoOwner') })
  await page.goto(path)
  await cards(page).first().waitFor()
  return page
}

describe('templates', () => {
  it('U05: filters stand in the address; Back takes them away; a copied address shows the same', async () => {
    const page = await openList()
    const all = await cards(page).count()
    await page.getByRole('button', { name: say('templates_status') }).click()
    await page.getByRole('menuitem', { name: say('templates_status_rejected') }).click()
    await expect.poll(() => cards(page).count()).toBe(1)
    expect(new URL(page.url()).search).toBe('?status=REJECTED')

    const copy = await openList(`/templates${new URL(page.url()).search}`)
    expect(await cards(copy).allTextContents()).toEqual(await cards(page).allTextContents())
    await page.goBack()
    await expect.poll(() => cards(page).count()).toBe(all)
  })

  it('are found by name, typed after pressing /', async () => {
    const page = await openList()
    await page.keyboard.press('Slash')
    await page.keyboard.type('weekend_offer')
    await expect.poll(() => cards(page).count()).toBe(2)
    expect(new URL(page.url()).search).toBe('?q=weekend_offer')
    await page.getByRole('button', { name: say('common_clear_search') }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('')
  })

  it('say when nothing matches, and clear the filters', async () => {
    const { page } = await visit({ language: 'he', as: inject('demoOwner') })
    await page.goto('/templates?q=nothing-is-called-this')
    await page.getByRole('heading', { name: sayHebrew('common_no_results') }).waitFor()
    await page.getByRole('button', { name: sayHebrew('common_clear_filters') }).click()
    await cards(page).first().waitFor()
  })

  it('name a filter that means nothing instead of failing', async () => {
    const page = await openList(`/templates?after=${'x'.repeat(101)}`)
    await page.getByText(say('common_ignored_filters')).waitFor()
  })

  it('U10: a Hebrew message runs from the right inside an English page, and the reverse', async () => {
    for (const [language, template, direction] of [
      ['en', 'he', 'rtl'],
      ['he', 'en_US', 'ltr'],
    ] as const) {
      const words = wordsIn(language)
      const { page } = await visit({ language, as: inject('demoOwner') })
      await page.goto(`/templates?lang=${template}&q=winter_early_access`)
      await cards(page).first().getByRole('link').click()
      const phone = page.getByLabel(words('templates_preview_label'))
      const bubble = phone.locator('p').first()
      await bubble.waitFor()
      expect(await bubble.evaluate((line) => getComputedStyle(line).direction)).toBe(direction)
      const code = phone.locator('b mark')
      expect(await code.textContent()).toBe('WINTER15')
    }
  })

  it('can be looked at in a dark chat', async () => {
    const page = await openList()
    await cards(page).first().getByRole('link').click()
    const phone = page.getByLabel(say('templates_preview_label'))
    const colour = () => phone.evaluate((device) => getComputedStyle(device).backgroundColor)
    const light = await colour()
    await page.getByRole('button', { name: say('templates_preview_dark') }).click()
    expect(await colour()).not.toBe(light)
  })

  it('take the focus to the heading, and the tab says page and workspace', async () => {
    const page = await openList()
    await cards(page).first().getByRole('link').click()
    await page.getByLabel(say('templates_preview_label')).waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    expect(await page.title()).toMatch(/^\w+ · Almond & Fig/)
  })
})
