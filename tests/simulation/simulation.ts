import type { AppEnv } from '../../worker/app/bindings'
import { scheduled } from '../../worker/app/scheduled'
import { consume } from '../../worker/boundary/queues/consume'
import { isDeadLetterQueue, keepDeadLetters } from '../../worker/consumer/dead-letters'
import { type ConsumerDeps, handlers } from '../../worker/consumer/dispatch'
import { onEvents } from '../../worker/consumer/events'
import { deliverSingle } from '../../worker/features/broadcasts/outbox-operations'
import { takeWebhook } from '../../worker/features/meta/webhook-operations'
import { bindingsFor, type Platform, type QueueName } from './bindings'
import { Checker } from './checker'
import { type Note, Tally } from './coverage'
import { Faults, type KillPoint } from './faults'
import { Meta } from './meta'
import type { Mutation } from './mutations'
import { nextOpening } from './openings'
import { Pacers } from './pacers'
import type { Request } from './people'
import type { Profile } from './profile'
import { type Batch, SimulatedQueue } from './queues'
import { isAtWork, noteRaces } from './races'
import type { Random } from './random'
import { Restraints } from './restraints'
import { LIFE_MS, Scheduler, type Task } from './scheduler'
import type { Databases } from './sqlite'
import { Truth } from './truth'
import { type Account, depsFor, forgetKeys, type Shard, VARS } from './world'

const MINUTE_MS = 60_000
const SKEW_MS = 5 * MINUTE_MS
const OUTAGE_MS = 120 * MINUTE_MS
/** Of a long wait not every minute is shown. */
const MOST_MINUTES_MS = 30 * MINUTE_MS

const SIZES: Record<QueueName, { batch: number; concurrency: number }> = {
  sends: { batch: 1, concurrency: 3 },
  events: { batch: 100, concurrency: 2 },
  chores: { batch: 1, concurrency: 3 },
  'sends-dead': { batch: 10, concurrency: 1 },
  'events-dead': { batch: 10, concurrency: 1 },
  'chores-dead': { batch: 10, concurrency: 1 },
}

/**
 * Everything outside the product's code: two workers' bindings, queues, Meta, the objects of numbers,
 * cron and clocks. One seed decides what they do, and when.
 */
export class Simulation {
  readonly scheduler: Scheduler
  readonly faults: Faults
  readonly checker: Checker
  readonly restraints: Restraints
  readonly meta: Meta
  readonly platform: Platform
  readonly queues: Record<QueueName, SimulatedQueue>
  /** How far the clocks of the whole platform have jumped. */
  jumpMs = 0
  isCronOn = true
  /** Until then no minute comes. */
  cronAwayUntil = 0
  readonly shards = new Set<Shard>()
  readonly tally = new Tally()
  readonly pacers: Pacers
  readonly #randoms: { machines: Random; jitter: Random }

