import type { SQL } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../worker/boundary/db'
import type { ChoreJob, SendJob } from '../../worker/boundary/queues/jobs'
import { type ConsumerDeps, handlers, openConsumerDeps } from '../../worker/consumer/dispatch'
import { onEvents } from '../../worker/consumer/events'
import type { PlanView } from '../../worker/contract/broadcast-plan'
import type {
  Audience,
  BroadcastChange,
  BroadcastView,
  ProgressView,
} from '../../worker/contract/broadcasts'
import { resumeBroadcast } from '../../worker/features/broadcasts/control-operations'
import type { Reservation } from '../../worker/features/broadcasts/durable'
import {
  cancelJob,
  foldStatusesJob,
  freezeJob,
  openPartsJob,
  sendChunkJob,
  sweepBroadcastsJob,
} from '../../worker/features/broadcasts/jobs'
import type { recipients } from '../../worker/features/broadcasts/tables'
import { recordOptOut } from '../../worker/features/contacts/consent-operations'
import { ensureTags } from '../../worker/features/contacts/tag-operations'
import { syncTemplatesJob } from '../../worker/features/templates/jobs'
import { randomId } from '../../worker/lib/ids'
import { MINUTE_MS, SECOND_MS, sleep } from '../../worker/lib/time'
import type { Browser } from './browser'
import { insertPeople, type PersonWish, toPersonRow } from './contact-rows'
import type { TestEnv } from './env'
import { testEnv } from './lists'
import { MetaBusiness } from './meta'
import { newestCode, type SignedIn, signUp } from './people'
import { DEMO_TEMPLATES } from './templates'

export type Row = typeof recipients.$inferSelect
export type Wish = Omit<Partial<BroadcastChange>, 'audience'> & {
  template?: string
  audience?: Partial<Audience>
}
type Sent = { job: SendJob; dueAt: number }

/** A person's business with a connected number, whose queues are worked off by the test itself. */
export class Shop {
  /** Jobs that were put on the queues and have not been worked on. */
  readonly sends: Sent[] = []
  readonly chores: ChoreJob[] = []
  readonly deps: ConsumerDeps
  #ahead = 0

  private constructor(
    readonly person: SignedIn,
    readonly meta: MetaBusiness,
  ) {
    this.deps = this.depsOn(testEnv)
  }

