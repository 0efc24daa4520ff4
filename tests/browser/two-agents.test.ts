import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { Answered } from '../support/inbox'
import type { Page } from '../support/visitor'
import { wordsIn } from '../support/words'

const SOON = { timeout: 2000 }
const DANIEL = 'Daniel Katz'

let shop: Answered
beforeAll(async () => {
  shop = await Answered.open()
})

/** A key by its place, with what it types on a keyboard of the language: in Hebrew A is ש. */
const HEBREW: Record<string, string> = {
  KeyA: 'ש',
  KeyE: 'ק',
  KeyI: 'ן',
  KeyL: 'ך',
  KeyS: 'ד',
  KeyR: 'ר',
}

describe.each(['en', 'he'] as const)('U19: two agents in %s', (language) => {
  const say = wordsIn(language)
  const fieldOn = (page: Page, key: 'inbox_reply' | 'inbox_note' = 'inbox_reply') =>
    page.getByRole('textbox', { name: say(key), exact: true })
  const said = (page: Page, text: string) => page.locator('.bubble').getByText(text)
  const press = (page: Page, code: string, shiftKey = false) =>
    page.evaluate((event) => document.body.dispatchEvent(new KeyboardEvent('keydown', event)), {
      ...{ code, shiftKey, bubbles: true, cancelable: true },
      key: language === 'he' ? (HEBREW[code] ?? '') : code.slice(3).toLowerCase(),
    })
  it('see messages, assignments and each other within two seconds', async () => {
    const { id, from } = await shop.conversation('Hello')
    const look = (who: 'owner' | 'agent') => shop.look(who, id, { language })
    const [owner, agent] = [await look('owner'), await look('agent')]
    await Promise.all([said(owner, 'Hello').waitFor(), said(agent, 'Hello').waitFor()])
    await owner.getByText(say('inbox_is_viewing', { name: DANIEL })).waitFor()

    await shop.write(from, 'Anybody there?')
    await until(async () => (await shop.thread(id)).length === 2, { what: 'the message' })
    await Promise.all([
      said(owner, 'Anybody there?').waitFor(SOON),
      said(agent, 'Anybody there?').waitFor(SOON),
    ])
    await press(owner, 'KeyA')
    await owner.getByRole('menuitem', { name: DANIEL }).click()
    const assigned = say('inbox_assigned_to', { name: `\u2068${DANIEL}\u2069` })
    await agent.getByRole('button', { name: assigned }).waitFor(SOON)
    // Who gave it to whom stays in the thread of both.
    await Promise.all(
      [owner, agent].map((page) =>
        page.locator('.act-line', { hasText: DANIEL }).first().waitFor(),
      ),
    )

    await press(agent, 'KeyR')
    await fieldOn(agent).fill('I am')
    await owner.getByText(say('inbox_is_typing', { name: DANIEL })).waitFor(SOON)
    await agent.keyboard.press('Enter')
    await said(owner, 'I am').waitFor()
    await owner.locator('.inbox-info').getByText(say('inbox_first_answer')).waitFor()
  })

  it('leave notes, mention each other, label, snooze and close by keys', async () => {
    const { id } = await shop.conversation('Is the blue one back?')
    const [page, owner] = [
      await shop.look('agent', id, { language }),
      await shop.look('owner', id, { language }),
    ]
    await said(page, 'Is the blue one back?').waitFor()
    const { name } = (await shop.owner.get('/session')).user as { name: string }
    await press(page, 'KeyI', true)
    const note = fieldOn(page, 'inbox_note')
    await note.waitFor()
    await note.pressSequentially(`@${name.slice(0, 3)}`)
    await page
      .getByRole('listbox', { name: say('inbox_mention') })
      .getByRole('option')
      .waitFor()
    await page.keyboard.press('Enter')
    expect(await note.inputValue()).toBe(`@${name} `)
    await note.pressSequentially('it arrives on Monday')
    await page.keyboard.press('Enter')
    for (const who of [page, owner]) {
      await who.locator('.bubble.note').getByText('it arrives on Monday').waitFor()
    }
    await owner.getByText(say('inbox_mentioned')).waitFor({ state: 'attached' })

    await press(page, 'KeyL')
    await page.getByRole('menuitem', { name: say('inbox_label_new') }).click()
    await page.getByRole('textbox', { name: say('inbox_label_new') }).fill(`Stock ${language}`)
    await page.keyboard.press('Enter')
    for (const who of [page, owner]) {
      await who.locator('.inbox-info').getByText(`Stock ${language}`).waitFor()
    }
    await press(page, 'KeyS')
    await page.getByRole('menuitem', { name: say('inbox_snooze_tomorrow') }).click()
    await owner.locator('.inbox-info').getByText(say('inbox_snoozed_until')).waitFor()
    await page.getByRole('button', { name: say('common_undo') }).click()
    await owner
      .locator('.inbox-info')
      .getByText(say('inbox_snoozed_until'))
      .waitFor({ state: 'detached' })

    await page.goto(`/inbox?c=${id}`)
    await said(page, 'Is the blue one back?').waitFor()
    await press(page, 'KeyE')
    await page.getByText(say('inbox_closed_toast')).first().waitFor()
    const isListed = async () => (await shop.list()).some((one) => one.id === id)
    await until(async () => !(await isListed()), { what: 'closed' })
    await owner.locator('.inbox-info').getByText(say('inbox_resolved_in')).waitFor()
    await page.getByRole('button', { name: say('common_undo') }).click()
    await until(isListed, { what: 'open again' })
  })

  it('find a conversation by a word in it, and see the word', async () => {
    const word = language === 'he' ? 'הפעמונית' : 'bluebells'
    const { id } = await shop.conversation(`One bunch of ${word}, please`)
    const page = await shop.look('agent', '', { language })
    await page.getByRole('searchbox', { name: say('inbox_search') }).fill(word)
    const found = page.getByRole('list', { name: say('inbox_found') })
    await found.getByRole('link', { name: word }).click()
    await page.waitForURL(new RegExp(id))
    await page.locator('.bubble mark', { hasText: word }).waitFor()
  })
})
