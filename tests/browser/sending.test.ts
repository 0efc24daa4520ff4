import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../scripts/api.mjs'
import { finishedBroadcast } from '../../scripts/journey.mjs'
import {
  buttonOn,
  figuresOn,
  handledOn,
  recordFigures,
  seenOn,
  tapSocket,
  Watched,
} from '../support/broadcast-page'
import type { Page } from '../support/visitor'
import { wordsIn } from '../support/words'

const PEOPLE = 240
const HOLD_AND_MORE_MS = 11_000
const SECOND_MS = 1000
const MOST_FRAMES_A_SECOND = 4
const say = wordsIn('en')

let shop: Watched
beforeAll(async () => {
  shop = await Watched.open(PEOPLE)
})

const stateOn = (page: Page, state: 'paused' | 'cancelled' | 'running' | 'done') =>
  page
    .getByText(say(`broadcasts_state_${state}`), { exact: true })
    .first()
    .waitFor()

const moving = (page: Page) =>
  until(async () => (await handledOn(page)) > 0, { what: 'the first count' })

/** Every message has its last word. */
const settled = (id: string) =>
  until(
    async () => {
      const { counts } = await shop.progress(id)
      return (counts.delivered ?? 0) + (counts.failed ?? 0) + (counts.skipped ?? 0) === PEOPLE
    },
    { timeoutMs: 120_000, everyMs: 500, what: 'the last status' },
  )

describe('U12: ten seconds, then live figures', () => {
  it('cancelled within ten seconds, by a double press, not one message leaves', async () => {
    const before = await shop.accepted()
    const { id } = await shop.launch()
    const page = await shop.look(id)
    await page.getByText(say('broadcast_hold_text')).waitFor()
    await buttonOn(page, say('broadcast_cancel')).dblclick()
    await page.getByText(say('broadcast_cancelled_nothing')).waitFor()
    await page.waitForTimeout(HOLD_AND_MORE_MS)
    expect(await shop.accepted()).toBe(before)
    expect((await shop.progress(id)).state).toBe('cancelled')
  })

  it('figures rise by themselves, never fall, and end as the API has them', async () => {
    const { id } = await shop.launch()
    const tap: { frames: { topic: string; at: number }[] } = { frames: [] }
    const page = await shop.look(id, async (fresh) => Object.assign(tap, await tapSocket(fresh)))
    await moving(page)
    await recordFigures(page)
    tap.frames.length = 0
    await finishedBroadcast(shop.browser, id)
    await settled(id)
    await stateOn(page, 'done')

    const { counts } = await shop.progress(id)
    const last = { [say('broadcast_sent')]: PEOPLE, [say('broadcast_delivered')]: PEOPLE }
    await until(async () => (await figuresOn(page))[say('broadcast_delivered')] === PEOPLE)
    expect(await figuresOn(page)).toMatchObject(last)
    expect(counts.delivered).toBe(PEOPLE)

    const seen = await seenOn(page)
    expect(seen.length).toBeGreaterThan(10)
    for (const key of [say('broadcast_sent'), say('broadcast_delivered')]) {
      const shown = seen.map((figures) => figures[key] ?? 0)
      expect(shown).toEqual([...shown].sort((a, b) => a - b))
    }
    expectFewFrames(tap.frames.filter(({ topic }) => topic === `broadcast:${id}`))
  })

  /** By the room's own clock: how slowly this machine reads them says nothing. */
  function expectFewFrames(frames: { at: number }[]) {
    expect(frames.length).toBeGreaterThan(MOST_FRAMES_A_SECOND)
    for (const [index, { at }] of frames.entries()) {
      const inOneSecond = frames.slice(index).filter((other) => other.at < at + SECOND_MS)
      expect(inOneSecond.length).toBeLessThanOrEqual(MOST_FRAMES_A_SECOND)
    }
  }
})

