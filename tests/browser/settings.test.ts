import { describe, expect, inject, it } from 'vitest'
import { newestCode, openBrowser, openSimulator, signIn, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { expectLanguage, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')
const sayHebrew = wordsIn('he')
const simulator = openSimulator(inject('simulatorUrl'))

/** One code was in the mail before these tests ask for another. */
const SIGN_UP_MAILS = 1

/** Somebody new, signed in over HTTP. */
async function somebody() {
  const person = newPerson()
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, person)
  return { person, browser }
}

describe('settings', () => {
  it('keep a changed name and phone', async () => {
    const { browser } = await somebody()
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/profile')
    await page.getByLabel(say('auth_name')).fill('נועה לוי')
    await page.getByLabel(say('auth_phone')).fill('052-555-0117')
    await page.getByRole('button', { name: say('common_save'), exact: true }).click()
    await page.getByText(say('common_saved'), { exact: true }).first().waitFor()

    const { user } = await browser.get('/session')
    expect(user).toMatchObject({ name: 'נועה לוי', phone: '+972525550117' })
  })

  it('change the e-mail by a code sent to the new address', async () => {
    const { browser } = await somebody()
    const { page } = await visit({ as: browser.cookies() })
    const { email } = newPerson()
    await page.goto('/settings/profile')
    await page.getByRole('button', { name: say('settings_email_change') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('settings_email_new')).fill(email)
    await dialog.getByRole('button', { name: say('settings_email_send') }).click()
    const field = dialog.getByRole('textbox', { name: say('auth_code') })
    await field.fill(await newestCode(simulator, email))
    await dialog.getByRole('button', { name: say('auth_code_submit') }).click()

    await dialog.waitFor({ state: 'detached' })
    await page.getByText(email).waitFor()
  })

  it('keep business details, and name each field that needs a fix', async () => {
    const { browser } = await somebody()
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/business')
    await page.getByLabel(say('auth_business_name')).fill('')
    await page.getByLabel(say('settings_business_address')).fill('a'.repeat(301))
    await page.getByRole('button', { name: say('common_save'), exact: true }).click()
    await page.getByRole('alert').getByRole('link').nth(1).waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('name')

    await page.getByLabel(say('auth_business_name')).fill('שקד ותאנה')
    await page.getByLabel(say('settings_business_address')).fill('הרצל 1, תל אביב')
    await page.getByLabel(say('auth_time_zone')).selectOption('Europe/London')
    await page.getByRole('button', { name: say('common_save'), exact: true }).click()
    await page.getByText(say('common_saved'), { exact: true }).first().waitFor()
    expect(await browser.get('/account')).toMatchObject({
      name: 'שקד ותאנה',
      address: 'הרצל 1, תל אביב',
      legalName: null,
      timeZone: 'Europe/London',
    })
  })

  it('end the session on another device', async () => {
    const { person, browser } = await somebody()
    const other = openBrowser(inject('url'))
    await signIn(other, simulator, person.email)
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/profile')
    await page.getByRole('button', { name: say('settings_session_end'), exact: true }).click()
    await page.getByText(say('settings_session_ended')).first().waitFor()

    expect((await other.request('GET', '/api/v1/session')).status).toBe(401)
    expect((await browser.request('GET', '/api/v1/session')).status).toBe(200)
  })

  it('U04: switching the language keeps address, typed text and focus', async () => {
    const { browser } = await somebody()
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/profile?from=mail')
    await page.getByLabel(say('auth_name')).fill('half typ')
    await page.getByRole('radio', { name: 'עברית' }).check()

    await expectLanguage(page, 'he')
    expect(await page.getByLabel(sayHebrew('auth_name')).inputValue()).toBe('half typ')
    expect(new URL(page.url()).search).toBe('?from=mail')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('language')
    await page.reload()
    await expectLanguage(page, 'he')
  })

  it('ask before unsaved changes are lost', async () => {
    const { browser } = await somebody()
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/profile')
    await page.getByLabel(say('auth_name')).fill('half typ')
    await page.getByRole('link', { name: say('nav_templates') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      say('common_cancel'),
    )
    await page.keyboard.press('Escape')
    expect(await page.getByLabel(say('auth_name')).inputValue()).toBe('half typ')

    await page.getByRole('link', { name: say('nav_templates') }).click()
    await dialog.getByRole('button', { name: say('settings_leave_go') }).click()
    await page.getByRole('heading', { level: 1, name: say('nav_templates') }).waitFor()
  })

  it('U27: sign in again in place when the session ends, and the form goes on', async () => {
    const { person, browser } = await somebody()
    const { page } = await visit({ as: browser.cookies() })
    await page.goto('/settings/profile')
    await page.getByLabel(say('auth_name')).fill('Typed before')
    const save = await page
      .getByRole('button', { name: say('common_save'), exact: true })
      .first()
      .elementHandle()
    await browser.post('/auth/sign-out')
    // The window may hear of it before: then the question stands there already.
    await save?.evaluate((button: HTMLElement) => button.click())

    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: say('auth_send_code') }).click()
    const field = dialog.getByRole('textbox', { name: say('auth_code') })
    await field.fill(await newestCode(simulator, person.email, SIGN_UP_MAILS))
    await dialog.getByRole('button', { name: say('auth_code_submit') }).click()
    await page.getByText(say('common_saved'), { exact: true }).first().waitFor()
    expect(await page.getByLabel(say('auth_name')).inputValue()).toBe('Typed before')
  })

  it('a page of members leads to sign-in and back', async () => {
    const { person } = await somebody()
    const { page } = await visit()
    await page.goto('/settings/business')
    await page.getByLabel(say('auth_email')).fill(person.email)
    await page.keyboard.press('Enter')
    const field = page.getByRole('textbox', { name: say('auth_code') })
    await field.fill(await newestCode(simulator, person.email, SIGN_UP_MAILS))
    await page.keyboard.press('Enter')
    await page.getByLabel(say('auth_business_name')).waitFor()
    expect(new URL(page.url()).pathname).toBe('/settings/business')
  })
})
