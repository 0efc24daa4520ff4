import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { Answered } from '../support/inbox'
import { expectAccessible, expectNoSidewaysScroll, type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')
const AT_ONCE_MS = 100

let shop: Answered
beforeAll(async () => {
  shop = await Answered.open()
})

const fieldOn = (page: Page) => page.getByRole('textbox', { name: say('inbox_reply'), exact: true })
const saidOn = (page: Page, text: string) => page.locator('.bubble').getByText(text)

/** The browser itself logs requests that a cut line took: nothing else may be there. */
function forgiveCuts(misdeeds: string[]) {
  expect(misdeeds.filter((one) => !/net::ERR_/.test(one))).toEqual([])
  misdeeds.length = 0
}

/** Types and sends; how long until the bubble is there. */
async function sendOn(page: Page, text: string): Promise<number> {
  await fieldOn(page).fill(text)
  return page.evaluate(async (wanted) => {
    const begun = performance.now()
    document.querySelector<HTMLFormElement>('.compose-box')?.requestSubmit()
    const isThere = () =>
      [...document.querySelectorAll('.bubble.out')].some((one) => one.textContent?.includes(wanted))
    while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - begun
  }, text)
}

describe('U17: replies', () => {
  it('show at once while the network takes two seconds', async () => {
    const { id } = await shop.conversation('Are you open on Friday?')
    const page = await shop.look('owner', id)
    await saidOn(page, 'Are you open on Friday?').waitFor()
    await page.route('**/api/v1/messages', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      await route.continue()
    })
    expect(await sendOn(page, 'Yes, until two.')).toBeLessThan(AT_ONCE_MS)
    await page.locator('.bubble.out .ticks', { hasText: say('inbox_tick_sending') }).waitFor()
    const delivered = page.locator('.bubble.out').getByText(say('inbox_tick_read'))
    await delivered
      .or(page.getByText(say('inbox_tick_delivered')))
      .first()
      .waitFor()
  })

  it('arrive in the order in which they were written, though the first takes longer', async () => {
    const { id } = await shop.conversation('How much is it?')
    const page = await shop.look('owner', id)
    await saidOn(page, 'How much is it?').waitFor()
    let requests = 0
    await page.route('**/api/v1/messages', async (route) => {
      requests += 1
      if (requests === 1) await new Promise((resolve) => setTimeout(resolve, 1500))
      await route.continue()
    })
    await sendOn(page, 'The blue one?')
    await sendOn(page, 'Forty.')
    await until(async () => (await shop.thread(id)).length === 3, { what: 'both' })
    const ours = (await shop.thread(id)).filter(({ side }) => side === 'out')
    expect(ours.map(({ content }) => content)).toMatchObject([
      { text: 'Forty.' },
      { text: 'The blue one?' },
    ])
  })

  it('that meet no connection keep their text, leave by themselves, and are one message', async () => {
    const { id } = await shop.conversation('Do you deliver?')
    const { page, misdeeds } = await shop.watch('owner', id)
    await saidOn(page, 'Do you deliver?').waitFor()
    const before = await shop.accepted()
    // At first nothing arrives; then all arrives, and the answers are lost on their way back.
    let isCut = true
    await page.route('**/api/v1/messages', async (route) => {
      if (!isCut) await route.fetch()
      await route.abort()
    })
    await sendOn(page, 'We do, to all of Haifa.')
    await page.getByText(say('inbox_not_sent_offline')).waitFor()
    isCut = false
    await page.getByText(say('inbox_not_sent_offline')).waitFor({ state: 'detached' })
    await until(async () => (await shop.thread(id)).length === 2, { what: 'the reply' })
    const mine = (await shop.thread(id)).filter(({ side }) => side === 'out')
    expect(mine).toHaveLength(1)
    expect(await shop.accepted()).toBe(before + 1)
    // A request that still hangs must not be answered after the page is gone.
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    forgiveCuts(misdeeds)
  })

  it('that were refused stay with the reason, also after a reload, until somebody decides', async () => {
    const { id } = await shop.conversation('Is it still there?')
    const page = await shop.look('owner', id)
    await saidOn(page, 'Is it still there?').waitFor()
    const error = { code: 'message.window_closed', message: 'Not now.', requestId: 'r1' }
    await page.route('**/api/v1/messages', (route) =>
      route.fulfill({ status: 409, json: { error } }),
    )
    await sendOn(page, 'It was a minute ago.')
    const refusal = page.getByRole('alert').getByText('Not now.')
    await refusal.waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.reload()
    await refusal.waitFor()
    const ours = async () => (await shop.thread(id)).filter(({ side }) => side === 'out').length
    expect(await ours()).toBe(0)
    await page.getByRole('button', { name: say('common_retry') }).click()
    await until(async () => (await ours()) === 1, { what: 'the reply' })
  })

  it('that Meta refused say why, and go again as a new message, once', async () => {
    const { id } = await shop.conversation('Do you deliver?')
    const page = await shop.look('owner', id)
    await saidOn(page, 'Do you deliver?').waitFor()
    const refuse = (refusedByCode: Record<string, number>) =>
      shop.simulator.put('/dials', {
        phoneNumberId: shop.numberId,
        dials: { shares: { refusedByCode } },
      })
    await refuse({ 131042: 1 })
    await sendOn(page, 'On weekdays.')
    const again = page.getByRole('button', { name: say('inbox_again') })
    await again.waitFor()
    const listed = page.locator('a.conversation[aria-current]')
    await listed.getByTitle(say('inbox_tick_failed')).waitFor()
    await refuse({})
    await again.dblclick()
    const ours = async () => (await shop.thread(id)).filter(({ side }) => side === 'out')
    await until(async () => (await ours())[0]?.state === 'read', { what: 'the second one' })
    expect((await ours()).map(({ state }) => state)).toEqual(['read', 'failed'])
    await listed.getByTitle(say('inbox_tick_read')).waitFor()
  })

  it('that were cut off leave by themselves, also from another page of the inbox', async () => {
    const { id } = await shop.conversation('Can you hear me?')
    const { page, misdeeds } = await shop.watch('owner', id)
    await saidOn(page, 'Can you hear me?').waitFor()
    await page.route('**/api/v1/messages', (route) => route.abort())
    await sendOn(page, 'Loud and clear.')
    await page.getByText(say('inbox_not_sent_offline')).waitFor()
    await page.goto('/inbox?list=snoozed')
    await page.getByText(say('inbox_list_empty')).waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await until(async () => (await shop.thread(id)).length === 2, { what: 'the reply' })
    forgiveCuts(misdeeds)
  })

  it('half written stay with their conversation, through a reload', async () => {
    const [one, other] = [await shop.conversation('First'), await shop.conversation('Second')]
    const page = await shop.look('owner', one.id)
    await fieldOn(page).fill('For the first')
    await page.goto(`/inbox?c=${other.id}`)
    expect(await fieldOn(page).inputValue()).toBe('')
    await fieldOn(page).fill('For the second')
    await page.reload()
    expect(await fieldOn(page).inputValue()).toBe('For the second')
    await page.goto(`/inbox?c=${one.id}`)
    expect(await fieldOn(page).inputValue()).toBe('For the first')
  })
})

