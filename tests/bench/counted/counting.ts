import { type Cost, countCost } from '../../support/counted-database'
import { type Counts, NO_COUNTS } from '../rig/counts'

const costs: Cost[] = []
const sum: Counts = { ...NO_COUNTS }
const known = new WeakMap<object, object>()

/** The same environment, with everything that costs money counted. */
export function counted<E extends object>(env: E): E {
  // Each binding is replaced by one of the same type.
  const found = known.get(env) as E | undefined
  if (found) return found
  const made = Object.fromEntries(
    Object.entries(env).map(([name, binding]) => [name, countedBinding(name, binding)]),
  ) as E
  known.set(env, made)
  return made
}

/** One more HTTP request, or batch of a queue. */
export function countRequest(): void {
  sum.requests += 1
}

function countedBinding(name: string, binding: unknown): unknown {
  if (/^(DIRECTORY|DATA_\d+)$/.test(name)) return countedDatabase(binding as D1Database)
  if (name === 'EVENTS') return countedQueue(binding as Queue, 'eventMessages')
  if (name === 'SENDS' || name === 'CHORES') return countedQueue(binding as Queue, 'queueMessages')
  if (name === 'FILES') return watched(binding as object, 'put', 'filesWritten')
  if (name === 'SEND_PACER' || name === 'LIVE_ROOM') {
    // One call follows on each stub.
    return watched(binding as object, 'getByName', 'objectCalls')
  }
  return binding
}

function countedDatabase(binding: D1Database): D1Database {
  const { database, cost } = countCost(binding)
  costs.push(cost)
  return database
}

const countedQueue = (queue: Queue, as: 'queueMessages' | 'eventMessages') => ({
  send: (body: unknown, options?: QueueSendOptions) => {
    sum[as] += 1
    return queue.send(body, options)
  },
  sendBatch: (messages: MessageSendRequest[], options?: QueueSendBatchOptions) => {
    sum[as] += messages.length
    return queue.sendBatch(messages, options)
  },
})

/** The same object; how often one of its methods is called is counted. */
const watched = (target: object, method: string, as: 'objectCalls' | 'filesWritten') =>
  new Proxy(target, {
    get: (object, name) => {
      const value: unknown = Reflect.get(object, name, object)
      if (name === method) sum[as] += 1
      return typeof value === 'function' ? value.bind(object) : value
    },
  })

export function counts(): Counts {
  const all = { ...sum }
  for (const cost of costs) {
    all.rowsRead += cost.rowsRead
    all.rowsWritten += cost.rowsWritten
    all.statements += cost.statements
  }
  return all
}
