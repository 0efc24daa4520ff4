import { describe, expect, inject, it } from 'vitest'
import { newestCode, openSimulator, until } from '../../scripts/api.mjs'
import { type Business, newPerson } from '../support/runtime'
import {
  expectAccessible,
  expectLanguage,
  expectNoSidewaysScroll,
  type Page,
  visit,
  type Width,
} from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))
const EVERY_LOOK: [Language, Width][] = [
  ['en', 'desktop'],
  ['he', 'phone'],
  ['he', 'desktop'],
  ['en', 'phone'],
]
/** One twice, one without a number, one with a bad one: eight people. */
const LIST = [
  'שם פרטי,Last name,טלפון,Tags,תאריך הסכמה',
  ...Array.from({ length: 8 }, (_, n) => `נועה${n},Levi,050-555-010${n},VIP,2025-03-1${n}`),
  'Twice,Levi,+972505550100,VIP,2025-03-10',
  'Nobody,Levi,,VIP,2025-03-10',
  'Wrong,Levi,12345,VIP,2025-03-10',
].join('\r\n')
const PEOPLE = 8

describe.each(EVERY_LOOK)('the main job in %s on a %s', (language, width) => {
  const say = wordsIn(language)
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

  it('goes from an empty account to messages that people read', async () => {
    const { page, context } = await visit({ language, width })
    await signUp(page)
    const business = await connect(page)
    await importList(page)
    await seeTemplates(page)
    await compose(page)

    const second = await context.newPage()
    await send(page)
    await second.goto(page.url())
    for (const one of [page, second]) await watchToTheEnd(one)
    await expectSentOnce(business)
    await readOnePerson(page)
  })

  async function signUp(page: Page) {
    const person = newPerson()
    await page.goto('/sign-up')
    await expectLanguage(page, language)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByLabel(say('auth_name')).fill(person.name)
    await page.getByLabel(say('auth_email')).fill(person.email)
    await page.getByLabel(say('auth_phone')).fill(person.phone)
    await page.getByLabel(say('auth_business_name')).fill(person.businessName)
    await page.getByRole('button', { name: say('auth_create') }).click()
    const code = await newestCode(simulator, person.email)
    const field = page.getByRole('textbox', { name: say('auth_code') })
    await field.waitFor()
    await expectAccessible(page)
    // People copy codes in many ways.
    await field.fill(code.toLowerCase())
    await page.getByRole('button', { name: say('auth_code_submit') }).click()
    await heading(page, say('onboarding_title')).waitFor()
    await expect.poll(() => page.title()).toContain(person.businessName)
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }

  async function connect(page: Page): Promise<Business> {
    const business: Business = await simulator.post('/businesses', { name: 'Almond & Fig' })
    const [number] = business.numbers
    const statusDelaysMs = { sent: 100, delivered: 300, read: 600, reply: 900 }
    await simulator.put('/dials', {
      phoneNumberId: number?.id,
      dials: { statusDelaysMs, shares: { delivered: 1, read: 1, failedByCode: {} } },
    })
    await page.getByRole('link', { name: say('signup_by_hand') }).click()
    await page.getByLabel(say('connect_waba')).fill(business.wabaId)
    await page.getByLabel(say('connect_phone_number')).fill(number?.id ?? '')
    await page.getByLabel(say('connect_token')).fill(business.accessToken)
    await page.getByRole('button', { name: say('connect_submit') }).click()
    await heading(page, say('connect_done')).waitFor()
    expect(await page.content()).not.toContain(business.accessToken)
    return business
  }

  async function importList(page: Page) {
    await page.goto('/contacts/import')
    const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText(say('imports_preview_hint')).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('button', { name: say('common_continue') }).click()
    await page.getByText(say('imports_match_lead')).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('radio', { name: say('imports_consent_column') }).check()
    await page.getByLabel(say('imports_consent_source')).fill('Club')
    await page.getByRole('button', { name: say('imports_check_rows') }).click()
    await page.getByRole('navigation', { name: say('imports_check_filter') }).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('button', { name: say('imports_start_count', { count: PEOPLE }) }).click()
    await page.getByText(say('imports_done_title', { count: PEOPLE })).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }

  async function seeTemplates(page: Page) {
    await page.goto('/templates')
    await page.getByText('weekend_offer').first().waitFor()
    await expectNoSidewaysScroll(page)
  }

  async function compose(page: Page) {
    await page.goto('/broadcasts/new')
    await page.getByText(say('composer_message_lead')).waitFor()
    await page.getByRole('searchbox').fill('weekend')
    await page.getByRole('radio', { name: 'weekend_offer' }).first().check()
    const next = page.getByRole('button', { name: say('common_continue'), exact: true })
    await next.click()
    await page.getByRole('radio', { name: say('composer_audience_everyone') }).check()
    const sum = say('composer_equation', { chosen: PEOPLE, leftOut: 0, people: PEOPLE })
    await page.getByText(sum).waitFor({ state: 'attached' })
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await next.click()
    await page.getByLabel(say('composer_source')).first().selectOption('contact:first_name')
    await page.getByLabel(say('composer_source')).nth(1).selectOption('fixed')
    await page.getByLabel(say('composer_fixed_text')).fill('חיפה')
    await expectAccessible(page)
    await next.click()
    await page.getByRole('radio', { name: say('composer_when_now') }).waitFor()
    await next.click()
    await page.getByText(say('composer_check_number')).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }

  /** A double click makes one broadcast, and the dialog restates the number with the focus on Cancel. */
  async function send(page: Page) {
    const label = say('composer_send', { count: PEOPLE })
    await page.getByRole('button', { name: label }).first().click()
    const dialog = page.getByRole('dialog', { name: say('composer_confirm', { count: PEOPLE }) })
    await dialog.waitFor()
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim())
    expect(focused).toBe(say('common_cancel'))
    await expectAccessible(page)
    await dialog.getByRole('button', { name: label }).dblclick()
    await page.getByText(say('broadcast_hold_text')).waitFor()
    await expectNoSidewaysScroll(page)
  }

  async function watchToTheEnd(page: Page) {
    const handled = say('broadcast_handled', { done: PEOPLE, count: PEOPLE })
    await page.getByText(handled).waitFor({ timeout: 60_000 })
    await page.getByText(say('broadcasts_state_done'), { exact: true }).first().waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }

  async function expectSentOnce({ numbers }: Business) {
    const path = `/summary?phoneNumberId=${numbers[0]?.id}`
    const summary = await simulator.get(path)
    expect(summary).toMatchObject({ accepted: PEOPLE, maxPerRecipient: 1 })
    await until(async () => (await simulator.get(path)).webhooksPending === 0, {
      what: 'the last webhook',
    })
  }

  async function readOnePerson(page: Page) {
    await page.getByText('נועה3').filter({ visible: true }).first().click()
    await page.getByText(say('broadcast_person_message')).waitFor()
    await page
      .getByText(/נועה3!.*חיפה|נועה3!/)
      .first()
      .waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }
})