describe('U18: the window', () => {
  it('counts down, and closed without a reload leaves templates only', async () => {
    const { id } = await shop.conversation('When is it ready?')
    const { page } = await visit({ as: shop.owner.cookies() })
    await page.clock.install()
    await page.goto(`/inbox?c=${id}`)
    await fieldOn(page).waitFor()
    expect(await page.locator('.window-bar .left').textContent()).toMatch(/23/)
    await page.clock.fastForward('22:30:00')
    await page.locator('.window-bar.soon').waitFor()
    await page.clock.fastForward('02:00:00')
    await page.getByText(say('inbox_window_why')).waitFor()
    await fieldOn(page).waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: say('inbox_choose_template') }).waitFor()
  })
})

describe('a template', () => {
  it('that is sent by a double press is one message', async () => {
    const { id } = await shop.conversation('Anything new?')
    const { page } = await visit({ as: shop.owner.cookies() })
    await page.clock.install()
    await page.goto(`/inbox?c=${id}`)
    await fieldOn(page).waitFor()
    await page.clock.fastForward('25:00:00')
    const choice = page.getByRole('combobox', { name: say('inbox_choose_template') })
    await choice.locator('option').nth(1).waitFor({ state: 'attached' })
    await choice.selectOption({ index: 1 })
    for (const field of await page.locator('.fill input').all()) await field.fill('Noa')
    await page.getByRole('button', { name: say('inbox_send_template') }).dblclick()
    await until(async () => (await shop.thread(id)).length === 2, { what: 'the template' })
    await page.clock.fastForward('00:10')
    await page.waitForTimeout(1000)
    expect(await shop.thread(id)).toHaveLength(2)
  })
})

