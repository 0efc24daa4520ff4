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
  return { page, setup, id }
}

const part = (page: Page, name: string) =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })
    .last()

/** A square picture, as the browser itself writes one. */
async function pictureOf(page: Page, pixels: number): Promise<Buffer> {
  const base64 = await page.evaluate((size) => {
    const canvas = document.createElement('canvas')
    canvas.width = size
    canvas.height = size
    canvas.getContext('2d')?.fillRect(0, 0, size / 2, size)
    return canvas.toDataURL('image/png').split(',')[1] ?? ''
  }, pixels)
  return Buffer.from(base64, 'base64')
}

describe.each([
  ['en', 'desktop'],
  ['he', 'phone'],
] as const)('a number’s page, in %s on a %s', (language, width) => {
  const say = wordsIn(language)

  it('shows what Meta keeps, and changes it there', async () => {
    const { page, setup } = await numberPage(language, width)
    const profile = part(page, say('number_profile'))
    await profile.getByLabel(say('number_about')).fill('Flowers, every day')
    await profile.getByLabel(say('number_description')).fill('Bouquets for every table.')
    await profile.getByLabel(say('number_address')).fill('12 Herzl St, Haifa')
    await profile.getByLabel(say('number_email')).fill('hello@levi.example')
    await profile.getByLabel(say('number_website'), { exact: true }).fill('https://levi.example')
    await profile.getByLabel(say('number_vertical')).selectOption('RETAIL')
    await profile.getByRole('button', { name: say('common_save') }).click()
    await page.getByText(say('number_saved')).first().waitFor()
    await expect.poll(setup).toMatchObject({
      profile: {
        about: 'Flowers, every day',
        description: 'Bouquets for every table.',
        address: '12 Herzl St, Haifa',
        email: 'hello@levi.example',
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

  it('asks Meta for another name, and takes it into use once Meta approved it', async () => {
    const { page, setup, id } = await numberPage(language, width)
    const name = part(page, say('number_name'))
    await name.getByLabel(say('number_name_other')).fill('Levi Flowers')
    await name.getByRole('button', { name: say('number_name_ask') }).click()
    await name.getByText(say('number_name_pending')).waitFor()
    expect(await setup()).toMatchObject({ name: { wanted: 'PENDING_REVIEW' } })
    await simulator.post('/numbers/name', { phoneNumberId: id, decision: 'APPROVED' })
    // The PIN that a registration takes is known here from now on.
    const pin = part(page, say('number_pin'))
    await pin.getByLabel(say('number_pin')).fill('481516')
    await pin.getByRole('button', { name: say('number_pin_change') }).click()
    await pin.getByText(say('number_pin_known')).waitFor()
    await name.getByText(say('number_name_approved')).waitFor()
    await name.getByRole('button', { name: say('number_name_use') }).click()
    await name.getByText('Levi Flowers').waitFor()
    expect(await setup()).toMatchObject({ name: { shown: 'Levi Flowers', wanted: null } })
  })

  it('shows the address of a chat as a QR code that can be saved for print', async () => {
    const { page } = await numberPage(language, width)
    const chat = part(page, say('number_chat'))
    const address = await chat.getByText('https://wa.me/').innerText()
    expect(address).toMatch(/^https:\/\/wa\.me\/97255\d{7}$/)
    await chat.getByRole('img', { name: say('number_qr_label', { url: address }) }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      chat.getByRole('button', { name: say('number_qr_save') }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^whatsapp-97255\d{7}\.svg$/)
  })

  it('takes a picture by its bytes, and a username that is free', async () => {
    const { page, setup } = await numberPage(language, width)
    const photo = part(page, say('number_photo'))
    const choose = (buffer: Buffer) =>
      photo
        .locator('input[type=file]')
        .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer })
    await photo.getByText(say('number_photo_none')).waitFor()
    await choose(Buffer.from('no picture'))
    await photo.getByText(say('number_photo_broken')).waitFor()
    await choose(await pictureOf(page, 100))
    await photo.getByText(say('number_photo_small')).waitFor()
    await choose(await pictureOf(page, 256))
    await photo.getByAltText(say('number_photo_preview')).waitFor()
    await photo.getByRole('button', { name: say('number_photo_use') }).click()
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
