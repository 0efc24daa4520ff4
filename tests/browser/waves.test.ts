import { expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  importContacts,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import { type Business, newPerson } from '../support/runtime'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  type Page,
  visit,
  type Width,
} from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

/** 95 % of Meta's smallest limit, and eight people more. */
const FIRST_WAVE = 47
const SECOND_WAVE = 8
const PEOPLE = FIRST_WAVE + SECOND_WAVE

/** A draft to more people than the business may write to first in a day. */
async function draftAboveLimit() {
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  const wish = { templates: 1, messagingLimit: 'TIER_50' }
  const business: Business = await simulator.post('/businesses', wish)
  const numberId = business.numbers[0]?.id ?? ''
  await connectNumber(browser, business)
  await simulator.put('/dials', { phoneNumberId: numberId, dials: { latencyMs: 0 } })
  const template = (await syncedTemplates(browser))[0]
  const rows = Array.from({ length: PEOPLE }, (_, n) => `Maya,+9725455${50_000 + n}\r\n`)
  await importContacts(browser, 'p.csv', Buffer.from(`First name,Phone\r\n${rows.join('')}`))
  const mapping = {
    'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
    'body.2': { from: 'fixed', value: '7' },
  }
  const { id } = await composeBroadcast(browser, { name: 'Waves', numberId, template, mapping })
  return { id, cookies: browser.cookies(), numberId }
}

const EACH: [Language, Width][] = [
  ['en', 'desktop'],
  ['he', 'phone'],
]

it.each(EACH)(
  'in %s on a %s, a broadcast above the limit is offered in waves, and the first goes out',
  async (language, width) => {
    const say = wordsIn(language)
    const { id, cookies, numberId } = await draftAboveLimit()
    const { page } = await visit({ language, width, as: cookies })
    await page.goto(`/broadcasts/${id}/edit?step=review`)
    await page.getByText(say('composer_check_limit_low')).waitFor()
    const choice = page.getByRole('checkbox', { name: say('waves_choice', { count: 2 }) })
    await choice.check()

    // Saved and planned anew, nothing stands in the way any more.
    await page
      .locator('.checks')
      .getByText(say('waves_choice', { count: 2 }))
      .waitFor()
    const planned = page.locator('.waves li')
    await expectRows(page, planned, [FIRST_WAVE, SECOND_WAVE])
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    const send = say('composer_send', { count: PEOPLE })
    await page.getByRole('button', { name: send }).first().click()
    const dialog = page.getByRole('dialog', { name: say('composer_confirm', { count: PEOPLE }) })
    await dialog.getByText(say('waves_count', { count: 2 })).waitFor()
    await dialog.getByRole('button', { name: send }).click()
    await page.getByText(say('broadcast_hold_text')).waitFor()

    await page.getByText(say('waves_over'), { exact: true }).waitFor({ timeout: 60_000 })
    const [before = ''] = say('waves_starts').split('{when}')
    const second = page.locator('.waves li').nth(1)
    await second.getByText(before.trim()).waitFor()
    await expectRows(page, page.locator('.waves li'), [FIRST_WAVE, SECOND_WAVE])
    await page.getByText(say('broadcasts_state_waiting'), { exact: true }).first().waitFor()
    await page.getByText(say('broadcast_waiting', { count: SECOND_WAVE })).waitFor()
    const { accepted, refusedByCode } = await simulator.get(`/summary?phoneNumberId=${numberId}`)
    expect({ accepted, refusedByCode }).toEqual({ accepted: FIRST_WAVE, refusedByCode: {} })
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    await page.goto('/broadcasts')
    const chip = page.getByText(say('broadcasts_state_waiting'), { exact: true })
    // The table and the cards of a phone are both in the page; one of them is shown.
    await chip.locator('visible=true').first().waitFor()
    await expectNoSidewaysScroll(page)
  },
)

/** Waves in their order, with how many people each. */
async function expectRows(page: Page, rows: ReturnType<Page['locator']>, people: number[]) {
  await rows.nth(people.length - 1).waitFor()
  expect(await rows.count()).toBe(people.length)
  for (const [index, count] of people.entries()) {
    expect(await rows.nth(index).locator('.num').textContent()).toContain(String(count))
  }
  expect(await page.locator('.waves').count()).toBe(1)
}
