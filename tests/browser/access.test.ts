import { describe, expect, inject, it } from 'vitest'
import { newestCode, openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { type Business, newPerson } from '../support/runtime'
import { expectAccessible, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

/** An owner with a connected business of the given wishes, on the page of its access. */
async function connected(wishes: object, language: 'en' | 'he') {
  const browser = openBrowser(inject('url'))
  const person = newPerson()
  await signUp(browser, simulator, person)
  const business: Business = await simulator.post('/businesses', wishes)
  const { wabaId, accessToken, numbers } = business
  const connection: { id: string } = await browser.post('/connections', {
    wabaId,
    accessToken,
    phoneNumberId: numbers[0]?.id,
  })
  const { page } = await visit({ language, as: browser.cookies() })
  await page.goto(`/settings/numbers/${connection.id}/access`)
  await page.getByRole('heading', { name: wordsIn(language)('access_title') }).waitFor()
  const stateOf = (token: string) =>
    simulator.get(`/token-state?accessToken=${token}`) as Promise<{ isValid: boolean }>
  return { page, business, connection, person, stateOf }
}

describe.each(['en', 'he'] as const)('what we can do with an access, in %s', (language) => {
  const say = wordsIn(language)

  it('is narrowed by pasting another token, and the old one is ended at Meta', async () => {
    const needed = ['whatsapp_business_management', 'whatsapp_business_messaging']
    const { page, business, person, stateOf } = await connected(
      { token: { scopes: [...needed, 'business_management'] } },
      language,
    )
    await page.getByText(say('access_wider'), { exact: true }).waitFor()
    await page.getByText(business.wabaId).first().waitFor()
    await expectAccessible(page)
    const narrow: { accessToken: string } = await simulator.post('/tokens', {
      wabaId: business.wabaId,
      token: { scopes: needed },
    })
    await page.getByLabel(say('connect_token')).fill(narrow.accessToken)
    const known = (await simulator.mails(person.email)).length
    await page.getByRole('button', { name: say('access_rotate_submit') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('heading', { name: say('access_rotate_confirm') }).waitFor()
    expect((await stateOf(business.accessToken)).isValid).toBe(true)
    await expectAccessible(page)
    const code = dialog.getByRole('textbox', { name: say('auth_code') })
    await code.fill(await newestCode(simulator, person.email, known))
    await dialog.getByRole('button', { name: say('auth_code_submit') }).click()

    await page.getByText(say('access_exact'), { exact: true }).waitFor()
    await page.getByText(say('access_verdict_invalid'), { exact: true }).first().waitFor()
    expect((await stateOf(business.accessToken)).isValid).toBe(false)
    expect((await stateOf(narrow.accessToken)).isValid).toBe(true)
    expect(await page.getByLabel(say('connect_token')).inputValue()).toBe('')
    expect(await page.content()).not.toContain(narrow.accessToken)
  })

  it('ends with Meta’s own word that the token is invalid', async () => {
    const { page, business, stateOf } = await connected({}, language)
    await page.getByRole('button', { name: say('access_check_now') }).click()
    await page.getByText(say('connect_check_webhook')).waitFor()
    const area = page.locator('.danger-area')
    await area.getByRole('button').click()
    await page.getByRole('dialog').getByRole('button').last().click()

    await page.getByText(say('access_lead_over')).waitFor()
    await page.getByText(say('access_stored_gone')).waitFor()
    await page.getByText(say('access_verdict_invalid'), { exact: true }).first().waitFor()
    expect((await stateOf(business.accessToken)).isValid).toBe(false)
    await expectAccessible(page)
  })
})

it.each(['en', 'he'] as const)(
  'connecting once more, in %s, asks for the code from the mail',
  async (language) => {
    const say = wordsIn(language)
    const { page, business, person } = await connected({}, language)
    const number = business.numbers[0]?.id ?? ''
    await page.goto(`/onboarding/token?waba=${business.wabaId}&number=${number}`)
    const known = (await simulator.mails(person.email)).length
    await page.getByLabel(say('connect_token')).fill(business.accessToken)
    await page.getByRole('button', { name: say('connect_submit') }).click()
    const dialog = page.getByRole('dialog')
    const code = dialog.getByRole('textbox', { name: say('auth_code') })
    await code.fill(await newestCode(simulator, person.email, known))
    await dialog.getByRole('button', { name: say('auth_code_submit') }).click()
    await page.getByRole('heading', { name: say('connect_done') }).waitFor()
    expect(await page.content()).not.toContain(business.accessToken)
  },
)
