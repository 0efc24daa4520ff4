import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { type Business, newPerson } from '../support/runtime'
import { expectAccessible, type Page, visit } from '../support/visitor'
import { type Language, wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

async function owner() {
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  return browser
}

const newBusiness = (wishes: object = {}): Promise<Business> =>
  simulator.post('/businesses', wishes)

async function paste(page: Page, language: Language, business: Business) {
  const say = wordsIn(language)
  await page.getByLabel(say('connect_waba')).fill(business.wabaId)
  await page.getByLabel(say('connect_phone_number')).fill(business.numbers[0]?.id ?? '')
  await page.getByLabel(say('connect_token')).fill(business.accessToken)
  await page.getByRole('button', { name: say('connect_submit') }).click()
}

describe.each(['en', 'he'] as const)('connecting WhatsApp, in %s', (language) => {
  const say = wordsIn(language)

  it('shows each check, then the number; the token is nowhere on the page', async () => {
    const browser = await owner()
    const business = await newBusiness()
    const { page } = await visit({ language, as: browser.cookies() })
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: say('onboarding_title') }).waitFor()
    await page.getByRole('link', { name: say('signup_by_hand') }).click()
    await page.getByRole('heading', { level: 1, name: say('connect_title') }).waitFor()
    await paste(page, language, business)

    await page.getByRole('heading', { level: 1, name: say('connect_done') }).waitFor()
    expect(await page.getByText(`${say('connect_state_ok')}:`).count()).toBe(7)
    const shown = business.numbers[0]?.displayPhoneNumber.replace(/\D/g, '') ?? ''
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text.replace(/\D/g, '')).toContain(shown)
    expect(await page.content()).not.toContain(business.accessToken)
    await expectAccessible(page)
  })

  it('says which check failed and how to mend it, and keeps the ids', async () => {
    const browser = await owner()
    const business = await newBusiness({ token: { scopes: ['whatsapp_business_management'] } })
    const { page } = await visit({ language, width: 'phone', as: browser.cookies() })
    await page.goto('/onboarding/token')
    await paste(page, language, business)

    const failed = page.getByRole('listitem').filter({ hasText: `${say('connect_state_failed')}:` })
    await failed.getByText(say('connect_check_token_scopes')).waitFor()
    expect(await failed.textContent()).toContain('whatsapp_business_messaging')
    expect(await page.getByText(say('connect_skipped')).count()).toBe(4)
    expect(await page.getByLabel(say('connect_waba')).inputValue()).toBe(business.wabaId)
    expect((await browser.get('/connections')).items).toEqual([])
    await expectAccessible(page)
  })
})

describe('a connected account', () => {
  const say = wordsIn('en')

  it('U26: is disconnected only after a question that starts on Cancel', async () => {
    const browser = await owner()
    const { wabaId, accessToken, numbers } = await newBusiness()
    await browser.post('/connections', { wabaId, accessToken, phoneNumberId: numbers[0]?.id })
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/numbers')
    const button = page.getByRole('button', { name: 'Disconnect 1 number' })
    await button.click()
    await page.getByRole('dialog').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      say('common_cancel'),
    )
    await page.keyboard.press('Escape')
    expect((await browser.get('/connections')).items[0].state).toBe('active')
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)

    await button.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect 1 number' }).click()
    await page.getByRole('heading', { name: say('numbers_empty') }).waitFor()
    await page.getByText(say('shell_no_number'), { exact: true }).waitFor()
  })
})