  constructor(
    readonly parts: {
      databases: Databases
      random: Random
      startAt: number
      profile: () => Profile
      killAt: KillPoint | null
      mutation: Mutation | null
      rewrite: (sql: string) => string
      trace: ((line: string) => void) | null
    },
  ) {
    const { databases, random, profile, killAt, trace } = parts
    this.#randoms = { machines: random.fork(), jitter: random.fork() }
    const { note } = this.tally
    this.faults = new Faults({ random: random.fork(), profile, killAt, note })
    this.scheduler = new Scheduler(random.fork(), {
      faultOf: (task, name) => {
        noteRaces(this.scheduler.running, task, name, note)
        return this.faults.faultOf(task, name)
      },
      latencyOf: (name) => this.faults.latencyOf(name),
      failure: (name) => this.faults.failure(name),
      trace: (line) => trace?.(`${String(this.scheduler.now).padStart(9)} ${line()}`),
    })
    const truth = new Truth()
    this.restraints = new Restraints({
      ...{ truth, wall: this.wall, wallAtClaim: this.#wallAtClaim },
      sinceJumpMs: () => this.scheduler.now - this.#jump.at,
      isCalm: () => profile().name === 'calm',
      note,
    })
    this.checker = new Checker(databases, truth, this.restraints)
    this.meta = this.#openMeta(random.fork())
    this.queues = this.#openQueues(random.fork())
    this.pacers = new Pacers(random.fork(), () => profile().evict, note)
    this.platform = {
      scheduler: this.scheduler,
      databases,
      files: new Map(),
      queues: this.queues,
      mails: [],
      pacer: (name) => this.pacers.get(name),
      deliverOne: (accountId, messageId) => this.#deliverOne(accountId, messageId),
      hasTwoShards: () => this.shards.has('DATA_1'),
      rewrite: parts.rewrite,
      note,
      wall: this.wall,
      onStatement: (task, bound, outcome) => this.checker.onStatement(task, bound, outcome),
      onWrite: (database) => this.checker.look(database),
    }
  }

  wall = (): number => Math.floor(this.parts.startAt + this.scheduler.now + this.jumpMs)

  #jump = { at: Number.NEGATIVE_INFINITY, ms: 0 }

  /** The clocks of the whole platform are set. */
  jump(ms: number): void {
    this.jumpMs += ms
    this.#jump = { at: this.scheduler.now, ms }
    for (const { portfolio } of this.restraints.accounts.values()) {
      if (ms < 0) portfolio?.clockWentBack(-ms)
    }
  }

  /** What clocks said when whatever is under way began, on the way of which they may have been set. */
  #wallAtClaim = (): number => {
    const isUnderWay = this.scheduler.now - this.#jump.at < LIFE_MS
    return this.wall() - (isUnderWay ? Math.max(0, this.#jump.ms) : 0)
  }

  /** The product's dependencies, as a task of this simulation sees them. */
  depsOf(task: Task): ConsumerDeps {
    const { jitter: random } = this.#randoms
    const deps = depsFor(this.platform, task, { meta: this.meta, random, wall: this.wall })
    return this.parts.mutation?.deps?.(deps) ?? deps
  }

  /** A request of a member of an account. */
  request(account: Account, name: string, work: (request: Request) => Promise<unknown>): Task {
    return this.start(`user ${name}`, account.id, async (task) => {
      const deps = this.depsOf(task)
      const db = await deps.db.account(account.id, account.shard)
      await work({ deps, db, account, checker: this.checker })
    })
  }

  start(
    name: string,
    accountId: string | null,
    work: (task: Task) => Promise<void>,
    onEnd: Task['onEnd'] = () => {},
  ): Task {
    const { machines } = this.#randoms
    const isSkewed = this.parts.profile().skewed && machines.chance(0.3)
    const skewMs = isSkewed ? machines.between(-SKEW_MS, SKEW_MS) : 0
    if (Math.abs(skewMs) > MINUTE_MS) this.tally.note('a machine minutes off')
    return this.scheduler.start({ name, accountId, skewMs, onEnd }, work)
  }

  /** Each minute, now and then twice or not at all. */
  startCron(): void {
    // Minutes with nothing to sweep would fill the history with themselves.
    const delayMs = this.checker.isBusy() ? this.#minutes() : 10 * MINUTE_MS
    this.scheduler.after(delayMs, 'a minute has passed', () => {
      if (!this.isCronOn) return
      this.startCron()
      const { machines } = this.#randoms
      const { cronSkipped } = this.parts.profile()
      if (this.scheduler.now < this.cronAwayUntil) return
      if (machines.chance(cronSkipped)) return this.#skipCron()
      this.cron(machines.chance(0.1))
      if (!machines.chance(cronSkipped / 2)) return
      this.tally.note('cron twice')
      this.cron(false)
    })
  }

  /** One, unless everything waits for a time that is further away. */
  #minutes(): number {
    const opensAt = [...this.shards].map((shard) => nextOpening(this.parts.databases[shard]))
    // The minute before is shown: what opens soon is asked for at its very second.
    const waitMs = Math.min(...opensAt) - this.wall() - MINUTE_MS
    return Math.max(MINUTE_MS, Math.min(waitMs, MOST_MINUTES_MS))
  }

  /** One minute, or now and then two hours of them. */
  #skipCron(): void {
    this.tally.note('cron skipped')
    if (!this.#randoms.machines.chance(0.05)) return
    this.tally.note('cron away for two hours')
    this.cronAwayUntil = this.scheduler.now + OUTAGE_MS
  }

  /** New code takes over: whatever runs is ended, and nothing is remembered but what was written down. */
  async deploy(accountIds: string[]): Promise<void> {
    if (this.scheduler.running.size > 0) this.tally.note('a deploy ends everything that runs')
    for (const task of this.scheduler.running) this.scheduler.kill(task)
    this.pacers.evictAll()
    await forgetKeys(accountIds)
  }

  /** All that cron puts on the queue, or the part of it that concerns sending. */
  cron(isWhole: boolean): void {
    if (!isWhole) {
      this.queues.chores.send({ type: 'broadcasts.sweep' }, 0)
      return
    }
    this.start('cron', null, async (task) => {
      // The bindings and variables of the app worker; cron touches no assets.
      const env = { ...bindingsFor(this.platform, task), ...VARS } as unknown as AppEnv
      const controller = { scheduledTime: this.wall(), cron: '* * * * *', noRetry: () => {} }
      await scheduled(controller, env)
    })
  }

  /** The app asks the consumer, and hears when it is done; a consumer that dies is an error. */
  #deliverOne(accountId: string, messageId: string): Promise<void> {
    const ended = new Promise<void>((resolve, reject) => {
      const work = async (task: Task) => {
        const deps = this.depsOf(task)
        await deliverSingle(deps, await deps.db.account(accountId), messageId)
      }
      this.start('deliver one', accountId, work, (how) =>
        how === 'done' ? resolve() : reject(new Error('the consumer was reset')),
      )
    })
    // An app that died meanwhile hears nothing of it.
    ended.catch(() => {})
    return ended
  }

