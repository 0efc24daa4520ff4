import { type ConsumerDeps, handlers } from '../../worker/consumer/dispatch'
import { onEvents } from '../../worker/consumer/events'
import { testEnv } from './lists'
import type { Shop } from './shop'

/** The process that worked was killed: whatever it still tries fails. */
class Killed extends Error {}

const WRITES = /^\s*(?:insert|update|delete|with[^;]*\b(?:insert|update|delete))\b/i
/** What one effect is called: all its statements, without spaces and quotes that only format. */
const nameOf = (texts: string[]) => texts.join('; ').replaceAll('"', '').replace(/\s+/g, ' ').trim()

/** Tries of one piece of work, before it is said never to come through. */
const TRIES = 200

/**
 * Dependencies that die: each effect (a write to a database, a queue, a file, a notice, a mail) stops who
 * works twice, once before it happens and once after. Whoever died is started anew, as a queue does. Where
 * one kill hides the next, `only` names the effects that kill.
 */
export class Kills {
  /** How often each effect was stopped. */
  readonly killed = new Map<string, number>()
  readonly deps: ConsumerDeps
  #isDead = false

  constructor(
    readonly shop: Shop,
    readonly options: { only?: RegExp; deps?: Partial<ConsumerDeps> } = {},
  ) {
    const { DIRECTORY, DATA_0, DATA_1 } = testEnv
    const deps = shop.depsOn({
      ...testEnv,
      DIRECTORY: this.#database(DIRECTORY),
      DATA_0: this.#database(DATA_0),
      DATA_1: this.#database(DATA_1),
    })
    const { jobs, live, mailer, files } = deps
    this.deps = {
      ...deps,
      jobs: {
        ...jobs,
        chore: (job) => this.#effect(`chore ${job.type}`, () => jobs.chore(job)),
        sends: (...all) => this.#effect('sends', () => jobs.sends(...all)),
      },
      live: { ...live, changed: (...all) => this.#effect('live', () => live.changed(...all)) },
      mailer: { ...mailer, send: (mail) => this.#effect('mail', () => mailer.send(mail)) },
      files: new Proxy(files, {
        get: (target, name) => {
          const method = Reflect.get(target, name)
          if (typeof method !== 'function') return method
          const call = (...all: unknown[]) => method.apply(target, all)
          return name === 'put' || name === 'delete'
            ? (...all: unknown[]) => this.#effect(`file ${name}`, async () => call(...all))
            : call
        },
      }),
      ...options.deps,
    }
  }

  /** Does it again and again, until nobody dies on the way. */
  async until<T>(work: (deps: ConsumerDeps) => Promise<T>): Promise<T> {
    for (let tries = 0; tries < TRIES; tries++) {
      this.#isDead = false
      try {
        const answer = await work(this.deps)
        if (!this.#isDead) return answer
      } catch (error) {
        if (!this.#isDead) throw error
      }
    }
    throw new Error('it never comes through')
  }

  /** Hands a webhook to the consumer until it is applied. */
  webhook = (body: object) =>
    this.until(async (deps) => {
      const job = { type: 'webhook.body' as const, body: JSON.stringify(body) }
      const { failed } = await onEvents(deps, [{ ...job, receivedAt: this.shop.now() }])
      return failed
    })

  /** Works on what was put on the queue, each message until it is done, until there is none. */
  async chores(): Promise<void> {
    for (let messages = 0; this.shop.chores.length > 0; messages++) {
      if (messages === TRIES) throw new Error('the queue never becomes empty')
      const [chore] = this.shop.chores.splice(0, 1)
      // The table of handlers has the one for each type; TypeScript can't see that they belong together.
      const handle =
        chore && (handlers[chore.type] as (deps: ConsumerDeps, job: unknown) => unknown)
      if (handle) await this.until(async (deps) => handle(deps, chore))
    }
  }

  /** Effects with these words that were stopped both before and after they happened. */
  both = (words: string) =>
    [...this.killed].filter(([name, kills]) => kills === 2 && name.includes(words)).length

  async #effect<T>(name: string, change: () => Promise<T>): Promise<T> {
    if (this.#isDead) throw new Killed()
    const kills = this.killed.get(name) ?? 0
    if (kills >= 2 || this.options.only?.test(name) === false) return change()
    this.killed.set(name, kills + 1)
    if (kills === 1) await change()
    this.#isDead = true
    throw new Killed()
  }

  #database(database: D1Database): D1Database {
    const inner = new WeakMap<object, { statement: D1PreparedStatement; text: string }>()
    const wrap = (statement: D1PreparedStatement, text: string): D1PreparedStatement => {
      const run = <T>(change: () => Promise<T>) =>
        WRITES.test(text) ? this.#effect(nameOf([text]), change) : change()
      const wrapped = {
        bind: (...values: unknown[]) => wrap(statement.bind(...values), text),
        run: () => run(() => statement.run()),
        all: () => run(() => statement.all()),
        first: (...columns: [string]) => run(() => statement.first(...columns)),
        raw: (options?: { columnNames: true }) =>
          run(async (): Promise<unknown> => (options ? statement.raw(options) : statement.raw())),
      }
      inner.set(wrapped, { statement, text })
      // It has every method that drizzle calls.
      return wrapped as unknown as D1PreparedStatement
    }
    const wrapped = {
      prepare: (text: string) => wrap(database.prepare(text), text),
      batch: (statements: D1PreparedStatement[]) => {
        const all = statements.map((one) => inner.get(one))
        const texts = all.map((one) => one?.text ?? '')
        return this.#effect(nameOf(texts), () =>
          database.batch(all.map((one, at) => one?.statement ?? (statements[at] as never))),
        )
      },
    }
    return wrapped as unknown as D1Database
  }
}
