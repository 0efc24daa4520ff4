import { describe, expect, inject, it } from 'vitest'
import { expectLanguage, type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

describe('U03: phones in Hebrew lines', () => {
  it.each(['/contacts', '/broadcasts', '/settings/numbers'])(
    'on %s start with their plus at the left',
    async (path) => {
      const { page } = await visit({ language: 'he', as: inject('demoOwner') })
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      const phones = await phonesOn(page)
      expect(phones.length).toBeGreaterThan(0)
      expect(phones.filter(({ isPlusLeft }) => !isPlusLeft)).toEqual([])
    },
  )

  /** Where the plus and the first digit of each shown phone really stand. */
  const phonesOn = (page: Page) =>
    page.evaluate(() => {
      const found: { text: string; isPlusLeft: boolean }[] = []
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? ''
        const at = text.search(/\+\d[\d\s-]{6,}/)
        if (at < 0 || !node.parentElement?.checkVisibility()) continue
        const leftOf = (index: number) => {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + 1)
          return range.getBoundingClientRect().left
        }
        found.push({ text, isPlusLeft: leftOf(at) < leftOf(at + 1) })
      }
      return found
    })
})

describe('U04: switching the language', () => {
  it('keeps filters and what was typed, flips the direction', async () => {
    const { page } = await visit({ as: inject('demoOwner') })
    const say = wordsIn('en')
    await page.goto('/contacts?consent=opted_in')
    await page.getByRole('searchbox').fill('Maya')
    await page.waitForURL(/q=Maya/)
    await page.getByRole('button', { name: say('shell_user_menu', { name: '' }) }).click()
    await page.getByText('עברית').filter({ visible: true }).first().click()

    await page.getByRole('heading', { level: 1, name: wordsIn('he')('contacts_title') }).waitFor()
    await expectLanguage(page, 'he')
    expect(new URL(page.url()).searchParams.get('consent')).toBe('opted_in')
    expect(new URL(page.url()).searchParams.get('q')).toBe('Maya')
    expect(await page.getByRole('searchbox').inputValue()).toBe('Maya')
    // The next document says it in its first byte.
    await page.reload()
    await expectLanguage(page, 'he')
  })
})