  #openMeta(random: Random): Meta {
    return new Meta({
      scheduler: this.scheduler,
      random,
      profile: this.parts.profile,
      appSecret: VARS.META_APP_SECRET,
      wall: this.wall,
      wallAtClaim: this.#wallAtClaim,
      note: this.tally.note,
      deliver: (body, signature, end) => this.#takeWebhook(body, signature, end),
      onPost: (post) => this.checker.onPost(post),
      onStatus: (status) => this.checker.truth.onStatus(status),
    })
  }

  #takeWebhook(body: Uint8Array, signature: string, end: (isTaken: boolean) => void): void {
    let isTaken = false
    const work = async (task: Task) => {
      await takeWebhook(this.depsOf(task), Uint8Array.from(body), signature)
      isTaken = true
    }
    this.start('webhook', null, work, () => end(isTaken))
  }

  #openQueues(random: Random): Record<QueueName, SimulatedQueue> {
    const open = (name: QueueName) =>
      new SimulatedQueue(name, SIZES[name], {
        scheduler: this.scheduler,
        random: random.fork(),
        faults: () => this.parts.profile().queue,
        consume: (batch, end) => this.#consume(batch, end),
        onDead: (body) => this.queues[deadOf(name)].send(body, 0),
        onDone: (body) => this.checker.truth.onDone(name, body),
        note: this.tally.note,
      })
    return {
      sends: open('sends'),
      events: open('events'),
      chores: open('chores'),
      'sends-dead': open('sends-dead'),
      'events-dead': open('events-dead'),
      'chores-dead': open('chores-dead'),
    }
  }

  #consume(batch: Batch, end: Task['onEnd']): Task {
    const [first] = batch.messages
    // Jobs name their account; events are folded for all accounts at once.
    const job = first?.body as { type: string; accountId?: string }
    const isDead = isDeadLetterQueue(batch.queue)
    noteBatch(batch, this.tally.note)
    const { running } = this.scheduler
    const isSweep = job.type === 'broadcasts.sweep'
    const overlaps = isSweep && isAtWork(running, job.type, { id: 0, accountId: null })
    if (overlaps) this.tally.note('sweeps that overlap')
    const name = isDead ? `keep ${job.type}` : job.type
    return this.start(
      name,
      isDead ? null : (job.accountId ?? null),
      async (task) => {
        const deps = this.depsOf(task)
        if (isDead) await keepDeadLetters(deps, batch)
        else await consume(batch, handlers, onEvents, deps)
      },
      end,
    )
  }
}

/** The second number of an account begins like its first. */
const NUMBERS = /"phone_number_id":"(?!999")(\d{9})/g

function noteBatch({ messages }: Batch, note: Note): void {
  const bodies = messages.flatMap(({ body }) => (body as { body?: string }).body ?? [])
  const numbers = new Set(bodies.flatMap((body) => [...body.matchAll(NUMBERS)].map(([, id]) => id)))
  if (numbers.size > 1) note('a batch of two accounts')
}

const deadOf = (name: QueueName): QueueName =>
  name === 'sends' ? 'sends-dead' : name === 'events' ? 'events-dead' : 'chores-dead'
