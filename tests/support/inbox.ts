import { inject } from 'vitest'
import { newestCode, openBrowser, openSimulator, signUp, until } from '../../scripts/api.mjs'
import { connectNumber, syncedTemplates } from '../../scripts/journey.mjs'
import type { ConversationView, ThreadEntry } from '../../worker/contract/inbox'
import { type Browser, type Business, newPerson } from './runtime'
import { type Page, type Visit, visit } from './visitor'

let people = 0

/** A business whose people write to it, with an owner and an agent who answer. */
export class Answered {
  private constructor(
    readonly owner: Browser,
    readonly agent: Browser,
    readonly simulator: ReturnType<typeof openSimulator>,
    readonly numberId: string,
    private readonly url: string,
  ) {}

  /** On the ProConnect that all files share, or on another. */
  static async open(
    at = { url: inject('url'), simulatorUrl: inject('simulatorUrl') },
  ): Promise<Answered> {
    const simulator = openSimulator(at.simulatorUrl)
    const owner = openBrowser(at.url)
    await signUp(owner, simulator, newPerson())
    const business: Business = await simulator.post('/businesses', { templates: 1 })
    await connectNumber(owner, business)
    await syncedTemplates(owner)
    const agent = openBrowser(at.url)
    const { email } = newPerson()
    const { link } = await owner.post('/members/invitations', {
      email,
      name: 'Daniel Katz',
      role: 'agent',
    })
    const token = new URL(link).hash.slice(1)
    // The first mail is the invitation itself.
    await agent.post('/auth/invitation/code', { token })
    await agent.post('/auth/invitation/accept', {
      token,
      code: await newestCode(simulator, email, 1),
    })
    const numberId = business.numbers[0]?.id ?? ''
    // Nobody answers by themselves: what is said here is said by the test.
    await simulator.put('/dials', {
      phoneNumberId: numberId,
      dials: { shares: { replied: 0, tapped: 0, stop: 0, failedByCode: {} } },
    })
    return new Answered(owner, agent, simulator, numberId, at.url)
  }

  /** A number that nobody else here has. */
  newPerson = (): string => `+97254555${1000 + people++}`

  write = (from: string, text: string, more: object = {}) =>
    this.simulator.post('/inbound', { phoneNumberId: this.numberId, from, text, ...more })

  /** What Meta took last from this number, as it was sent. */
  async lastSent(): Promise<{ type: string; parameters: { id?: string } }> {
    const { items } = await this.simulator.get(`/log?phoneNumberId=${this.numberId}&limit=1000`)
    return items.at(-1)
  }

  accepted = async (): Promise<number> =>
    (await this.simulator.get(`/summary?phoneNumberId=${this.numberId}`)).accepted

  list = async (): Promise<ConversationView[]> => (await this.owner.get('/conversations')).items

  /** Somebody new wrote; their conversation, once it is there. */
  async conversation(text: string): Promise<{ id: string; from: string }> {
    const from = this.newPerson()
    await this.write(from, text)
    const id = await until(
      async () => (await this.list()).find(({ phone }) => phone === from)?.id,
      { what: 'the conversation' },
    )
    return { id, from }
  }

  /** All of it, oldest last. */
  async thread(id: string): Promise<ThreadEntry[]> {
    const all: ThreadEntry[] = []
    for (let before = ''; ; ) {
      const { items, next } = await this.owner.get(
        `/conversations/${id}/thread?limit=100${before && `&before=${before}`}`,
      )
      all.push(...items)
      if (!next) return all
      before = next
    }
  }

  /** The inbox in a window of one of the two. */
  async look(who: 'owner' | 'agent', id: string, options: Visit = {}): Promise<Page> {
    return (await this.watch(who, id, options)).page
  }

  /** The same, with what the page does that it should not. */
  async watch(who: 'owner' | 'agent', id: string, options: Visit = {}) {
    const { page, misdeeds } = await visit({
      ...{ ...options, at: this.url },
      as: this[who].cookies(),
    })
    await page.goto(id ? `/inbox?c=${id}` : '/inbox')
    await page
      .getByRole('heading', { level: id ? 2 : 1 })
      .first()
      .waitFor()
    return { page, misdeeds }
  }
}
