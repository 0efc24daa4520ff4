import { expect, inject, it } from 'vitest'
import { newestCode, openBrowser, openSimulator, signIn, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

it.each(['en', 'he'] as const)(
  'U26 in %s: a workspace is deleted by its name and a fresh code, and can be kept for a day',
  async (language) => {
    const say = wordsIn(language)
    const person = newPerson()
    const browser = openBrowser(inject('url'))
    await signUp(browser, simulator, person)
    const { page, context } = await visit({ language, as: browser.cookies() })
    await page.goto('/settings/data')
    await page.getByRole('button', { name: say('data_delete_open') }).click()
    const dialog = page.getByRole('dialog')
    const cancel = dialog.getByRole('button', { name: say('common_cancel'), exact: true })
    await cancel.waitFor()
    expect(await cancel.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: say('data_delete_open') }).click()
    const name = dialog.getByRole('textbox')
    const send = dialog.getByRole('button', { name: say('data_delete_send') })
    await name.fill('Somebody else')
    await send.click()
    await dialog.getByText(say('data_delete_name_wrong')).first().waitFor()
    const known = (await simulator.mails(person.email)).length
    await name.fill(person.businessName)
    await send.click()
    const code = dialog.getByRole('textbox', { name: say('auth_code') })
    await code.fill(await newestCode(simulator, person.email, known))
    await dialog.getByRole('button', { name: say('auth_code_submit') }).click()
    await page.waitForURL(/\/data-deletion\/[a-z2-7]{26}/)
    expect(await page.locator('.steps .done').count()).toBe(2)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)

    const again = openBrowser(inject('url'))
    await signIn(again, simulator, person.email)
    await context.clearCookies()
    const later = await visit({ language, as: again.cookies() })
    await later.page.goto('/settings/data')
    await later.page.getByRole('button', { name: say('data_keep') }).click()
    await later.page.getByText(say('data_kept')).first().waitFor()
    await later.page.getByRole('button', { name: say('data_delete_open') }).waitFor()
    expect((await again.get('/session')).account.state).toBe('active')
  },
)

it('U26: one contact is deleted after a question that names it', async () => {
  const say = wordsIn('en')
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  const { id } = await browser.post('/contacts', { phone: '052-555-0199', firstName: 'Ruth' })
  const { page } = await visit({ as: browser.cookies() })
  await page.goto(`/contacts/${id}`)
  await page.getByRole('button', { name: say('contacts_delete'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading').getByText('Ruth').waitFor()
  await dialog.getByRole('button', { name: say('contacts_delete_confirm') }).click()
  await page.waitForURL(/\/contacts$/)
  expect((await browser.get('/contacts/count')).count).toBe(0)
})
