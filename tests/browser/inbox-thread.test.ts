import { beforeAll, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import type { ThreadEntry } from '../../worker/contract/inbox'
import { Answered } from '../support/inbox'
import type { Page } from '../support/visitor'
import { wordsIn } from '../support/words'

const say = wordsIn('en')
const MESSAGES = 10_000
const MOST_TASK_MS = 200
const MINUTE_MS = 60_000

let shop: Answered
beforeAll(async () => {
  shop = await Answered.open()
})

/** Makes the server's answer longer: below its oldest message stand as many as are missing. */
async function lengthen(page: Page, id: string) {
  const [last] = await shop.thread(id)
  if (!last) throw new Error('somebody should have written')
  const entryAt = (no: number): ThreadEntry => ({
    ...last,
    key: `b:${'a'.repeat(26)}:${no}`,
    at: last.at - (MESSAGES - no) * MINUTE_MS,
    side: no % 3 === 0 ? 'out' : 'in',
    state: no % 3 === 0 ? 'read' : null,
    content: { kind: 'text', text: `Message ${no}. ${'More words. '.repeat(no % 7)}` },
  })
  await page.route(`**/api/v1/conversations/${id}/thread**`, async (route) => {
    const before = Number(new URL(route.request().url()).searchParams.get('before') ?? 0)
    const response = await route.fetch()
    const page = (await response.json()) as { items: ThreadEntry[]; next: string | null }
    if (!before) return route.fulfill({ response, json: { ...page, next: String(last.at) } })
    const first = Math.ceil((before - last.at) / MINUTE_MS) + MESSAGES
    const items = Array.from({ length: Math.min(100, first) }, (_, at) => entryAt(first - 1 - at))
    const oldest = items.at(-1)
    const next = oldest && first > items.length ? String(oldest.at) : null
    return route.fulfill({ response, json: { items, next } })
  })
}

const top = (page: Page) => page.locator('.thread').evaluate((box) => box.scrollTop)

it('a thread of 10,000 messages loads upward without a jump and scrolls without a stall', async () => {
  const { id } = await shop.conversation('The newest')
  const page = await shop.look('owner', '')
  await lengthen(page, id)
  await page.goto(`/inbox?c=${id}`)
  await page.locator('.bubble', { hasText: 'The newest' }).waitFor()

  // The first page above: what one reads stays where it is.
  const shown = page.locator('.bubble', { hasText: 'The newest' })
  await page
    .locator('.bubble', { hasText: `Message ${MESSAGES - 100}.` })
    .waitFor({ state: 'attached' })
  expect(await shown.isVisible()).toBe(true)

  await page.evaluate(() => {
    const tasks: number[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration)
    }).observe({ type: 'longtask' })
  })
  // All the way up, page by page, as the wheel does it.
  await page.evaluate(async () => {
    const box = document.querySelector('.thread')
    const entries = () => document.querySelectorAll('.thread .bubble').length
    for (let before = -1; box && before !== entries(); ) {
      before = entries()
      box.scrollTop = 0
      const begun = performance.now()
      while (entries() === before && performance.now() - begun < 3000) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    }
  })
  expect(await page.locator('.bubble').count()).toBe(MESSAGES + 1)

  // Through all of it, and a message that arrives meanwhile.
  const before = await top(page)
  expect(before).toBeLessThan(100)
  await page.evaluate(async () => {
    const box = document.querySelector('.thread')
    for (let at = 0; box && at < 1; at += 0.01) {
      box.scrollTop = at * box.scrollHeight
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  })
  await page.getByRole('button', { name: say('inbox_to_newest') }).click()
  await shown.waitFor()
  const field = page.getByRole('textbox', { name: say('inbox_reply'), exact: true })
  await field.pressSequentially('An answer')
  await field.press('Enter')
  await page.locator('.bubble.out', { hasText: 'An answer' }).waitFor()
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks)
  console.info('longest tasks', tasks.toSorted((a, b) => b - a).slice(0, 5), 'of', tasks.length)
  expect(Math.max(0, ...tasks)).toBeLessThan(MOST_TASK_MS)
  await until(async () => (await shop.thread(id)).length === 2, { what: 'the answer' })
})
