import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser } from '../../scripts/api.mjs'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  visit,
  WIDTHS,
} from '../support/visitor'
import { wordsIn } from '../support/words'

const NARROW = 320
const WIDE = 1280

/** Pages of something name it: the demo has one of each. */
const PAGES = [
  '/inbox',
  '/inbox?c=:conversation',
  '/inbox/settings',
  '/broadcasts',
  '/broadcasts?tab=draft',
  '/broadcasts/:broadcast',
  '/broadcasts/:broadcast?state=failed',
  '/broadcasts/:broadcast/recipients/1',
  '/contacts',
  '/contacts?consent=opted_out',
  '/contacts?q=nobody-is-called-this',
  '/contacts/new',
  '/contacts/segments/new',
  '/settings/fields',
  '/settings/consent',
  '/settings/quiet-hours',
  '/broadcasts?view=calendar&month=2026-09',
  '/contacts/import',
  '/contacts/import/:import',
  '/contacts/:contact',
  '/contacts/:contact/evidence',
  '/templates',
  '/templates/:template',
  '/templates/library',
  '/analytics',
  '/analytics?range=custom&from=2020-01-01&to=2020-01-05',
  '/analytics/messages?from=2026-01-01&to=2026-12-31&stage=sent',
  '/billing/2026-11',
  '/onboarding',
  '/onboarding?step=webhook',
  '/onboarding?step=test',
  '/onboarding/token',
  '/settings/profile',
  '/settings/business',
  '/settings/team',
  '/settings/audit',
  '/workspaces/new',
  '/settings/numbers',
  '/settings/numbers/:connection/access',
  '/settings/numbers/:number/profile',
  '/settings/data',
  '/settings/work',
  '/no/such/page',
]
const ids = new Map<string, string>()

beforeAll(async () => {
  const browser = openBrowser(inject('url'), inject('demoOwner'))
  ids.set('broadcast', (await browser.get('/broadcasts')).items[0].broadcast.id)
  for (const [name, path] of [
    ['import', '/imports'],
    ['contact', '/contacts'],
    ['conversation', '/conversations'],
    ['template', '/templates'],
    ['connection', '/connections'],
    ['number', '/numbers'],
  ] as const) {
    ids.set(name, (await browser.get(path)).items[0].id)
  }
})

const addressOf = (path: string) =>
  path.replace(/:(\w+)/, (_whole, name: string) => ids.get(name) ?? '')

describe.each(['en', 'he'] as const)('U02 in %s', (language) => {
  it.each(PAGES)('%s fits every width and can be used by everybody', async (path) => {
    const { page } = await visit({ language, width: WIDE, as: inject('demoOwner') })
    await page.goto(addressOf(path))
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText(wordsIn(language)('common_loading')).first().waitFor({ state: 'detached' })
    await page.waitForLoadState('networkidle')
    await expectLanguage(page, language)
    expect(await page.locator('h1').count()).toBe(1)
    await expectAccessible(page)
    for (const width of [WIDE, 768, WIDTHS.phone, NARROW]) {
      await page.setViewportSize({ width, height: 800 })
      await expectNoSidewaysScroll(page)
    }
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(page)
  })
})
