import { describe, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

describe.each([
  ['en', 'desktop'],
  ['he', 'phone'],
] as const)('the set-up, in %s on a %s', (language, width) => {
  const say = wordsIn(language)

  it('looks at each step now, and shows what it found and what mends it', async () => {
    const browser = openBrowser(inject('url'))
    await signUp(browser, simulator, newPerson())
    const { wabaId, accessToken, numbers } = await simulator.post('/businesses', { templates: 2 })
    await browser.post('/connections', { wabaId, accessToken, phoneNumberId: numbers[0]?.id })
    const { page } = await visit({ language, width, as: browser.cookies() })
    const checkNow = () => page.getByRole('button', { name: say('onboarding_check_now') }).click()

    await page.goto('/onboarding?step=connect')
    await checkNow()
    const found = page.locator('main .panel')
    await found.getByText(say('connect_state_ok')).first().waitFor()

    await page.goto('/onboarding?step=webhook')
    await simulator.post('/accounts/payment', { wabaId, missing: true })
    await checkNow()
    const payment = found.getByRole('listitem').filter({ hasText: say('onboarding_check_payment') })
    await payment.getByText(say('connect_state_failed')).waitFor()
    await found.getByText(say('health_payment_missing')).waitFor()
    await simulator.post('/accounts/payment', { wabaId, missing: false })
    await checkNow()
    await payment.getByText(say('connect_state_ok')).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)

    await page.goto('/onboarding?step=templates')
    await checkNow()
    await found.getByText(say('onboarding_templates_syncing')).waitFor()
    await page.getByText(say('onboarding_templates_count', { count: '2' })).waitFor()
  })
})
