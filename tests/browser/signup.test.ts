import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const simulatorUrl = inject('simulatorUrl')
const simulator = openSimulator(simulatorUrl)

async function owner() {
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  return browser
}

/** Opens Meta's window from the page's button; the keyboard is enough. */
async function windowOf(page: Page, button: string): Promise<Page> {
  const opener = page.getByRole('button', { name: button })
  await page.locator('button.primary:not([aria-busy])', { hasText: button }).waitFor()
  const opened = page.context().waitForEvent('page')
  await opener.press('Enter')
  const popup = await opened
  await popup.getByRole('button', { name: 'Cancel' }).waitFor()
  return popup
}

const choose = (popup: Page, field: string, value: string) =>
  popup.locator(`select[name=${field}]`).selectOption(value)
const end = (popup: Page, name: string) =>
  popup.getByRole('button', { name, exact: true }).press('Enter')

describe.each([
  ['en', 'desktop'],
  ['he', 'phone'],
] as const)('Meta’s sign-up window, in %s on a %s', (language, width) => {
  const say = wordsIn(language)

  it('connects a fresh workspace by keyboard, and sends its first test message', async () => {
    const browser = await owner()
    const began = Date.now()
    const { page } = await visit({ language, width, as: browser.cookies(), mayAsk: simulatorUrl })
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: say('onboarding_title') }).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('link', { name: say('signup_start') }).press('Enter')
    await page.waitForURL('**/connect')
    await page.getByRole('heading', { level: 1, name: say('connect_title') }).waitFor()

    const popup = await windowOf(page, say('signup_start'))
    await choose(popup, 'number', 'new')
    await choose(popup, 'order', 'code_first')
    await end(popup, 'Finish')

    await page.getByRole('heading', { level: 1, name: say('connect_done') }).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await page.getByRole('link', { name: say('signup_next') }).press('Enter')
    await page.waitForURL('**/onboarding')
    await page.goto('/onboarding?step=test')
    const send = page.getByRole('button', { name: say('onboarding_test_send') })
    await send.waitFor({ timeout: 60_000 })
    await send.press('Enter')
    await page.getByText(say('onboarding_test_delivered')).waitFor({ timeout: 60_000 })
    expect(Date.now() - began).toBeLessThan(120_000)
    const { items } = await browser.get('/connections')
    expect(items).toMatchObject([{ state: 'active', problems: [] }])
  })

  it('left half-way keeps what was done at Meta, and goes on', async () => {
    const browser = await owner()
    const { page } = await visit({ language, width, as: browser.cookies(), mayAsk: simulatorUrl })
    await page.goto('/connect')
    await end(await windowOf(page, say('signup_start')), 'Cancel')
    await page.getByText(say('signup_cancelled')).waitFor()
    expect((await browser.get('/connections')).items).toEqual([])
    await expectAccessible(page)

    await (await windowOf(page, say('signup_go_on'))).close()
    await page.getByText(say('signup_closed')).waitFor()
    const popup = await windowOf(page, say('signup_go_on'))
    await choose(popup, 'order', 'code_only')
    await end(popup, 'Finish')
    await page.getByRole('heading', { level: 1, name: say('connect_done') }).waitFor()
  })
})

describe('what the window may answer', () => {
  const say = wordsIn('en')
  const visitor = async () => {
    const browser = await owner()
    const { page } = await visit({ as: browser.cookies(), mayAsk: simulatorUrl })
    await page.goto('/connect')
    return { browser, page }
  }

  it('an error of Meta’s is told in its words', async () => {
    const { page } = await visitor()
    await end(await windowOf(page, say('signup_start')), 'Report an error')
    await page.getByText('Your verified name violates WhatsApp guidelines.').waitFor()
  })

  it('a WABA without a number is connected, and says what is left', async () => {
    const { browser, page } = await visitor()
    await end(await windowOf(page, say('signup_start')), 'Finish without a number')
    await page.getByRole('heading', { level: 1, name: say('connect_done') }).waitFor()
    const problems = page.getByRole('list', { name: say('health_title') })
    await problems.getByText(say('health_number_missing')).waitFor()
    await problems.getByRole('button', { name: say('numbers_look') }).waitFor()
    expect((await browser.get('/connections')).items).toMatchObject([{ numbers: [] }])
  })

  it('a number with a PIN of its own asks for it, and a wrong one is explained', async () => {
    const { page } = await visitor()
    const popup = await windowOf(page, say('signup_start'))
    await choose(popup, 'number', 'with_pin')
    await end(popup, 'Finish')
    const pin = page.getByLabel(say('pin_label'))
    await pin.fill('000000')
    await pin.press('Enter')
    await page.getByText(/locks the number for hours/).waitFor()
    await pin.fill('481516')
    await pin.press('Enter')
    await page.getByText(say('health_number_unregistered')).first().waitFor({ state: 'detached' })
  })

  it('the number of a phone app is shared, and its past is asked for by hand', async () => {
    const { page } = await visitor()
    await page.getByRole('radio', { name: new RegExp(say('signup_which_phone')) }).check()
    await end(await windowOf(page, say('signup_start')), 'Finish')
    await page.getByRole('heading', { level: 1, name: say('connect_done') }).waitFor()
    await page.goto('/settings/numbers')
    await page.getByRole('button', { name: say('phone_app_ask_history') }).click()
    await page.getByText(`${say('phone_app_history')}: ${say('phone_app_asked')}`).waitFor()
    await expectAccessible(page)
  })

  it('a renewal whose code was wrong asks for another, in the same place', async () => {
    const { browser, page } = await visitor()
    await end(await windowOf(page, say('signup_start')), 'Finish')
    await page.getByRole('heading', { level: 1, name: say('connect_done') }).waitFor()
    const [connection] = (await browser.get('/connections')).items
    await page.goto(`/connect?renew=${connection.id}`)
    await page.getByRole('button', { name: say('signup_send_code') }).click()
    const code = page.getByLabel(say('auth_code'), { exact: true })
    await code.fill('22222222')
    await code.press('Enter')
    await page.getByText(/This code is not right/).waitFor()
    await page.getByRole('button', { name: say('signup_start') }).click()
    await page.getByRole('button', { name: say('signup_send_code') }).waitFor()
  })

  it('other pages neither share a document with Meta’s script nor speak to its host', async () => {
    const browser = await owner()
    const { page, misdeeds } = await visit({ as: browser.cookies() })
    await page.goto('/onboarding')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.evaluate(() => 'FB' in globalThis)).toBe(false)
    expect(misdeeds).toEqual([])
  })
})
