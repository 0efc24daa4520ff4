import type { ConsumerEnv } from '../../worker/consumer/dispatch'
import type { Note } from './coverage'
import { type Files, openR2 } from './files'
import { labelOf } from './labels'
import type { Scheduler, Task } from './scheduler'
import type { Bound, Database, Databases, Outcome } from './sqlite'

/** What stands behind the bindings of both workers. */
export type Platform = {
  scheduler: Scheduler
  databases: Databases
  files: Files
  queues: Record<QueueName, { send(body: unknown, delaySeconds: number): void }>
  mails: { to: string; subject: string }[]
  pacer(name: string): ConsumerEnvPacer
  /** The consumer's own entrypoint. */
  deliverOne(accountId: string, messageId: string): Promise<void>
  hasTwoShards: () => boolean
  /** Changes statements on their way: how mutations of SQL are made. */
  rewrite: (sql: string) => string
  /** Sees every statement with its values and rows. */
  onStatement: (task: Task, bound: Bound, outcome: Outcome) => void
  note: Note
  wall: () => number
  /** After a transaction that may have changed rows of broadcasts. */
  onWrite: (database: Database) => void
}
export type QueueName = 'sends' | 'events' | 'chores' | 'sends-dead' | 'events-dead' | 'chores-dead'

type ConsumerEnvPacer = ReturnType<ConsumerEnv['SEND_PACER']['getByName']>

type Bindings = Pick<
  ConsumerEnv,
  | 'DIRECTORY'
  | 'FILES'
  | 'SENDS'
  | 'EVENTS'
  | 'CHORES'
  | 'EMAIL'
  | 'CONSUMER'
  | 'LIVE_ROOM'
  | 'SEND_PACER'
> & { DATA_0: D1Database; DATA_1?: D1Database }

/** The bindings as one task sees them: every use of them is a call that the scheduler decides about. */
export function bindingsFor(platform: Platform, task: Task): Bindings {
  const { scheduler, databases } = platform
  const queue = (name: 'sends' | 'events' | 'chores') => openQueue(platform, task, name)
  return {
    DIRECTORY: openD1(platform, task, databases.DIRECTORY),
    DATA_0: openD1(platform, task, databases.DATA_0),
    // As many shards as the history uses: each minute's sweep asks every one.
    ...(platform.hasTwoShards() && { DATA_1: openD1(platform, task, databases.DATA_1) }),
    FILES: openR2(platform, task),
    SENDS: queue('sends'),
    EVENTS: queue('events'),
    CHORES: queue('chores'),
    EMAIL: {
      send: ({ to, subject }) =>
        scheduler.call(task, 'mail send', () => {
          platform.mails.push({ to, subject })
        }),
    },
    CONSUMER: {
      deliverOne: async (accountId, messageId) => {
        const call = await scheduler.call(task, 'rpc deliverOne', () => ({
          ended: platform.deliverOne(accountId, messageId),
        }))
        await call.ended
      },
    },
    LIVE_ROOM: {
      // Requests of browsers are no part of the simulation.
      getByName: () =>
        ({
          changed: (topics: string[]) =>
            scheduler.call(task, `live changed ${kindsOf(topics)}`, () => undefined),
          disconnect: () => scheduler.call(task, 'live disconnect', () => undefined),
        }) as unknown as ReturnType<ConsumerEnv['LIVE_ROOM']['getByName']>,
    },
    SEND_PACER: {
      getByName: (name) => openObject(scheduler, task, 'pacer', () => platform.pacer(name)),
    },
  }
}

const kindsOf = (topics: string[]) =>
  [...new Set(topics.map((topic) => topic.split(':')[0]))].sort().join()

/** Every method of an object is a call; the object itself may be another one by the time it is made. */
function openObject<T extends object>(
  scheduler: Scheduler,
  task: Task,
  name: string,
  object: () => T,
): T {
  const call = (method: string, args: unknown[]) =>
    scheduler.call(task, `${name} ${method}`, () => {
      const found = object()
      // Stubs have the methods of their object, and nothing else.
      return (found[method as keyof T] as (...all: unknown[]) => unknown).apply(found, args)
    })
  const stub = new Proxy(
    {},
    {
      get:
        (_, method) =>
        (...args: unknown[]) =>
          call(String(method), args),
    },
  )
  return stub as T
}