describe('U13: a lost connection', () => {
  it('is said within three seconds even when the socket dies without a word', async () => {
    const { id } = await shop.launch()
    const line = { die: () => {}, revive: () => {} }
    const page = await shop.look(id, async (fresh) => Object.assign(line, await tapSocket(fresh)))
    await moving(page)
    await page.getByText(say('live_live')).first().waitFor()
    line.die()
    await page
      .getByText(say('live_reconnecting'))
      .first()
      .waitFor({ timeout: 3 * SECOND_MS })
    line.revive()
    const afterLoss = await handledOn(page)
    await page.getByText(say('live_live')).first().waitFor()
    await until(async () => (await handledOn(page)) > afterLoss, { what: 'counts after the loss' })

    await page.context().setOffline(true)
    await page
      .getByText(say('live_reconnecting'))
      .first()
      .waitFor({ timeout: 3 * SECOND_MS })
    await page.context().setOffline(false)
    await page.getByText(say('live_live')).first().waitFor()

    // Closing the tab stops nothing.
    await page.close()
    expect((await finishedBroadcast(shop.browser, id)).state).toBe('done')
    await settled(id)
    const again = await shop.look(id)
    await stateOn(again, 'done')
    expect((await figuresOn(again))[say('broadcast_delivered')]).toBe(PEOPLE)
    expect((await shop.progress(id)).counts.delivered).toBe(PEOPLE)
  })
})

describe('U14: pause, resume, stop', () => {
  it('pausing in two windows at once stops, resuming twice finishes, nobody gets it twice', async () => {
    const before = await shop.accepted()
    const { id } = await shop.launch()
    const pages = [await shop.look(id), await shop.look(id)]
    const [page] = pages
    if (!page) throw new TypeError('no page')
    await moving(page)
    await Promise.all(pages.map((one) => buttonOn(one, say('broadcast_pause')).dblclick()))
    for (const one of pages) await stateOn(one, 'paused')
    await page.waitForTimeout(5 * SECOND_MS)
    const paused = await shop.accepted()
    await page.waitForTimeout(2 * SECOND_MS)
    expect(await shop.accepted()).toBe(paused)
    const waiting = PEOPLE - (paused - before)
    expect(waiting).toBeGreaterThan(0)
    await page
      .getByText(say('broadcast_waiting', { count: waiting }))
      .first()
      .waitFor()

    for (const one of pages) await buttonOn(one, say('broadcast_resume')).click()
    const confirm = say('broadcast_resume_confirm', { count: waiting })
    await Promise.all(pages.map((one) => buttonOn(one, confirm).dblclick()))
    await until(async () => (await shop.progress(id)).state !== 'paused')
    expect((await finishedBroadcast(shop.browser, id)).state).toBe('done')
    expect(await shop.accepted()).toBe(before + PEOPLE)
  })

  it('pausing and stopping together stops, and says exactly how many were not sent', async () => {
    const before = await shop.accepted()
    const { id } = await shop.launch()
    const [page, other] = [await shop.look(id), await shop.look(id)]
    await moving(page)
    // Held before the stop takes it off the page: who is second presses a button that is going.
    const pause = await buttonOn(other, say('broadcast_pause')).elementHandle()
    await stopOn(page, () => pause?.evaluate((button: HTMLElement) => button.click()))
    await stateOn(page, 'cancelled')
    const sent = (await shop.accepted()) - before
    const notSent = PEOPLE - sent
    expect(notSent).toBeGreaterThan(0)
    await page.getByText(say('broadcast_stopped_people', { count: notSent })).waitFor()
    expect((await shop.progress(id)).counts.skipped).toBe(notSent)
    await page.waitForTimeout(2 * SECOND_MS)
    expect(await shop.accepted()).toBe(before + sent)
  })

  /** U26: the focus is on Cancel, Esc cancels, and the button says how many will not get it. */
  async function stopOn(page: Page, meanwhile: () => Promise<unknown> | undefined) {
    await buttonOn(page, say('broadcast_stop')).click()
    const dialog = page.getByRole('dialog', { name: say('broadcast_stop_title') })
    await dialog.waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
      say('common_cancel'),
    )
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await buttonOn(page, say('broadcast_stop')).click()
    const confirm = dialog.getByRole('button', { name: /Stop without \d+ people/ })
    await Promise.all([confirm.dblclick(), meanwhile()])
  }
})
