import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import type { OptInView } from '../../worker/contract/consent'
import { Answered } from '../support/inbox'
import { expectAccessible, expectLanguage, expectNoSidewaysScroll, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

let shop: Answered
beforeAll(async () => {
  shop = await Answered.open()
})

/** In the language of the person, whose number is Israeli. */
const ANSWER = 'לא יישלחו אליך יותר'

const TEXTS = {
  en: { name: 'Name', phone: 'Phone number', next: 'Continue' },
  he: { name: 'שם', phone: 'מספר טלפון', next: 'המשך' },
}

const contactOf = async (phone: string) =>
  (await shop.owner.get(`/contacts?q=${phone.slice(1)}`)).items[0]

describe.each(['en', 'he'] as const)('consent in %s', (language) => {
  const say = wordsIn(language)
  const words = TEXTS[language]

  it('is given on the public page without a script, proved by a message, shown with its proof, and taken back and restored', async () => {
    // The owner makes the page and wishes that people are answered.
    const owner = await visit({ language, as: shop.owner.cookies() })
    await owner.page.goto('/settings/consent')
    const make = owner.page.getByRole('button', { name: say('join_make') })
    await make
      .or(owner.page.getByLabel(say('join_qr')))
      .first()
      .waitFor()
    if (await make.isVisible()) await make.click()
    await owner.page.getByLabel(say('join_qr')).waitFor()
    const answers = owner.page.getByLabel(say('consent_answers_stop'), { exact: true })
    await answers.check()
    await until(async () => (await shop.owner.get('/consent/words')).answersStop, {
      what: 'the wish',
    })
    await expectAccessible(owner.page)
    for (const width of [320, 1280]) {
      await owner.page.setViewportSize({ width, height: 800 })
      await expectNoSidewaysScroll(owner.page)
    }

    // Somebody agrees, with a browser that runs nothing.
    const { page: made }: OptInView = await shop.owner.get('/consent/page')
    const phone = shop.newPerson()
    const { page, context } = await visit({ language, script: false, width: 320 })
    await context.clearCookies()
    await page.goto(`/join/${made?.code}`)
    await expectLanguage(page, language)
    await expectNoSidewaysScroll(page)
    await page.getByText(made?.texts[language].wording ?? '').waitFor()
    await page.getByLabel(words.name, { exact: true }).fill('Dana')
    await page.getByLabel(words.phone).fill(phone)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: words.next }).click()
    const link = page.locator('a[href^="https://wa.me/"]')
    await link.waitFor()
    await expectNoSidewaysScroll(page)
    expect(await context.cookies()).toEqual([])
    expect(await contactOf(phone)).toBeUndefined()

    // Axe is a script itself, so it looks from another window.
    const scripted = await visit({ language })
    for (const address of [`/join/${made?.code}`, page.url()]) {
      await scripted.page.goto(address)
      await expectAccessible(scripted.page)
    }

    // The message comes from their number: that is the proof.
    const text = new URL((await link.getAttribute('href')) ?? '').searchParams.get('text') ?? ''
    await shop.write(phone, text)
    const contact = await until(
      async () => {
        const found = await contactOf(phone)
        return found?.consent === 'opted_in' ? found : null
      },
      { what: 'the agreement' },
    )
    await owner.page.goto(`/contacts/${contact.id}/evidence`)
    await owner.page.getByText(made?.texts[language].wording ?? '').waitFor()
    await owner.page.getByText(say('consent_source_form')).waitFor()
    await expectAccessible(owner.page)
    await owner.page.setViewportSize({ width: 320, height: 800 })
    await expectNoSidewaysScroll(owner.page)
    await owner.page.setViewportSize({ width: 1280, height: 800 })

    // A message is taken for a stop, is answered, and was none.
    await shop.write(phone, language === 'he' ? 'ביטול' : 'cancel')
    await until(async () => (await contactOf(phone)).consent === 'opted_out', { what: 'the stop' })
    const happened = async () =>
      JSON.stringify(await shop.owner.get(`/contacts/${contact.id}/timeline`))
    await until(async () => (await happened()).includes(ANSWER), { what: 'the answer' })
    await owner.page.goto(`/contacts/${contact.id}`)
    await owner.page.getByText(ANSWER).first().waitFor()
    await owner.page.getByRole('button', { name: say('consent_undo') }).click()
    const dialog = owner.page.getByRole('dialog')
    await dialog.getByLabel(say('consent_undo_reason')).fill('An order')
    await expectAccessible(owner.page)
    await dialog.getByRole('button', { name: say('consent_undo_confirm') }).click()
    await dialog.waitFor({ state: 'detached' })
    await owner.page.getByText(say('contacts_happened_stop_undone')).waitFor()
    expect((await contactOf(phone)).consent).toBe('opted_in')
  })
})
