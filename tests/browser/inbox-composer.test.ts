import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp, until } from '../../scripts/api.mjs'
import { connectNumber } from '../../scripts/journey.mjs'
import { Answered } from '../support/inbox'
import { type Business, newPerson } from '../support/runtime'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

let shop: Answered
beforeAll(async () => {
  shop = await Answered.open()
  await shop.owner.post('/saved-replies', { shortcut: 'hours', text: 'Open until two, {{name}}.' })
  await shop.owner.post('/saved-replies', { shortcut: 'hello', text: 'Good morning' })
})

const LANGUAGES = ['en', 'he'] as const
const said = (page: Page, text: string) => page.locator('.bubble').getByText(text)

describe.each(LANGUAGES)('an answer in %s', (language) => {
  const say = wordsIn(language)
  const fieldOn = (page: Page) =>
    page.getByRole('textbox', { name: say('inbox_reply'), exact: true })
  const button = (page: Page, key: Parameters<typeof say>[0]) =>
    page.getByRole('button', { name: say(key), exact: true })

  it('is spoken, heard before it leaves, thrown away by Esc, and a voice message at Meta', async () => {
    const { id } = await shop.conversation('Call me')
    const { page } = await shop.watch('owner', id, { language, width: 'phone' })
    await said(page, 'Call me').waitFor()
    // As a browser says it whose owner refused.
    await page.evaluate(() => {
      const { mediaDevices } = navigator
      const real = mediaDevices.getUserMedia.bind(mediaDevices)
      mediaDevices.getUserMedia = async () => {
        mediaDevices.getUserMedia = real
        throw new DOMException('', 'NotAllowedError')
      }
    })
    await button(page, 'inbox_record').click()
    await page.getByRole('alert').getByText(say('inbox_record_refused')).waitFor()
    await page
      .locator('.recording')
      .getByRole('button', { name: say('common_close') })
      .click()

    await button(page, 'inbox_record').press('Enter')
    await button(page, 'inbox_record_stop').waitFor()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.locator('.recording').waitFor({ state: 'detached' })
    expect(await page.locator('.chosen-file').count()).toBe(0)

    await button(page, 'inbox_record').press('Enter')
    const stop = button(page, 'inbox_record_stop')
    await stop.waitFor()
    // By the key that began it: the focus is there.
    await until(() => stop.evaluate((it) => it === document.activeElement), { what: 'the focus' })
    await page.locator('.recording').getByText('0:01').waitFor()
    await page.keyboard.press('Enter')
    const preview = page.locator('.chosen-file audio')
    await preview.waitFor()
    const isPlayable = () => preview.evaluate((it) => (it as HTMLAudioElement).duration > 0.5)
    await until(isPlayable, { what: 'sound that this browser plays' })
    await expectAccessible(page)
    await page.locator('.compose-acts .btn.primary:not([disabled])').click()
    await until(async () => (await shop.lastSent())?.type === 'audio', { what: 'sound at Meta' })
    expect((await shop.lastSent()).parameters).toMatchObject({ voice: true })
    const isThere = async () =>
      (await shop.thread(id)).some(({ content, state }) => {
        const isVoice = content.kind === 'media' && content.isVoice
        // Some people's phones are off for long.
        return isVoice && (state === 'sent' || state === 'delivered' || state === 'read')
      })
    await until(isThere, { what: 'the voice message on its way to the person' })
  })

  it('holds emoji found by words of either language', async () => {
    const { id } = await shop.conversation('Thanks')
    const page = await shop.look('owner', id, { language })
    await fieldOn(page).fill('ab')
    await fieldOn(page).press('ArrowLeft')
    for (const word of ['כלב', 'rose']) {
      await button(page, 'inbox_emoji').click()
      const search = page.getByRole('searchbox', { name: say('inbox_emoji_search') })
      await search.waitFor()
      await page.locator('.emoji-grid [role=option]').nth(500).waitFor({ state: 'attached' })
      if (word === 'rose') await expectAccessible(page)
      await search.fill(word)
      await page.getByRole('group', { name: say('inbox_emoji_found') }).waitFor()
      await search.press('Enter')
      await search.waitFor({ state: 'detached' })
    }
    expect(await fieldOn(page).inputValue()).toBe('a🐕🌹b')
    await fieldOn(page).fill('')
  })

  it('is taken from the saved ones by keys alone, on a keyboard of either language', async () => {
    const { id } = await shop.conversation('When?')
    const page = await shop.look('owner', id, { language })
    await said(page, 'When?').waitFor()
    // What the key types there, ף, does not matter: where it is does.
    await page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { code: 'Semicolon', key: 'ף', bubbles: true }),
      ),
    )
    const list = page.getByRole('listbox', { name: say('inbox_saved_replies') })
    await list.getByRole('option').nth(1).waitFor()
    await page.keyboard.type('h')
    await page.keyboard.press('ArrowDown')
    await list.locator('[aria-selected=true]', { hasText: 'hours' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await until(async () => (await fieldOn(page).inputValue()).startsWith('Open until two'), {
      what: 'the saved reply in the field',
    })
    expect(await said(page, 'hours').count()).toBe(0)
    await fieldOn(page).fill('/h')
    await list.waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    await fieldOn(page).fill('')
  })

  it('is sent by the key that its writer chose, on every machine', async () => {
    const { id } = await shop.conversation('Which key?')
    const page = await shop.look('owner', id, { language })
    const choose = async (now: string, next: string) => {
      const named = (key: string) => ({ name: say('inbox_key_sends', { key }), exact: true })
      await page.getByRole('button', named(now)).click()
      await page.getByRole('menuitem', named(next)).click()
      await page.getByRole('button', named(next)).waitFor()
    }
    await choose('Enter', 'Ctrl Enter')
    const other = await shop.look('owner', id, { language })
    await fieldOn(other).fill('first')
    await other.keyboard.press('Enter')
    await other.keyboard.type('second')
    expect(await fieldOn(other).inputValue()).toBe('first\nsecond')
    await other.keyboard.press('Control+Enter')
    await said(other, 'second').first().waitFor()
    expect(await fieldOn(other).inputValue()).toBe('')
    await choose('Ctrl Enter', 'Enter')
  })

  it('that did not leave is there after a reload, and leaves once', async () => {
    const { id } = await shop.conversation('Are you there?')
    const { page, misdeeds } = await shop.watch('owner', id, { language })
    await said(page, 'Are you there?').waitFor()
    await page.route('**/api/v1/messages', (route) => route.abort())
    await fieldOn(page).fill('We are')
    await fieldOn(page).press('Control+Enter')
    await page.getByText(say('inbox_not_sent_offline')).waitFor()
    await page.reload()
    await page.getByText(say('inbox_not_sent_offline')).waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.getByText(say('inbox_not_sent_offline')).waitFor({ state: 'detached' })
    await page.reload()
    await said(page, 'We are').waitFor()
    expect(await said(page, 'We are').count()).toBe(1)
    expect((await shop.thread(id)).filter(({ side }) => side === 'out')).toHaveLength(1)
    misdeeds.length = 0
  })

  it('that was written long ago leaves only when somebody says so', async () => {
    const { id } = await shop.conversation('Is it today?')
    const { page, misdeeds } = await shop.watch('owner', id, { language })
    await said(page, 'Is it today?').waitFor()
    await page.route('**/api/v1/messages', (route) => route.abort())
    await fieldOn(page).fill('It is today')
    await fieldOn(page).press('Control+Enter')
    await page.getByText(say('inbox_not_sent_offline')).waitFor()
    await page.evaluate(() => {
      const name = Object.keys(localStorage).find((one) => one.includes('inbox-unsent')) ?? ''
      const [unsent] = JSON.parse(localStorage.getItem(name) ?? '[]')
      unsent.entry.at -= 2 * 3_600_000
      localStorage.setItem(name, JSON.stringify([unsent]))
    })
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.reload()
    await page.getByText(say('inbox_not_sent_old')).waitFor()
    expect((await shop.thread(id)).filter(({ side }) => side === 'out')).toHaveLength(0)
    await button(page, 'common_retry').click()
    await page.getByText(say('inbox_not_sent_old')).waitFor({ state: 'detached' })
    await until(async () => (await shop.thread(id)).length === 2, { what: 'the reply' })
    misdeeds.length = 0
  })

  it('may be an emoji on what they wrote, which is no message of its own', async () => {
    const { id } = await shop.conversation('It was great')
    const page = await shop.look('owner', id, { language })
    await said(page, 'It was great').hover()
    await button(page, 'inbox_react').click()
    await page.getByRole('menuitem', { name: '🙏' }).click()
    await page.locator('.bubble.in .reactions', { hasText: '🙏' }).waitFor()
    await page.locator('.bubble.out').waitFor({ state: 'detached' })
  })
})

