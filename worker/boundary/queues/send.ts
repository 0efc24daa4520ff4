import { mapAtMost } from '../../lib/lists'
import type { ChoreJob, EventJob, SendJob } from './jobs'

export type Jobs = {
  sends(jobs: SendJob[], options?: { delaySeconds: number }): Promise<void>
  events(jobs: EventJob[]): Promise<void>
  chore(job: ChoreJob, options?: { delaySeconds: number }): Promise<void>
}

/** Queues' limits for one sendBatch: 100 messages, 256 KB. */
const BATCH_MESSAGES = 100
const BATCH_BYTES = 250_000

/** Of the six connections that a request may hold open. */
const BATCHES_AT_ONCE = 4

export function openJobs(env: { SENDS: Queue; EVENTS: Queue; CHORES: Queue }): Jobs {
  return {
    sends: (jobs, options) => sendAll(env.SENDS, jobs, options),
    events: (jobs) => sendAll(env.EVENTS, jobs),
    chore: async (job, options) => {
      await env.CHORES.send(job, options)
    },
  }
}

async function sendAll<T>(
  queue: Queue,
  jobs: T[],
  options?: { delaySeconds: number },
): Promise<void> {
  const [only, ...more] = jobs
  if (only && more.length === 0) {
    await queue.send(only, options)
    return
  }
  await mapAtMost(BATCHES_AT_ONCE, batchesOf(jobs), (batch) =>
    queue.sendBatch(
      batch.map((body) => ({ body })),
      options,
    ),
  )
}

/** In their order, as many in each as the queue takes at once. */
function batchesOf<T>(jobs: T[]): T[][] {
  const batches: T[][] = []
  let room = { messages: 0, bytes: 0 }
  for (const job of jobs) {
    const bytes = encoder.encode(JSON.stringify(job)).byteLength
    if (room.messages === 0 || room.bytes < bytes) {
      room = { messages: BATCH_MESSAGES, bytes: BATCH_BYTES }
      batches.push([])
    }
    batches.at(-1)?.push(job)
    room = { messages: room.messages - 1, bytes: room.bytes - bytes }
  }
  return batches
}

const encoder = new TextEncoder()
