import type { QueueBatch } from '../../worker/boundary/queues/consume'
import type { Job } from '../../worker/boundary/queues/jobs'

/** A batch of messages as a queue hands it over, and what became of each. */
export function batchOf(
  jobs: Job[],
  queue: string,
  idOf = (at: number) => `message-${at}`,
): { batch: QueueBatch; fates: string[] } {
  const fates: string[] = []
  const messages = jobs.map((body, at) => ({
    id: idOf(at),
    body,
    attempts: 1,
    ack: () => void fates.push('ack'),
    retry: () => void fates.push('retry'),
  }))
  return { batch: { queue, messages }, fates }
}