  /** The consumer's dependencies on these bindings; what it puts on queues is kept here. */
  depsOn(bindings: TestEnv): ConsumerDeps {
    const deps = openConsumerDeps(bindings)
    return {
      ...deps,
      clock: { now: () => Date.now() + this.#ahead },
      // Nobody waits for real: the clock moves instead.
      sleep: async (ms) => {
        const until = this.now() + ms
        await sleep(0)
        if (this.now() < until) this.wait(until - this.now())
      },
      // A chunk's first window is as large as the others.
      random: () => 0.99,
      db: { ...deps.db, shard: (name) => this.#mine(deps.db.shard(name)) },
      jobs: {
        ...deps.jobs,
        sends: async (jobs, { delaySeconds } = { delaySeconds: 0 }) => {
          const dueAt = this.now() + delaySeconds * SECOND_MS
          this.sends.push(...jobs.map((job) => ({ job, dueAt })))
        },
        chore: async (job) => {
          this.chores.push(job)
        },
      },
    }
  }

  /** The same, with something happening before each reservation of places. */
  before(happens: (reservation: Reservation, nth: number) => Promise<unknown>): ConsumerDeps {
    let nth = 0
    return {
      ...this.deps,
      pacer: (accountId, numberId) => {
        const pacer = this.deps.pacer(accountId, numberId)
        return {
          reserve: async (reservation) => {
            await happens(reservation, ++nth)
            return pacer.reserve(reservation)
          },
          reserveReply: (perSecond) => pacer.reserveReply(perSecond),
          slowDown: (pauseMs) => pacer.slowDown(pauseMs),
          erase: () => pacer.erase(),
          isErased: () => pacer.isErased(),
        }
      },
    }
  }

  /** The same before each window: places that a late machine takes anew belong to the one under way. */
  betweenWindows(happens: (nth: number) => Promise<unknown>): ConsumerDeps {
    let nth = 0
    return this.before(async ({ outcomes }) => {
      if (nth === 0 || outcomes.length > 0) await happens(++nth)
    })
  }

  /** A shard as sweeps see it, without what other tests left in it. */
  #mine(shard: DrizzleD1Database): DrizzleD1Database {
    const all = async (query: SQL) =>
      (await shard.all<{ accountId: string }>(query)).filter(
        ({ accountId }) => accountId === this.accountId,
      )
    return Object.assign(Object.create(shard), { all })
  }

  /** Signs up, connects a number and syncs templates. */
  static async open({ templates = DEMO_TEMPLATES }: { templates?: object[] } = {}): Promise<Shop> {
    const shop = new Shop(await signUp(), new MetaBusiness())
    shop.meta.templates = templates.map((one, at) => ({ ...one, id: `${shop.meta.wabaId}${at}` }))
    const connection = await shop.browser.read<{ id: string }>(shop.connect())
    const { accountId } = shop
    // Its number is its own for long: webhooks of any time concern it.
    await testEnv.DIRECTORY.prepare('UPDATE number_routes SET claimed_at = 0 WHERE account_id = ?')
      .bind(accountId)
      .run()
    await syncTemplatesJob(shop.deps, {
      type: 'templates.sync',
      accountId,
      connectionId: connection.id,
    })
    return shop
  }

  get browser(): Browser {
    return this.person.browser
  }
  get accountId(): string {
    return this.person.session.account.id
  }
  now = () => this.deps.clock.now()
  /** Moves the clock of the queues' handlers; the app's own stays. */
  wait(ms: number): void {
    this.#ahead += ms
  }

  connect = () =>
    this.browser.post('/api/v1/connections', {
      wabaId: this.meta.wabaId,
      phoneNumberId: this.meta.numberId,
      accessToken: this.meta.accessToken,
    })

  /** The same for what is connected already: with the code that is mailed for it. */
  reconnect = async () => {
    await this.post('/connections/code')
    return this.browser.post('/api/v1/connections', {
      wabaId: this.meta.wabaId,
      phoneNumberId: this.meta.numberId,
      accessToken: this.meta.accessToken,
      code: await newestCode(this.person.email),
    })
  }

  /**
   * A number so slow that six requests at a time follow it, whatever a POST takes: a window takes all its
   * places before it begins.
   */
  makeSlow = () => this.query('UPDATE numbers SET throughput_per_second = 20 WHERE account_id = ?')

  db = (): Promise<AccountDb> => this.deps.db.account(this.accountId)
  get = <T>(path: string): Promise<T> => this.browser.read(this.browser.get(`/api/v1${path}`))
  post = <T>(path: string, body?: unknown): Promise<T> =>
    this.browser.read(this.browser.post(`/api/v1${path}`, body))

  /** Adds people; answers their contact ids in the order of the wishes. */
  async add(wishes: PersonWish[]): Promise<string[]> {
    const db = await this.db()
    const names = wishes.flatMap(({ tags = [] }) => tags)
    const tags = await ensureTags(db, names, this.now())
    const people = wishes.map((wish) => toPersonRow(wish, tags ?? new Map()))
    await insertPeople(db, people)
    for (const [at, { id, phone, bsuid }] of people.entries()) {
      const scope = wishes[at]?.stopped
      if (!scope) continue
      const identities = [phone ?? bsuid ?? '']
      const news = { contactId: id, identities, source: 'message', wording: null, actor: 'contact' }
      await recordOptOut(db, { ...news, scope }, this.now())
    }
    return people.map(({ id }) => id)
  }

  addMany = (count: number, wish: PersonWish = {}) =>
    this.add(Array.from({ length: count }, () => wish))

  async tagId(name: string): Promise<string> {
    const tags = await ensureTags(await this.db(), [name], this.now())
    return tags?.get(name) ?? ''
  }

  /** A draft with everything chosen; the template by its name. */
  async draft({ template = 'sale', audience, ...change }: Wish = {}): Promise<BroadcastView> {
    const { items } = await this.get<{ items: { id: string; name: string }[] }>('/templates')
    const templateId = items.find(({ name }) => name === template)?.id ?? null
    const { id, version } = await this.post<BroadcastView>('/broadcasts', { name: 'Summer' })
    return this.browser.read(
      this.browser.patch(`/api/v1/broadcasts/${id}`, {
        version,
        numberId: this.meta.numberId,
        templateId,
        audience: { everyone: true, tags: [], withoutTags: [], ...audience },
        mapping: { 'body.1': { from: 'contact', column: 'first_name', fallback: 'friend' } },
        ...change,
      }),
    )
  }

  plan = (id: string) => this.get<PlanView>(`/broadcasts/${id}/plan`)
  progress = (id: string) => this.get<ProgressView>(`/broadcasts/${id}/progress`)
  see = (id: string) => this.get<BroadcastView>(`/broadcasts/${id}`)

  /** Confirms exactly what the plan says; answers the id. */
  async launch(wish: Wish = {}): Promise<string> {
    const { id, version } = await this.draft(wish)
    const { people, highMicros } = await this.plan(id)
    await this.post(`/broadcasts/${id}/launch`, { version, people, maxCostMicros: highMicros })
    return id
  }

  /** What the queue does once the hold is over. */
  async freeze(broadcastId: string): Promise<void> {
    this.wait(11 * SECOND_MS)
    const { accountId } = this
    do {
      this.chores.length = 0
      await freezeJob(this.deps, { type: 'broadcast.freeze', accountId, broadcastId })
    } while (this.chores.some(({ type }) => type === 'broadcast.freeze'))
  }

  /** A broadcast whose first chunks are in the queue. */
  async running(wish: Wish = {}): Promise<string> {
    const id = await this.launch(wish)
    await this.freeze(id)
    return id
  }

  /** Works on one message of the `sends` queue, the one that is due first. */
  async sendOne(deps: ConsumerDeps = this.deps): Promise<void> {
    this.sends.sort((a, b) => a.dueAt - b.dueAt)
    const next = this.sends.shift()
    if (!next) return
    this.wait(Math.max(0, next.dueAt - this.now()))
    await sendChunkJob(deps, next.job)
  }

  /** Works until the `sends` queue is empty, however long its messages must wait. */
  async sendAll(deps: ConsumerDeps = this.deps): Promise<void> {
    for (let messages = 0; this.sends.length > 0; messages++) {
      if (messages === 500) throw new Error('the queue never becomes empty')
      await this.sendOne(deps)
    }
  }

  /** Launches, freezes and sends to everybody. */
  async send(wish: Wish = {}): Promise<string> {
    const id = await this.running(wish)
    await this.sendAll()
    return id
  }

  /** Goes on after a pause, to the end. */
  async resume(broadcastId: string): Promise<void> {
    await resumeBroadcast(this.deps, await this.db(), 'user:owner', broadcastId)
    await this.sendAll()
  }

  /** The chore of a cancelled broadcast, once; what it puts on the queue is there. */
  async cancelOnce(broadcastId: string): Promise<void> {
    const { accountId } = this
    this.chores.length = 0
    await cancelJob(this.deps, { type: 'broadcast.cancel', accountId, broadcastId })
  }

  /** Ends a cancelled broadcast as its chores do. */
  async finishCancel(broadcastId: string): Promise<void> {
    for (let tries = 0; tries < 20; tries++) {
      await this.cancelOnce(broadcastId)
      if (this.chores.length === 0) return
      this.wait(MINUTE_MS)
    }
    throw new Error('the cancel never ends')
  }

  /** As if time went by: some sweeps, with the chores and messages that they put on the queues. */
  async sweepFor(minutes: number): Promise<void> {
    for (const minute of [0.5, minutes / 2, minutes / 2, 1]) {
      this.wait(minute * MINUTE_MS)
      await this.sweep()
      await this.sendAll()
    }
  }

  /** The sweep of one minute, as far as it concerns this account, and its chores. */
  async sweep(): Promise<void> {
    await sweepBroadcastsJob(this.deps)
    for (const chore of this.chores.splice(0)) {
      if (!('accountId' in chore) || chore.accountId !== this.accountId) continue
      if (chore.type === 'broadcast.freeze') await freezeJob(this.deps, chore)
      if (chore.type === 'broadcast.open') await openPartsJob(this.deps, chore)
      if (chore.type === 'broadcast.cancel') await cancelJob(this.deps, chore)
      if (chore.type === 'message.deliver') await handlers['message.deliver'](this.deps, chore)
      if (chore.type === 'statuses.fold') await foldStatusesJob(this.deps, chore)
    }
  }

  /** Hands webhook bodies to the consumer as one batch. */
  async webhooks(...bodies: object[]): Promise<void> {
    const jobs = bodies.map((body) => ({
      type: 'webhook.body' as const,
      body: JSON.stringify(body),
      receivedAt: this.now(),
    }))
    const { failed } = await onEvents(this.deps, jobs)
    if (failed.size > 0) throw new Error('a webhook could not be applied')
  }

  /** What people wrote to the number, in one webhook. */
  inbound = (...messages: object[]) => this.webhooks(this.change({ messages }))

  /** A person answers, now. */
  async reply(contactId: string, body: string, at = this.now()): Promise<void> {
    const [person] = await this.query<{ phone: string | null; bsuid: string | null }>(
      'SELECT phone, bsuid FROM contacts WHERE account_id = ? AND id = ?',
      contactId,
    )
    const { phone, bsuid } = person ?? {}
    const from = phone ? { from: phone.slice(1) } : { from_user_id: bsuid }
    const timestamp = `${Math.floor(at / SECOND_MS)}`
    await this.inbound({
      id: `wamid.${randomId()}`,
      ...from,
      timestamp,
      type: 'text',
      text: { body },
    })
  }

  /** What Meta says of messages that were sent, in one webhook. */
  statuses = (...statuses: object[]) => this.webhooks(this.change({ statuses }))

  /** A webhook body about the number. */
  change(value: object, field = 'messages', { wabaId, numberId } = this.meta) {
    const metadata = { display_phone_number: '972555550177', phone_number_id: numberId }
    const changes = [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }]
    return { object: 'whatsapp_business_account', entry: [{ id: wabaId, changes }] }
  }

  async rows(broadcastId: string): Promise<Row[]> {
    const rows = await this.query<Record<string, unknown>>(
      'SELECT * FROM recipients WHERE account_id = ? AND broadcast_id = ? ORDER BY no',
      broadcastId,
    )
    return rows.map(toRow)
  }

  /** Rows by state, counted by the database itself. */
  async groupBy(broadcastId: string): Promise<Record<string, number>> {
    const rows = await this.query<{ state: string; n: number }>(
      'SELECT state, count(*) AS n FROM recipients WHERE account_id = ? AND broadcast_id = ? GROUP BY state',
      broadcastId,
    )
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
  }

  /** Any statement whose first parameter is the account. */
  async query<T>(text: string, ...values: unknown[]): Promise<T[]> {
    const { $client } = (await this.db()) as unknown as { $client: D1Database }
    const { results } = await $client
      .prepare(text)
      .bind(this.accountId, ...values)
      .all<T>()
    return results
  }
}

/** Column names as the tables in code have them. */
const toRow = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as Row
