import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { Answered } from '../support/inbox'
import { wamidOf, writeLongAgo } from '../support/long-thread'
import { openWorld, type World } from '../support/runtime'
import type { Page } from '../support/visitor'
import { wordsIn } from '../support/words'

const MESSAGES = 10_000
const FEWER = 1_000
const MOST_BUBBLES = 300
/** Less than what is drawn beyond the screen, so that nothing is stepped over. */
const STEP_PX = 3000
const say = wordsIn('en')

let world: World
let shop: Answered
beforeAll(async () => {
  world = await openWorld()
  shop = await Answered.open({ url: world.url, simulatorUrl: world.simulator.url })
})
afterAll(() => world.stop())

/** Somebody who wrote so many messages long ago, and one just now. */
async function longTalk(messages: number) {
  const { id, from } = await shop.conversation('The newest')
  const [talk] = (await shop.list()).filter((one) => one.id === id)
  const { account } = await shop.owner.get('/session')
  if (!talk) throw new Error('no conversation')
  await writeLongAgo(world, account.id, talk, messages)
  return { id, from, talk }
}

const bubble = (page: Page, text: string) => page.locator('.bubble').getByText(text).first()
const numberedOn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.bubble .words')].flatMap(
      (one) => /No\. (\d+)\./.exec(one.textContent ?? '')?.[1] ?? [],
    ),
  )

/** From the newest to the very first message, as somebody does who keeps on scrolling. */
async function scrollToTop(page: Page) {
  await page.evaluate(async () => {
    const box = document.querySelector('.thread')
    while (box && !box.querySelector('.entries')?.textContent?.includes('No. 1.')) {
      box.scrollTop = 0
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  })
}

/** What a reader sees on the way down: numbers in the order of the page, and the most bubbles at once. */
const readDown = (page: Page) =>
  page.evaluate(async (step) => {
    const box = document.querySelector('.thread') as HTMLElement
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const seen = new Set<number>()
    const outOfOrder: number[][] = []
    let most = 0
    box.scrollTop = 0
    for (let isLast = false; !isLast; ) {
      await frame()
      await frame()
      const bubbles = [...box.querySelectorAll('.bubble .words')]
      most = Math.max(most, bubbles.length)
      const numbers = bubbles.flatMap((one) => {
        const found = /No\. (\d+)\./.exec(one.textContent ?? '')
        return found ? [Number(found[1])] : []
      })
      const jumps = numbers.filter((n, at) => at > 0 && n !== (numbers[at - 1] ?? 0) + 1)
      if (jumps.length > 0) outOfOrder.push(jumps)
      for (const n of numbers) seen.add(n)
      isLast = box.scrollHeight - box.scrollTop - box.clientHeight < 2
      box.scrollTop += step
    }
    return { seen: seen.size, outOfOrder, most }
  }, STEP_PX)

/** Scrolls there and lets it be drawn; how high the thread is then. */
const bringTo = (page: Page, top: number) =>
  page.evaluate(async (to) => {
    const box = document.querySelector('.thread') as HTMLElement
    box.scrollTop = to
    const { scrollHeight } = box
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    return scrollHeight
  }, top)

type At = { key: string | undefined; top: number }
/** A box scrolls by whole pixels. */
function expectHeld(now: At, was: At) {
  expect(now.key).toBe(was.key)
  expect(Math.abs(now.top - was.top)).toBeLessThanOrEqual(2)
}

describe('a thread of ten thousand messages', () => {
  it('scrolls to its beginning and back: each message once, in order, few of them drawn', async () => {
    const { id } = await longTalk(MESSAGES)
    const page = await shop.look('owner', id)
    await bubble(page, 'The newest').waitFor()
    await scrollToTop(page)
    expect(await readDown(page)).toEqual({
      seen: MESSAGES,
      outOfOrder: [],
      most: expect.toSatisfy((most: number) => most < MOST_BUBBLES),
    })
    await bubble(page, 'The newest').waitFor()
  })

  it('keeps what is read where it is while older ones come above and a new one below', async () => {
    const { id, from } = await longTalk(FEWER)
    const page = await shop.look('owner', id)
    await bubble(page, 'The newest').waitFor()
    const place = async () =>
      page.evaluate(() => {
        const box = document.querySelector('.thread') as HTMLElement
        const edge = box.getBoundingClientRect().top
        const [first] = [...box.querySelectorAll<HTMLElement>('[data-key]')].filter(
          (one) => one.getBoundingClientRect().top > edge,
        )
        return { key: first?.dataset.key, top: Math.round(first?.getBoundingClientRect().top ?? 0) }
      })
    await bringTo(page, 1200)
    const before = await bringTo(page, 500)
    const was = await place()
    await page.waitForFunction(
      (height) => (document.querySelector('.thread')?.scrollHeight ?? 0) > height + 1000,
      before,
    )
    expectHeld(await place(), was)

    await shop.write(from, 'Still there?')
    await shop.write(from, 'Hello?')
    const pill = page.getByRole('button', { name: say('inbox_new_messages', { count: 2 }) })
    await pill.waitFor()
    expectHeld(await place(), was)
    await pill.click()
    await bubble(page, 'Hello?').waitFor()
    await pill.waitFor({ state: 'detached' })
    await until(async () => (await shop.list()).every((one) => one.id !== id || one.unread === 0), {
      what: 'read',
    })
  })

  it('leads from a quote to what is quoted, however old, and again', async () => {
    const { id, from, talk } = await longTalk(FEWER)
    const page = await shop.look('owner', id)
    await bubble(page, 'The newest').waitFor()
    const context = { id: wamidOf(talk, FEWER, 250) }
    await shop.write(from, '', { content: { type: 'text', text: { body: 'This?' }, context } })
    const quote = page.locator('a.quoted')
    await quote.click()
    const sought = page.locator('.is-sought', { hasText: 'No. 250.' })
    await sought.waitFor()
    const isOnScreen = () =>
      sought.evaluate((one) => {
        const { top, bottom } = one.getBoundingClientRect()
        return top > 0 && bottom < innerHeight
      })
    await until(isOnScreen, { what: 'the quoted message on screen' })
    expect((await numberedOn(page)).length).toBeLessThan(MOST_BUBBLES)
    await page.getByRole('button', { name: say('inbox_to_newest') }).click()
    await quote.click()
    await sought.waitFor()
    await until(isOnScreen, { what: 'it again' })
  })
})
