import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser, openSimulator, signUp, until } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { BroadcastView } from '../../worker/contract/broadcasts'
import type { TemplateView } from '../../worker/contract/templates'
import { type Browser, type Business, newPerson } from '../support/runtime'
import { type Page, visit } from '../support/visitor'
import { wordsIn } from '../support/words'

const PEOPLE = 240
const say = wordsIn('en')
const simulator = openSimulator(inject('simulatorUrl'))

let browser: Browser
let numberId: string
let template: TemplateView
beforeAll(async () => {
  browser = openBrowser(inject('url'))
  await signUp(browser, simulator, newPerson())
  const business: Business = await simulator.post('/businesses', { templates: 1 })
  numberId = business.numbers[0]?.id ?? ''
  await connectNumber(browser, business)
  template = (await syncedTemplates(browser))[0]
  const rows = Array.from({ length: PEOPLE }, (_, n) => `Maya,+9725455${50_000 + n}\r\n`)
  await importContacts(browser, 'p.csv', Buffer.from(`First name,Phone\r\n${rows.join('')}`))
  // Slow enough to be watched: six at a time, half a second each.
  await simulator.put('/dials', { phoneNumberId: numberId, dials: { latencyMs: 500 } })
})

const accepted = async (): Promise<number> =>
  (await simulator.get(`/summary?phoneNumberId=${numberId}`)).accepted

async function openLaunched(): Promise<{ page: Page; broadcast: BroadcastView }> {
  const broadcast: BroadcastView = await composeBroadcast(browser, {
    name: 'Watched',
    numberId,
    template,
    mapping: {
      'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
      'body.2': { from: 'fixed', value: '7' },
    },
  })
  await launchBroadcast(browser, broadcast)
  const { page } = await visit({ as: browser.cookies() })
  await page.goto(`/broadcasts/${broadcast.id}`)
  return { page, broadcast }
}

const button = (page: Page, name: string) => page.getByRole('button', { name }).first()

/** "12 of 240 messages handled" → 12. */
async function handledOn(page: Page): Promise<number> {
  const panel = page.getByRole('region', { name: say('broadcast_progress'), exact: true })
  const text = await panel.textContent()
  return Number(/([\d,]+) of [\d,]+ messages handled/.exec(text ?? '')?.[1]?.replace(',', '') ?? 0)
}

describe('U12: cancelled within ten seconds', () => {
  it('not one message leaves', async () => {
    const before = await accepted()
    const { page } = await openLaunched()
    await page.getByText(say('broadcast_hold_text')).waitFor()
    await button(page, say('broadcast_cancel')).click()
    await page.getByText(say('broadcast_cancelled_nothing')).waitFor()
    await page.waitForTimeout(11_000)
    expect(await accepted()).toBe(before)
  })
})

describe('U12–U14: watched while it is sent', () => {
  it('counts rise and never fall, survive a lost connection, and pausing stops', async () => {
    const before = await accepted()
    const { page, broadcast } = await openLaunched()
    await until(async () => (await handledOn(page)) > 0, { what: 'the first count' })
    const seen: number[] = []
    await until(async () => seen.push(await handledOn(page)) > 10, { everyMs: 250 })
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBeGreaterThan(seen[0] ?? 0)

    await page.context().setOffline(true)
    await page.getByText(say('live_reconnecting')).first().waitFor({ timeout: 5000 })
    await page.context().setOffline(false)
    const afterLoss = await handledOn(page)
    await until(async () => (await handledOn(page)) > afterLoss, { what: 'counts after the loss' })

    await button(page, say('broadcast_pause')).click()
    await page.getByText(say('broadcasts_state_paused'), { exact: true }).first().waitFor()
    await page.waitForTimeout(5000)
    const paused = await accepted()
    await page.waitForTimeout(2000)
    expect(await accepted()).toBe(paused)

    await stopForGood(page)
    const { counts } = await browser.get(`/broadcasts/${broadcast.id}/progress`)
    expect(counts.skipped).toBe(PEOPLE - ((await accepted()) - before))
  })

  /** U26: the focus is on Cancel, Esc cancels, and the button says how many will not get it. */
  async function stopForGood(page: Page) {
    await button(page, say('broadcast_stop')).click()
    const dialog = page.getByRole('dialog', { name: say('broadcast_stop_title') })
    await dialog.waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
      say('common_cancel'),
    )
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await button(page, say('broadcast_stop')).click()
    await dialog.getByRole('button', { name: /Stop without \d+ people/ }).click()
    await page.getByText(say('broadcasts_state_cancelled'), { exact: true }).first().waitFor()
  }
})
