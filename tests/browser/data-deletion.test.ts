import { describe, expect, inject, it } from 'vitest'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  visit,
  WIDTHS,
} from '../support/visitor'

const PAGES = ['/data-deletion', '/data-deletion/verify', '/data-deletion/asked']
const UNKNOWN = '/data-deletion/abcdefghijklmnopqrstuvwxyz'.replace(/[01]/g, '2')

describe.each(['en', 'he'] as const)('U22: the deletion pages in %s', (language) => {
  it('work without script and set no cookie', async () => {
    const { page, context } = await visit({ language, script: false })
    await context.clearCookies()
    for (const path of [...PAGES, UNKNOWN]) {
      const answer = await page.goto(path)
      expect(answer?.status(), path).toBe(200)
      const { lang, dir } = await page
        .locator('html')
        .evaluate(({ lang, dir }: HTMLHtmlElement) => ({ lang, dir }))
      expect({ lang, dir }).toEqual({ lang: language, dir: language === 'he' ? 'rtl' : 'ltr' })
      expect(await page.locator('script').count(), path).toBe(0)
      expect(await context.cookies(), path).toEqual([])
    }
  })

  it('take a request without script, and lead to the other language', async () => {
    const { page } = await visit({ language, script: false })
    await page.goto('/data-deletion')
    await page.fill('input[name=phone]', '+972 52 555 1234')
    await page.fill('textarea', 'Rose & Co')
    await page.click('form[method=post] button')
    expect(new URL(page.url()).pathname).toBe('/data-deletion/asked')
    await page.click('a.other')
    const other = language === 'he' ? 'en' : 'he'
    expect(await page.locator('html').getAttribute('lang')).toBe(other)
  })

  it.each(Object.values(WIDTHS))('are readable at %d px', async (width) => {
    const { page } = await visit({ language, width })
    for (const path of [...PAGES, UNKNOWN]) {
      await page.goto(path)
      await expectLanguage(page, language)
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
    }
  })
})

it('U22: an unknown code and a malformed one give the same neutral page and status', async () => {
  const url = inject('url')
  const shown = await Promise.all(
    [UNKNOWN, '/data-deletion/x', '/data-deletion/%00', `/data-deletion/${'q'.repeat(500)}`].map(
      async (path) => {
        const answer = await fetch(url + path, { headers: { 'accept-language': 'en' } })
        return [answer.status, await answer.text()]
      },
    ),
  )
  for (const one of shown) expect(one).toEqual(shown[0])
})
