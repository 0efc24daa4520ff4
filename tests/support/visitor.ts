import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import { cookiesFor } from '../../scripts/chromium.mjs'
import type { Language } from './words'

export const WIDTHS = { phone: 390, desktop: 1280 } as const
export type Width = keyof typeof WIDTHS
export type Visit = {
  language?: Language
  width?: Width | number
  theme?: 'light' | 'dark'
  /** Cookies of somebody who is signed in already. */
  as?: Record<string, string>
  script?: boolean
  /** Another host that the page may ask: the one of Meta's sign-up window. */
  mayAsk?: string
  /** Where the computer's own clock is. */
  timeZone?: string
  /** Another ProConnect than the one that all files share. */
  at?: string
}

let browser: Browser
beforeAll(async () => {
  browser = await chromium.connect(inject('chromium'))
})
afterAll(() => browser.close())

/**
 * A fresh browser window of somebody. Whatever a page must never do (throw, break the content security
 * policy, talk to another host) fails the test in which it happens.
 */
export async function visit({ language = 'en', width = 'desktop', ...more }: Visit = {}) {
  const url = more.at ?? inject('url')
  const pixels = typeof width === 'number' ? width : WIDTHS[width]
  const context = await browser.newContext({
    baseURL: url,
    locale: language === 'he' ? 'he-IL' : 'en-US',
    timezoneId: more.timeZone ?? 'Asia/Jerusalem',
    viewport: { width: pixels, height: pixels < 640 ? 844 : 900 },
    colorScheme: more.theme ?? 'light',
    javaScriptEnabled: more.script ?? true,
    isMobile: pixels < 640,
    hasTouch: pixels < 640,
    reducedMotion: 'reduce',
  })
  await context.addCookies([
    ...cookiesFor(url, more.as ?? {}),
    { name: 'lang', value: language, url },
  ])
  const page = await context.newPage()
  const misdeeds = watch(page, [url, ...(more.mayAsk ? [more.mayAsk] : [])])
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await photograph(context, task.id)
    await context.close()
    expect(misdeeds, 'what the page must not do').toEqual([])
  })
  return { page, context, misdeeds }
}

/** What a failed test saw last, beside the address it was at. */
async function photograph(context: BrowserContext, name: string) {
  for (const [index, page] of context.pages().entries()) {
    const path = join('tests', '.out', `${name}-${index}.png`)
    await page.screenshot({ path, fullPage: true })
    console.error(`${page.url()} looked like ${path}`)
  }
}

/** Refusals that the API answers on purpose, and a line that a test cut, are shown to people and are no misdeed. */
const EXPECTED = new RegExp(
  [
    'the server responded with a status of 4\\d\\d',
    'net::ERR_INTERNET_DISCONNECTED',
    "/live' failed: (?:HTTP Authentication failed|.*response code: 40[13])",
  ].join('|'),
)

function watch(page: Page, known: string[]): string[] {
  const misdeeds: string[] = []
  page.on('pageerror', (error) => misdeeds.push(`threw ${error.message}`))
  page.on('console', (message) => {
    const isBad = message.type() === 'error' && !EXPECTED.test(message.text())
    if (isBad) misdeeds.push(`logged ${message.text()}`)
  })
  page.on('request', (request) => {
    const asked = request.url()
    const isOurs = known.some((url) => asked.startsWith(`${url}/`)) || /^(data|blob):/.test(asked)
    if (!isOurs) misdeeds.push(`asked ${new URL(request.url()).host}`)
  })
  return misdeeds
}

/** Of little weight to axe, but who moves by landmarks would never come to what is outside of them. */
const ALSO = ['region', 'landmark-unique', 'landmark-no-duplicate-main']

/** Nothing serious for people who use a screen reader, a keyboard or strong contrast. */
export async function expectAccessible(page: Page): Promise<void> {
  // No page here has frames of other hosts, for which a second page would be opened each time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const serious = violations.filter(
    ({ id, impact }) => impact === 'serious' || impact === 'critical' || ALSO.includes(id),
  )
  const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.html).join(' | ')}`)
  expect(found, `accessibility of ${new URL(page.url()).pathname}`).toEqual([])
}

/** The page itself stays put; tables scroll in a region of their own. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  expect(scrollWidth, `width of ${new URL(page.url()).pathname}`).toBeLessThanOrEqual(clientWidth)
}

export async function expectLanguage(page: Page, language: Language): Promise<void> {
  const { lang, dir } = await page.evaluate(() => {
    const { lang, dir } = document.documentElement
    return { lang, dir }
  })
  expect({ lang, dir }).toEqual({ lang: language, dir: language === 'he' ? 'rtl' : 'ltr' })
}

export type { BrowserContext, Page }
