import { inject } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import {
  composeBroadcast,
  connectNumber,
  importContacts,
  launchBroadcast,
  syncedTemplates,
} from '../../scripts/journey.mjs'
import type { BroadcastView, ProgressView } from '../../worker/contract/broadcasts'
import { type Browser, type Business, newPerson } from './runtime'
import { type Page, visit } from './visitor'
import { wordsIn } from './words'

const say = wordsIn('en')

/** Every message is delivered and nobody reads, answers or stops: figures can be told beforehand. */
const ALL_DELIVERED = { delivered: 1, read: 0, replied: 0, tapped: 0, stop: 0, failedByCode: {} }

/** A business with people on a number that Meta answers slowly enough to be watched. */
export class Watched {
  private constructor(
    readonly people: number,
    readonly browser: Browser,
    readonly simulator: ReturnType<typeof openSimulator>,
    readonly numberId: string,
    readonly template: { id: string },
  ) {}

  static async open(people: number): Promise<Watched> {
    const simulator = openSimulator(inject('simulatorUrl'))
    const browser = openBrowser(inject('url'))
    await signUp(browser, simulator, newPerson())
    const business: Business = await simulator.post('/businesses', { templates: 1 })
    const numberId = business.numbers[0]?.id ?? ''
    await connectNumber(browser, business)
    const template = (await syncedTemplates(browser))[0]
    const rows = Array.from({ length: people }, (_, n) => `Maya,+9725455${50_000 + n}\r\n`)
    await importContacts(browser, 'p.csv', Buffer.from(`First name,Phone\r\n${rows.join('')}`))
    const watched = new Watched(people, browser, simulator, numberId, template)
    // Six at a time, half a second each.
    await watched.turn({ latencyMs: 500 })
    return watched
  }

  /** How Meta and the people behave from now on. */
  turn = ({ shares = {}, ...dials }: { shares?: object; latencyMs?: number }) =>
    this.simulator.put('/dials', {
      phoneNumberId: this.numberId,
      dials: {
        shares: { ...ALL_DELIVERED, ...shares },
        statusDelaysMs: { sent: 100, delivered: 200 },
        ...dials,
      },
    })

  /** What Meta has accepted so far, of all broadcasts. */
  accepted = async (): Promise<number> =>
    (await this.simulator.get(`/summary?phoneNumberId=${this.numberId}`)).accepted

  mostPerPerson = async (): Promise<number> =>
    (await this.simulator.get(`/summary?phoneNumberId=${this.numberId}`)).maxPerRecipient

  progress = (id: string): Promise<ProgressView> => this.browser.get(`/broadcasts/${id}/progress`)

  /** A draft with everything chosen. */
  draft = (): Promise<BroadcastView> =>
    composeBroadcast(this.browser, {
      name: 'Watched',
      numberId: this.numberId,
      template: this.template,
      mapping: {
        'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' },
        'body.2': { from: 'fixed', value: '7' },
      },
    })

  async launch(): Promise<BroadcastView> {
    const broadcast = await this.draft()
    await launchBroadcast(this.browser, broadcast)
    return broadcast
  }

  /** Sends a draft that a page made. */
  async confirm(id: string): Promise<void> {
    await launchBroadcast(this.browser, await this.browser.get(`/broadcasts/${id}`))
  }

  /** The page of a broadcast in a window of its own; `prepare` comes before the page is asked for. */
  async look(id: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
    const { page } = await visit({ as: this.browser.cookies() })
    await prepare?.(page)
    await page.goto(`/broadcasts/${id}`)
    return page
  }
}

export const buttonOn = (page: Page, name: string) => page.getByRole('button', { name }).first()

const panelOn = (page: Page) =>
  page.getByRole('region', { name: say('broadcast_progress'), exact: true })

/** "12 of 240 messages handled" → 12. */
export async function handledOn(page: Page): Promise<number> {
  const text = await panelOn(page).textContent()
  return Number(/([\d,]+) of [\d,]+ messages handled/.exec(text ?? '')?.[1]?.replace(',', '') ?? 0)
}

/** The figures of the funnel by their words, as shown. */
export const figuresOn = (page: Page): Promise<Record<string, number>> =>
  panelOn(page)
    .locator('.funnel li')
    .evaluateAll((items) =>
      Object.fromEntries(
        items.map((item) => [
          item.querySelector('.lab')?.textContent?.trim() ?? '',
          Number(item.querySelector('.num')?.textContent?.replace(/,/g, '')),
        ]),
      ),
    )

/** Everything the funnel shows from now on, change by change, for `seenOn`. */
export const recordFigures = (page: Page) =>
  page.evaluate(() => {
    const seen: Record<string, number>[] = []
    const note = () => {
      const items = [...document.querySelectorAll('.funnel li')]
      seen.push(
        Object.fromEntries(
          items.map((item) => [
            item.querySelector('.lab')?.textContent?.trim() ?? '',
            Number(item.querySelector('.num')?.textContent?.replace(/,/g, '')),
          ]),
        ),
      )
    }
    Object.assign(window, { seen })
    new MutationObserver(note).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })

export const seenOn = (page: Page): Promise<Record<string, number>[]> =>
  page.evaluate(() => (window as unknown as { seen: Record<string, number>[] }).seen)

/** Lets a test hear the page's sockets, and have them die without a word until it revives the line. */
export async function tapSocket(page: Page) {
  const frames: { topic: string; at: number }[] = []
  const deadOnes = new Set<object>()
  const line = { isDead: false, sockets: new Set<object>() }
  await page.routeWebSocket(/\/live$/, (socket) => {
    line.sockets.add(socket)
    if (line.isDead) deadOnes.add(socket)
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      if (!deadOnes.has(socket)) server.send(message)
    })
    server.onMessage((message) => {
      if (deadOnes.has(socket)) return
      if (message !== 'pong') frames.push(JSON.parse(String(message)))
      socket.send(message)
    })
  })
  return {
    frames,
    die: () => {
      line.isDead = true
      for (const socket of line.sockets) deadOnes.add(socket)
    },
    /** A socket that died stays dead; new ones live. */
    revive: () => {
      line.isDead = false
    },
  }
}
