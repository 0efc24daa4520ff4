import { inPieces } from '../../lib/lists'
import type { ChoreJob, EventJob, SendJob } from './jobs'

export type Jobs = {
  sends(jobs: SendJob[], options?: { delaySeconds: number }): Promise<void>
  events(jobs: EventJob[]): Promise<void>
  chore(job: ChoreJob, options?: { delaySeconds: number }): Promise<void>
}

/** Queues' limits for one sendBatch: 100 messages, 256 KB. */
const BATCH_MESSAGES = 100
const BATCH_BYTES = 250_000

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
  for (const piece of inPieces(jobs, BATCH_MESSAGES)) {
    let batch: { body: T }[] = []
    let bytes = 0
    for (const body of piece) {
      // A UTF-16 unit is at most 3 bytes of UTF-8: an upper bound without encoding.
      const size = JSON.stringify(body).length * 3
      if (batch.length > 0 && bytes + size > BATCH_BYTES) {
        await queue.sendBatch(batch, options)
        batch = []
        bytes = 0
      }
      batch.push({ body })
      bytes += size
    }
    if (batch.length > 0) await queue.sendBatch(batch, options)
  }
}
