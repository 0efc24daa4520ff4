import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { Answered } from '../support/inbox'
import type { Page } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')

let shop: Answered
beforeAll(async () => {
  shop = await Answered.open()
})

const saidOn = (page: Page, text: string) => page.locator('.bubble').getByText(text)

const expectFocus = (one: Locator) =>
  until(() => one.evaluate((element) => element === document.activeElement), { what: 'the focus' })

/** As the browser says it of a tab that goes behind another, or comes back. */
const turnTab = (page: Page, isHidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)

describe('what a person writes', () => {
  const unreadOf = async (id: string) => (await shop.list()).find((one) => one.id === id)?.unread

  it('is unread while the tab is hidden, and read when it comes back', async () => {
    const { id, from } = await shop.conversation('Before the tab was left')
    const page = await shop.look('owner', id)
    await saidOn(page, 'Before the tab was left').waitFor()
    await until(async () => (await unreadOf(id)) === 0, { what: 'the first one read' })
    await turnTab(page, true)
    await shop.write(from, 'While nobody looked')
    await saidOn(page, 'While nobody looked').waitFor()
    // Long enough for a mark that must not come.
    await page.waitForTimeout(1000)
    expect(await unreadOf(id)).toBe(1)
    await turnTab(page, false)
    await until(async () => (await unreadOf(id)) === 0, { what: 'the second one read' })
  })

  it('is read by who looks at it, also where the computer’s clock goes ahead', async () => {
    const { id, from } = await shop.conversation('Is it today?')
    const page = await shop.look('owner', id)
    await saidOn(page, 'Is it today?').waitFor()
    await until(async () => (await unreadOf(id)) === 0, { what: 'the first one read' })
    // What is sent stands here at that time, until the server’s own takes its place.
    await page.clock.setSystemTime(Date.now() + 60_000)
    const field = page.getByRole('textbox', { name: say('inbox_reply'), exact: true })
    await field.fill('It is today.')
    await field.press('Control+Enter')
    await until(async () => (await shop.thread(id)).length === 2, { what: 'the answer' })
    await shop.write(from, 'I am on my way')
    await saidOn(page, 'I am on my way').waitFor()
    await until(async () => (await unreadOf(id)) === 0, { what: 'the next one read' })
  })
})

describe('who was away for more than the log of changes keeps', () => {
  it('sees the newest messages of the thread on screen', async () => {
    const { id, from } = await shop.conversation('Before the gap')
    const page = await shop.look('owner', id)
    await saidOn(page, 'Before the gap').waitFor()
    await page.route('**/api/v1/conversations/changes*', async (route) => {
      const { seq } = await (await route.fetch()).json()
      const nothing = { conversations: [], threads: [], arrived: [], mentioned: [] }
      await route.fulfill({ json: { seq, isGap: true, ...nothing } })
    })
    await shop.write(from, 'During the gap')
    await saidOn(page, 'During the gap').waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
})

describe('the head of a conversation on a phone', () => {
  it.each(['en', 'he'] as const)(
    'is calm in %s: no boxes, all within reach, the name in full',
    async (language) => {
      const words = wordsIn(language)
      const { id } = await shop.conversation('Is it you?')
      const page = await shop.look('owner', id, { language, width: 'phone' })
      const head = page.locator('.thread-head')
      const about = head.getByRole('button', { name: words('inbox_info') })
      await about.waitFor()
      const acts = (['inbox_assign', 'inbox_labels', 'inbox_snooze', 'inbox_close'] as const).map(
        (name) => head.getByRole('button', { name: words(name), exact: true }),
      )
      const back = head.getByRole('link', { name: words('inbox_back') })
      for (const one of [back, about, ...acts]) {
        const { width = 0, height = 0 } = (await one.boundingBox()) ?? {}
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
        const { borderColor, backgroundColor } = await one.evaluate((element) => {
          const { borderTopColor, backgroundColor } = getComputedStyle(element)
          return { borderColor: borderTopColor, backgroundColor }
        })
        expect([borderColor, backgroundColor]).toEqual(Array(2).fill('rgba(0, 0, 0, 0)'))
      }
      const name = await head.getByRole('heading').boundingBox()
      expect(name?.width).toBeGreaterThan(100)

      // In the order in which they stand, each by Tab.
      await back.focus()
      for (const one of [about, ...acts]) {
        await page.keyboard.press('Tab')
        await expectFocus(one)
      }
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      await expectFocus(page.getByRole('menuitem', { name: words('inbox_snooze_hours') }))
      await page.keyboard.press('Escape')

      // The name itself leads to whose it is.
      await head.getByRole('heading').click({ position: { x: 5, y: 5 }, force: true })
      await page.locator('.inbox-info').getByRole('heading').first().waitFor()
    },
  )
})

describe('the list', () => {
  it('keeps what was loaded further down when there is news', async () => {
    const people = Array.from({ length: 34 }, () => shop.write(shop.newPerson(), 'Good morning'))
    await Promise.all(people)
    const page = await shop.look('owner', '')
    const rows = page.locator('.conversation')
    await page.getByRole('button', { name: say('common_more') }).click()
    await rows.nth(33).waitFor()
    const before = await rows.count()
    await shop.write(shop.newPerson(), 'Somebody new')
    await rows.first().getByText('Somebody new').waitFor()
    expect(await rows.count()).toBeGreaterThanOrEqual(before)
  })
})
