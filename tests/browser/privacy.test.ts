import { describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  visit,
  WIDTHS,
} from '../support/visitor'

describe.each([
  ['en', '/privacy'],
  ['he', '/he/privacy'],
] as const)('U22: the privacy page in %s', (language, path) => {
  it('can be read without script and sets no cookie', async () => {
    // The browser asks for the other language: the address alone decides.
    const other = language === 'he' ? 'en' : 'he'
    const { page, context } = await visit({ language: other, script: false })
    await context.clearCookies()
    const answer = await page.goto(path)
    expect(answer?.status()).toBe(200)
    const { lang, dir } = await page.locator('html').evaluate(({ lang, dir }: HTMLHtmlElement) => ({
      lang,
      dir,
    }))
    expect({ lang, dir }).toEqual({ lang: language, dir: language === 'he' ? 'rtl' : 'ltr' })
    expect(await page.locator('script').count()).toBe(0)
    expect(await context.cookies()).toEqual([])
  })

  it.each(Object.values(WIDTHS))('is readable at %d px', async (width) => {
    const { page } = await visit({ language, width })
    await page.goto(path)
    await expectLanguage(page, language)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  })
})
