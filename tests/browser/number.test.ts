import { describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const simulator = openSimulator(inject('simulatorUrl'))

/** A connected number, and its page in somebody's browser. */
async function numberPage(language: 'en' | 'he', width: 'phone' | 'desktop') {
  const browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  const business = await simulator.post('/businesses', {})
  const id = business.numbers[0]?.id
  const { wabaId, accessToken } = business
  await browser.post('/connections', { wabaId, accessToken, phoneNumberId: id })
  const { page } = await visit({ language, width, as: browser.cookies() })
  await page.goto(`/settings/numbers/${id}/profile`)
  const setup = () => browser.get(`/numbers/${id}/setup`)
  return { page, setup }
}

const part = (page: Page, name: string) =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })
    .last()

describe.each([
  ['en', 'desktop'],
  ['he', 'phone'],
] as const)('a number’s page, in %s on a %s', (language, width) => {
  const say = wordsIn(language)

  it('shows what Meta keeps, and changes it there', async () => {
    const { page, setup } = await numberPage(language, width)
    const profile = part(page, say('number_profile'))
    await profile.getByLabel(say('number_about')).fill('Flowers, every day')
    await profile.getByLabel(say('number_website'), { exact: true }).fill('https://levi.example')
    await profile.getByLabel(say('number_vertical')).selectOption('RETAIL')
    await profile.getByRole('button', { name: say('common_save') }).click()
    await page.getByText(say('number_saved')).first().waitFor()
    await expect.poll(setup).toMatchObject({
      profile: {
        about: 'Flowers, every day',
        websites: ['https://levi.example'],
        vertical: 'RETAIL',
      },
    })

    const links = part(page, say('number_links'))
    await links.getByLabel(say('number_links_message')).fill('שלום, hello')
    await links.getByRole('button', { name: say('number_links_make') }).click()
    await links.getByText('https://wa.me/message/').waitFor()

    const blocked = part(page, say('number_blocked'))
    await blocked.getByLabel(say('number_blocked_phone')).fill('+1 202-555-0143')
    await blocked.getByRole('button', { name: say('number_block'), exact: true }).click()
    await blocked.getByRole('button', { name: say('number_unblock') }).click()
    await blocked.getByText(say('number_blocked_none')).waitFor()

    const pin = part(page, say('number_pin'))
    await pin.getByText(say('number_pin_unknown')).waitFor()
    await pin.getByLabel(say('number_pin')).fill('481516')
    await pin.getByRole('button', { name: say('number_pin_change') }).click()
    await pin.getByText(say('number_pin_known')).waitFor()
    expect(JSON.stringify(await setup())).not.toContain('481516')
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  })

  it('takes a picture by its bytes, and a username that is free', async () => {
    const { page, setup } = await numberPage(language, width)
    const photo = part(page, say('number_photo'))
    const choose = (buffer: Buffer) =>
      photo
        .locator('input[type=file]')
        .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer })
    await photo.getByText(say('number_photo_none')).waitFor()
    await choose(Buffer.from('<svg/>'))
    await photo.getByText(/5 MB/).nth(1).waitFor()
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(64).fill(0)]
    await choose(Buffer.from(png))
    await photo.getByText(say('number_photo_has')).waitFor()

    const username = part(page, say('number_username'))
    const name = `levi.${Date.now().toString(36)}`
    await username.getByLabel(say('number_username')).fill(name)
    await username.getByRole('button', { name: say('number_username_choose') }).click()
    await username.getByText(name).waitFor()
    expect(await setup()).toMatchObject({ username: { name, status: 'approved' } })

    const other = await numberPage(language, width)
    const theirs = part(other.page, say('number_username'))
    await theirs.getByLabel(say('number_username')).fill(name)
    await theirs.getByRole('button', { name: say('number_username_choose') }).click()
    await theirs.getByText('This username is already in use.').waitFor()
  })
})