describe.each(LANGUAGES)('an inbox to which nobody wrote, in %s', (language) => {
  it('shows how to try it: a picture for the camera and a link', async () => {
    const say = wordsIn(language)
    const simulator = openSimulator(inject('simulatorUrl'))
    const owner = openBrowser(inject('url'))
    await signUp(owner, simulator, newPerson())
    const business: Business = await simulator.post('/businesses', { templates: 1 })
    await connectNumber(owner, business)
    const { page } = await visit({ as: owner.cookies(), language, width: 'phone' })
    await page.goto('/inbox')
    await page.getByRole('img', { name: say('inbox_try_qr') }).waitFor()
    const link = page.getByRole('link', { name: 'https://wa.me/' })
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/wa\.me\/\d{8,15}$/)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await page.goto('/inbox/settings')
    await page.getByRole('heading', { name: say('inbox_storage') }).waitFor()
    await page.locator('.storage-used').waitFor()
    await expectAccessible(page)
  })
})

describe.each(LANGUAGES)('what a team settles once, in %s', (language) => {
  const say = wordsIn(language)
  const section = (page: Page, key: Parameters<typeof say>[0]) =>
    page.locator('section', { has: page.getByRole('heading', { name: say(key) }) })

  it('labels are named, coloured, taken away and brought back', async () => {
    const { page } = await visit({ as: shop.owner.cookies(), language, width: 320 })
    await page.goto('/inbox/settings')
    const labels = section(page, 'inbox_labels')
    const name = labels.getByRole('textbox', { name: say('inbox_label_name') })
    const [first, second] = [`Stock ${language}`, `Later ${language}`]
    const named = (text: string) => labels.locator('.label-name', { hasText: text })
    await name.fill(first)
    await labels
      .getByRole('combobox', { name: say('inbox_label_colour') })
      .selectOption({ label: say('inbox_colour_blue') })
    await labels.getByRole('button', { name: say('inbox_label_add') }).click()
    await named(first).locator('.label-dot.blue').waitFor()
    const row = labels.getByRole('listitem').filter({ hasText: first })
    await row.getByRole('button').first().click()
    await name.first().fill(second)
    await labels.getByRole('button', { name: say('common_save') }).click()
    await named(second).waitFor()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await labels
      .getByRole('listitem')
      .filter({ hasText: second })
      .getByRole('button')
      .last()
      .click()
    await named(second).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: say('common_undo') }).click()
    await named(second).locator('.label-dot.blue').waitFor()
  })

  it('saved replies are changed where they stand, and come back when they were removed', async () => {
    const { page } = await visit({ as: shop.owner.cookies(), language })
    await page.goto('/inbox/settings')
    const saved = section(page, 'inbox_saved_replies')
    const edit = saved.getByRole('button', { name: say('inbox_saved_edit', { shortcut: 'hello' }) })
    await edit.click()
    const form = saved.locator('li form')
    const shortcut = form.getByRole('textbox', { name: say('inbox_saved_shortcut') })
    await shortcut.fill('two words')
    await form.getByRole('button', { name: say('common_save') }).click()
    await form.getByText(say('inbox_saved_wrong')).waitFor()
    await shortcut.fill('hello')
    const text = `Good morning in ${language}`
    await form.getByRole('textbox', { name: say('inbox_saved_text') }).fill(text)
    await form.getByRole('button', { name: say('common_save') }).click()
    await saved.getByText(text).waitFor()
    await saved
      .getByRole('button', { name: say('inbox_saved_remove', { shortcut: 'hello' }) })
      .click()
    await saved.getByText(text).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: say('common_undo') }).click()
    await saved.getByText(text).waitFor()
    await expectAccessible(page)
  })
})
