// inbox.*: a conversation of ten thousand messages in Chromium with a CPU four times slower: the longest
// task while somebody scrolls to its beginning and back, and how soon a typed letter is there while five
// messages a second arrive.
import './rig/worker-code.ts'
import type { Page } from 'playwright-core'
import { cookiesFor, openChromium } from '../../scripts/chromium.mjs'
import { connectNumber } from '../../scripts/journey.mjs'
import type { ConversationView } from '../../worker/contract/inbox.ts'
import { writeLongAgo } from '../support/long-thread.ts'
import { openRig, type Report, type Rig } from './rig/rig.ts'

declare global {
  interface Window {
    /** By interaction, in the page that is measured. */
    slowest?: Map<number, number>
  }
}

const LONG = 10_000
const SLOWER = 4
const STORM_MS = 60_000
const EVERY_MS = 200
const FROM = '+972545551000'
/** Web Vitals leaves out one interaction in fifty. */
const LEFT_OUT = 50

export async function measure(report: Report) {
  const rig = await openRig()
  const chromium = await openChromium()
  try {
    const { browser, id, write } = await openTalk(rig)
    const context = await chromium.newContext({ viewport: { width: 1280, height: 900 } })
    await context.addCookies(cookiesFor(rig.url, browser.cookies()))
    const page = await context.newPage()
    await page.goto(`${rig.url}/inbox?c=${id}`)
    await page.locator('.bubble').getByText('The newest').waitFor()
    const client = await context.newCDPSession(page)
    await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    report('inbox.scroll_task_ms', await longestTask(page), 'ms')
    report('inbox.inp_ms', await inpInStorm(page, write), 'ms')
  } finally {
    await chromium.close()
    await rig.stop()
  }
}

/** A business to which somebody wrote ten thousand times. */
async function openTalk(rig: Rig) {
  const browser = await rig.signUp()
  const business = await rig.simulator.post('/businesses', { templates: 1 })
  await connectNumber(browser, business)
  const phoneNumberId = business.numbers[0].id
  const write = (text: string) =>
    rig.simulator.post('/inbound', { phoneNumberId, from: FROM, text })
  await write('The newest')
  let talk: ConversationView | undefined
  while (!talk) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    talk = (await browser.get('/conversations')).items[0]
  }
  await writeLongAgo(rig, (await browser.get('/session')).account.id, talk, LONG)
  return { browser, id: talk.id, write }
}

const longestTask = (page: Page) =>
  page.evaluate(async () => {
    let longest = 0
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
    })
    observer.observe({ type: 'longtask' })
    const box = document.querySelector('.thread') as HTMLElement
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    while (!box.textContent?.includes('No. 1.')) {
      box.scrollTop -= 1500
      await frame()
    }
    while (box.scrollHeight - box.scrollTop - box.clientHeight > 2) {
      box.scrollTop += 1500
      await frame()
    }
    await frame()
    observer.disconnect()
    return longest
  })

async function inpInStorm(page: Page, write: (text: string) => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const slowest = new Map<number, number>()
    Object.assign(window, { slowest })
    const options = { type: 'event', durationThreshold: 16 } as PerformanceObserverInit
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // Chromium's events have it; the DOM's types do not yet.
        const { interactionId, duration } = entry as PerformanceEntry & { interactionId: number }
        if (interactionId) {
          slowest.set(interactionId, Math.max(duration, slowest.get(interactionId) ?? 0))
        }
      }
    }).observe(options)
  })
  const end = Date.now() + STORM_MS
  const storm = async () => {
    for (let n = 1; Date.now() < end; n++) {
      await write(`Message ${n}`)
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }
  const field = page.locator('.compose-box textarea')
  let letters = 0
  const type = async () => {
    for (const word = 'While they write. '; Date.now() < end; letters += word.length) {
      await field.pressSequentially(word, { delay: 100 })
    }
  }
  await Promise.all([storm(), type()])
  const durations = await page.evaluate(() => [...(window.slowest?.values() ?? [])])
  // Those that were drawn within 16 ms are not even listed.
  return durations.toSorted((a, b) => b - a)[Math.floor(letters / LEFT_OUT)] ?? 16
}