type Statement = {
  bound: Bound
  bind(...values: unknown[]): Statement
  run(): Promise<unknown>
  all(): Promise<unknown>
  raw(): Promise<unknown>
  first(column?: string): Promise<unknown>
}

function objectOf(columns: string[], row: unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [at, column] of columns.entries()) object[column] = row[at]
  return object
}

const resultOf = ({ columns, rows, changes }: Outcome) => ({
  success: true,
  results: rows.map((row) => objectOf(columns, row)),
  meta: { changes, rows_read: 0, rows_written: 0, duration: 0 },
})

function openD1(platform: Platform, task: Task, database: Database): D1Database {
  const ask = <T>(all: Bound[], use: (outcomes: Outcome[]) => T): Promise<T> => {
    const labels = all.map(({ sql }) => labelOf(sql))
    const writes = labels.filter(({ isWrite }) => isWrite)
    const name = (writes.length > 0 ? writes : labels).map(({ text }) => text).join(' + ')
    return platform.scheduler.call(task, `d1 ${name}`, () => {
      const outcomes = all.length === 1 ? all.map((one) => database.run(one)) : database.batch(all)
      for (const [at, outcome] of outcomes.entries()) {
        const bound = all[at]
        if (bound) platform.onStatement(task, bound, outcome)
        const isThere = outcome.changes === 0 && labels[at]?.mayMeetKey
        if (isThere) platform.note('a key that was there already')
      }
      const hasTouched = labels.some((label, at) => label.touchesSending && outcomes[at]?.changes)
      if (hasTouched) platform.onWrite(database)
      return use(outcomes)
    })
  }
  const one = <T>(bound: Bound, use: (outcome: Outcome) => T) =>
    ask([bound], ([outcome]) => use(outcome ?? { columns: [], rows: [], changes: 0 }))

  const statement = (bound: Bound): Statement => ({
    bound,
    bind: (...values) => statement({ sql: bound.sql, values }),
    run: () => one(bound, resultOf),
    all: () => one(bound, resultOf),
    raw: () => one(bound, ({ rows }) => rows),
    first: (column) =>
      one(bound, ({ columns, rows: [row] }) => {
        const object = row ? objectOf(columns, row) : null
        return column ? (object?.[column] ?? null) : object
      }),
  })
  const binding = {
    prepare: (sql: string) => statement({ sql: platform.rewrite(sql), values: [] }),
    batch: (all: Statement[]) =>
      ask(
        all.map(({ bound }) => bound),
        (outcomes) => outcomes.map(resultOf),
      ),
  }
  // All that drizzle's D1 driver uses.
  return binding as unknown as D1Database
}

/** Jobs of one send are of one type; events come in two. */
const typesOf = (bodies: unknown[]) =>
  [...new Set(bodies.map((body) => (body as { type: string }).type))].sort().join()

function openQueue(platform: Platform, task: Task, name: 'sends' | 'events' | 'chores'): Queue {
  const { scheduler } = platform
  const letter = (body: unknown) => JSON.parse(JSON.stringify(body)) as unknown
  const queue = {
    send: (body: unknown, options?: { delaySeconds?: number }) => {
      const copy = letter(body)
      return scheduler.call(task, `queue ${name} ${typesOf([body])}`, () =>
        platform.queues[name].send(copy, options?.delaySeconds ?? 0),
      )
    },
    sendBatch: (batch: { body: unknown }[], options?: { delaySeconds?: number }) => {
      const copies = batch.map(({ body }) => letter(body))
      return scheduler.call(task, `queue ${name} ${typesOf(copies)}`, () => {
        for (const copy of copies) platform.queues[name].send(copy, options?.delaySeconds ?? 0)
      })
    },
  }
  // All that `openJobs` uses.
  return queue as unknown as Queue
}
