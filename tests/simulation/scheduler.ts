import type { Random } from './random'
import { Violation } from './violation'

/** A run of the product's code: a request, a queue batch, a cron tick. It ends, is killed, or outlives its time. */
export type Task = {
  id: number
  /** What it does, e.g. `broadcast.send`: the first part of the names of its effects. */
  name: string
  /** The account it may touch; null for those that serve all. */
  accountId: string | null
  /** How far this machine's clock is off. */
  skewMs: number
  /** The platform ends it at this simulated time. */
  diesAt: number
  state: 'running' | 'done' | 'dead'
  onEnd: (how: 'done' | 'dead') => void
}

/** Why a call of a task doesn't do what was asked. */
export type Fault = 'kill_before' | 'kill_after' | 'fail_before' | 'fail_after'

type Call = {
  kind: 'call'
  readyAt: number
  task: Task
  name: string
  effect: () => unknown
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
  /** The answer comes this much later than the effect. */
  answerMs: number
}
type Answer = { kind: 'answer'; readyAt: number; task: Task; deliver: () => void; name: string }
type Event = { kind: 'event'; readyAt: number; name: string; run: () => void }
type Waiting = Call | Answer | Event

export type Hooks = {
  /** Decides what happens to a call. */
  faultOf(task: Task, name: string): Fault | null
  /** How long a call waits before its effect, and its answer after it. */
  latencyOf(name: string): { beforeMs: number; afterMs: number }
  /** What a failed call says. */
  failure(name: string): Error
  trace(line: () => string): void
}

export const LIFE_MS = 15 * 60_000

/**
 * Decides which waiting call, answer or event goes on next. Between two steps only code that needs
 * nothing from outside runs, so every order of effects that can happen can be chosen here.
 */
export class Scheduler {
  /** Since the start of the history; only goes forward, whatever the clocks say. */
  now = 0
  steps = 0
  /** What a check found, wherever it was noticed. */
  failure: Error | null = null
  readonly #waiting: Waiting[] = []
  readonly #running = new Set<Task>()
  #tasks = 0

  constructor(
    readonly random: Random,
    readonly hooks: Hooks,
  ) {}

  get running(): ReadonlySet<Task> {
    return this.#running
  }

  /** How much can still happen. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Starts a task; `work` gets it to make its dependencies with. */
  start(
    options: Pick<Task, 'name' | 'accountId' | 'skewMs'> & Partial<Pick<Task, 'onEnd'>>,
    work: (task: Task) => Promise<void>,
  ): Task {
    const task: Task = {
      ...options,
      id: ++this.#tasks,
      diesAt: this.now + LIFE_MS,
      state: 'running',
      onEnd: options.onEnd ?? (() => {}),
    }
    this.#running.add(task)
    this.hooks.trace(() => `${nameOf(task)} starts`)
    work(task).then(
      () => this.#end(task, 'done'),
      (error: unknown) => {
        this.hooks.trace(() => `${nameOf(task)} threw ${error}`)
        this.#end(task, 'done')
      },
    )
    return task
  }

  /** One call of a task to the outside. Never answers once the task is dead. */
  call<T>(task: Task, name: string, effect: () => T, delayMs = 0): Promise<T> {
    if (task.state === 'dead') return new Promise(() => {})
    const { beforeMs, afterMs } = this.hooks.latencyOf(name)
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        kind: 'call',
        readyAt: this.now + delayMs + beforeMs,
        task,
        name,
        effect,
        // The effect's own value comes back.
        resolve: resolve as (value: unknown) => void,
        reject,
        answerMs: afterMs,
      })
    })
  }

  /** Something outside all tasks, at a time from now. */
  after(delayMs: number, name: string, run: () => void): void {
    this.#waiting.push({ kind: 'event', readyAt: this.now + delayMs, name, run })
  }

  kill(task: Task): void {
    if (task.state === 'running') this.#end(task, 'dead')
  }

  /** When the next thing can happen; null when nothing waits. */
  get nextAt(): number | null {
    return this.#waiting.length === 0
      ? null
      : this.#waiting.reduce((soonest, { readyAt }) => Math.min(soonest, readyAt), Infinity)
  }

  /** Does one thing of those that are due, moving time forward to the first if none is. */
  async step(): Promise<void> {
    // A task that just started has not called anything yet.
    if (this.#waiting.length === 0) await quiet()
    const next = this.#take()
    if (!next) {
      if (this.#running.size === 0) return
      throw new Violation('rest', 'somebody waits for something that never comes')
    }
    this.steps++
    if (next.kind === 'event') {
      this.hooks.trace(() => next.name)
      next.run()
    } else if (next.task.state === 'running') {
      if (this.now > next.task.diesAt) {
        this.hooks.trace(() => `${nameOf(next.task)} is ended by the platform`)
        this.kill(next.task)
      } else if (next.kind === 'answer') next.deliver()
      else this.#do(next)
    }
    await quiet()
    if (this.failure) throw this.failure
  }

  #take(): Waiting | undefined {
    const { nextAt } = this
    if (nextAt === null) return undefined
    this.now = Math.max(this.now, nextAt)
    const due: number[] = []
    for (const [at, { readyAt }] of this.#waiting.entries()) if (readyAt <= this.now) due.push(at)
    const at = this.random.pick(due)
    const last = this.#waiting.pop()
    // `at` is a place in the list; the last one takes it unless it is the last one itself.
    if (!last || at === this.#waiting.length) return last
    const taken = this.#waiting[at]
    this.#waiting[at] = last
    return taken
  }

  #do(call: Call): void {
    const { task, name, effect } = call
    const fault = this.hooks.faultOf(task, name)
    if (fault === 'kill_before' || fault === 'fail_before') {
      this.hooks.trace(() => `${nameOf(task)}: ${name} ✗ ${fault}`)
      if (fault === 'kill_before') this.kill(task)
      else this.#answer(call, () => call.reject(this.hooks.failure(name)))
      return
    }
    const end = attempt(effect)
    if (!end.ok && end.error instanceof Violation) this.failure ??= end.error
    this.hooks.trace(() => `${nameOf(task)}: ${name}${fault ? ` ✗ ${fault}` : ''}${told(end)}`)
    if (fault === 'kill_after') this.kill(task)
    else if (fault === 'fail_after') this.#answer(call, () => call.reject(this.hooks.failure(name)))
    else this.#answer(call, () => (end.ok ? call.resolve(end.value) : call.reject(end.error)))
  }

  #answer({ task, name, answerMs }: Call, deliver: () => void): void {
    if (answerMs <= 0) deliver()
    else this.#waiting.push({ kind: 'answer', readyAt: this.now + answerMs, task, deliver, name })
  }

  #end(task: Task, how: 'done' | 'dead'): void {
    if (task.state !== 'running') return
    task.state = how
    this.#running.delete(task)
    this.hooks.trace(() => `${nameOf(task)} ${how === 'done' ? 'ends' : 'DIES'}`)
    task.onEnd(how)
  }
}

const nameOf = ({ id, name }: Task) => `#${id} ${name}`

type End = { ok: true; value: unknown } | { ok: false; error: unknown }

function attempt(effect: () => unknown): End {
  try {
    return { ok: true, value: effect() }
  } catch (error) {
    return { ok: false, error }
  }
}

const told = (end: End) => (end.ok ? '' : ` → ${end.error}`)

/** Every promise that needs nothing from outside has settled when this has. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve))