describe('U25: without a connection', () => {
  it('reading goes on, replies say so and wait, and all goes by itself when the line is back', async () => {
    const { id, from } = await shop.conversation('Before the cut')
    const { page, misdeeds } = await shop.watch('owner', id)
    await saidOn(page, 'Before the cut').waitFor()
    await page.context().setOffline(true)
    await page.getByText(say('inbox_reconnecting')).waitFor()
    await sendOn(page, 'Written offline')
    await page.getByText(say('inbox_not_sent_offline')).waitFor()
    expect(await saidOn(page, 'Before the cut').isVisible()).toBe(true)
    await shop.write(from, 'During the cut')
    await sendOn(page, 'And one more')
    await page.getByText(say('inbox_outbox', { count: 2 })).waitFor()
    // What does not wait says why it was not done.
    await page.getByRole('button', { name: say('inbox_close') }).click()
    await page.locator('.toasts').getByText(say('error_offline')).waitFor()
    await page.context().setOffline(false)
    await saidOn(page, 'During the cut').waitFor()
    await page.getByText(say('inbox_not_sent_offline')).first().waitFor({ state: 'detached' })
    await page.getByText(say('inbox_reconnecting')).waitFor({ state: 'detached' })
    await until(async () => (await shop.thread(id)).length === 4, { what: 'all four' })
    const ours = (await shop.thread(id)).filter(({ side }) => side === 'out')
    expect(ours.map(({ content }) => content)).toMatchObject([
      { text: 'And one more' },
      { text: 'Written offline' },
    ])
    expect(await saidOn(page, 'During the cut').count()).toBe(1)
    expect(await saidOn(page, 'Written offline').count()).toBe(1)
    forgiveCuts(misdeeds)
  })
})

describe.each(['en', 'he'] as const)('the inbox in %s', (language) => {
  it('shows every kind of message, on a desk and on a phone', async () => {
    const words = wordsIn(language)
    const { id, from } = await shop.conversation('שלום, *מתי* פתוח?')
    const say = (content: object) => shop.write(from, '', { content })
    await say({
      type: 'location',
      location: { latitude: 32.08, longitude: 34.78, name: 'Azrieli' },
    })
    await say({ type: 'image', image: { id: '1', mime_type: 'image/jpeg', caption: 'The damage' } })
    await say({
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Sam' }, phones: [{ phone: '+12025550171' }] }],
    })
    await say({ type: 'hologram' })
    await until(async () => (await shop.thread(id)).length === 5, { what: 'all five' })
    const page = await shop.look('owner', id, { language })
    for (const text of [
      'Azrieli',
      'The damage',
      'Sam',
      words('inbox_unknown', { type: 'hologram' }),
    ]) {
      await saidOn(page, text).first().waitFor()
    }
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 844 })
      await expectNoSidewaysScroll(page)
    }
    await page.getByRole('link', { name: words('inbox_back') }).click()
    await page.locator('.conversation').first().waitFor()
    await expectAccessible(page)
    await page.setViewportSize({ width: 1280, height: 844 })
    await page.goto(`/inbox?c=${id}`)
    await saidOn(page, 'Azrieli').first().waitFor()
    await expectAccessible(page)
  })
})

/** One red dot. */
const PNG = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIAAAoFgX9/1S7nAAAAABJRU5ErkJggg==',
  ),
  (one) => one.charCodeAt(0),
)

