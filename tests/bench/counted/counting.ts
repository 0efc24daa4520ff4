import { type Cost, countCost } from '../../support/counted-database'
import type { Counts } from '../rig/counts'

const databases = new Map<D1Database, { database: D1Database; cost: Cost }>()
let queueMessages = 0

/** The same environment, with everything that costs money counted. */
export function counted<E extends object>(env: E): E {
  const entries = Object.entries(env).map(([name, binding]) => {
    if (/^(DIRECTORY|DATA_\d+)$/.test(name)) return [name, countedDatabase(binding)]
    if (/^(SENDS|EVENTS|CHORES)$/.test(name)) return [name, countedQueue(binding)]
    return [name, binding]
  })
  // Each binding was replaced by one of the same type.
  return Object.fromEntries(entries) as E
}

function countedDatabase(binding: D1Database): D1Database {
  const known = databases.get(binding) ?? countCost(binding)
  databases.set(binding, known)
  return known.database
}

const countedQueue = (queue: Queue) => ({
  send: (body: unknown, options?: QueueSendOptions) => {
    queueMessages += 1
    return queue.send(body, options)
  },
  sendBatch: (messages: MessageSendRequest[], options?: QueueSendBatchOptions) => {
    queueMessages += messages.length
    return queue.sendBatch(messages, options)
  },
})

export function counts(): Counts {
  const sum: Counts = { rowsRead: 0, rowsWritten: 0, statements: 0, queueMessages }
  for (const { cost } of databases.values()) {
    sum.rowsRead += cost.rowsRead
    sum.rowsWritten += cost.rowsWritten
    sum.statements += cost.statements
  }
  return sum
}