describe('files', () => {
  it('go up and leave with the message; those of people are brought from Meta and shown', async () => {
    const { id, from } = await shop.conversation('Here it is')
    const page = await shop.look('owner', id)
    const chooser = page.locator('.compose-acts input[type=file]')
    await chooser.setInputFiles({
      name: 'menu.png',
      mimeType: 'image/png',
      buffer: Buffer.from(PNG),
    })
    await page.locator('.chosen-file').getByText('menu.png').waitFor()
    await fieldOn(page).fill('Our menu')
    await page.locator('.compose-acts .btn.primary:not([disabled])').click()
    const isDrawn = (name: string) => async () => {
      const pictures = await page.getByRole('img', { name }).all()
      const widths = pictures.map((one) =>
        one.evaluate((img) => (img as HTMLImageElement).naturalWidth),
      )
      return (await Promise.all(widths)).includes(1)
    }
    await until(isDrawn('Our menu'), { what: 'our picture' })
    await until(async () => (await shop.lastSent()).type === 'image', { what: 'the image at Meta' })

    // The same file comes back from the person.
    const { parameters } = await shop.lastSent()
    const image = { id: parameters.id, mime_type: 'image/png', caption: 'The dot' }
    await shop.write(from, '', { content: { type: 'image', image } })
    await until(isDrawn('The dot'), { what: 'their picture' })

    await chooser.setInputFiles({
      name: 'x.png',
      mimeType: 'image/png',
      buffer: Buffer.from('<svg/>'),
    })
    await page.getByText('JPEG').first().waitFor()
  })
})

describe('U30: a storm of messages', () => {
  const EVERY_MS = 200
  const MESSAGES = 300
  const WORDS = 'While they write, an answer is typed. '
  /** A minute, on a machine that does other things too. */
  const PATIENCE_MS = 480_000

  it('of a minute neither takes a letter of what is typed, nor is one of them lost or twice', {
    timeout: PATIENCE_MS,
  }, async () => {
    const { id, from } = await shop.conversation('The first')
    const page = await shop.look('owner', id)
    await saidOn(page, 'The first').waitFor()
    const client = await page.context().newCDPSession(page)
    await client.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const texts = Array.from({ length: MESSAGES }, (_, index) => `Message ${index + 1}.`)
    let isOver = false
    const storm = (async () => {
      const begun = Date.now()
      for (const [index, text] of texts.entries()) {
        const early = begun + index * EVERY_MS - Date.now()
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
        await shop.write(from, text)
      }
      isOver = true
    })()
    let typed = ''
    await fieldOn(page).focus()
    while (!isOver) {
      const letter = WORDS[typed.length % WORDS.length] ?? ''
      await page.keyboard.type(letter, { delay: 50 })
      typed += letter
    }
    await storm
    expect(await fieldOn(page).inputValue()).toBe(typed)
    await client.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    const textsOf = (entries: Awaited<ReturnType<typeof shop.thread>>) =>
      entries.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
    await until(async () => (await shop.thread(id)).length > MESSAGES, {
      ...{ what: 'all of them', timeoutMs: PATIENCE_MS, everyMs: 1000 },
    })
    const expected = ['The first', ...texts].toSorted()
    expect(textsOf(await shop.thread(id)).toSorted()).toEqual(expected)
    // On the page too, without a reload: nothing is missing and nothing stands twice.
    await saidOn(page, `Message ${MESSAGES}.`).last().waitFor()
    expect((await wordsOnWay(page)).toSorted()).toEqual(expected)
    await fieldOn(page).fill('')
  })
})

/** All that a reader comes by on the way up a thread. */
const wordsOnWay = (page: Page) =>
  page.evaluate(async () => {
    const box = document.querySelector('.thread') as HTMLElement
    const found = new Map<string, string>()
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (let still = 0; still < 30; ) {
      for (const one of box.querySelectorAll<HTMLElement>('[data-key]')) {
        found.set(one.dataset.key ?? '', one.querySelector('.words')?.textContent ?? '')
      }
      still = box.scrollTop === 0 ? still + 1 : 0
      box.scrollTop -= 1500
      await frame()
      await frame()
    }
    return [...found.values()]
  })
