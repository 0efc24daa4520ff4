import * as v from 'valibot'
import { sha256 } from '../boundary/crypto/hash'
import type { Deps } from '../boundary/deps'
import { isOfNobody, type QueueBatch } from '../boundary/queues/consume'
import { keepDeadLetter } from '../boundary/queues/dead-letters'
import { type EventJob, Job } from '../boundary/queues/jobs'
import { deleteStoredBody } from '../features/meta/webhook-operations'
import { timeOrderedIdFrom } from '../lib/ids'
import { logFailure } from '../lib/log'
import { keepChanges } from './kept-changes'
import { isOpen, routeByAccount } from './routing'

export const isDeadLetterQueue = (queue: string) => queue.endsWith('-dead')

/** Behind this queue nothing is left: a hundred tries take as long as a message is kept, which is a day. */
const MOST_MINUTES = 15

/**
 * Keeps what failed too often where the account it belongs to can see it. Webhooks hold what people
 * wrote: they are kept sealed in R2, and the letter only names the object.
 */
export async function keepDeadLetters(deps: Deps, batch: QueueBatch): Promise<void> {
  for (const message of batch.messages) {
    try {
      const parsed = v.safeParse(Job, message.body)
      if (parsed.success) await keepOne(deps, batch.queue, message.id, parsed.output)
      message.ack()
    } catch (error) {
      if (isOfNobody(error)) {
        message.ack()
        continue
      }
      logFailure('dead_letter.not_kept', error)
      message.retry({ delaySeconds: Math.min(message.attempts, MOST_MINUTES) * 60 })
    }
  }
}

async function keepOne(deps: Deps, queue: string, messageId: string, job: Job): Promise<void> {
  const at = deps.clock.now()
  if (job.type === 'webhook.body' || job.type === 'webhook.stored') {
    await keepEvent(deps, queue, messageId, job, at)
  } else if ('accountId' in job) {
    const db = await deps.db.account(job.accountId)
    await keepDeadLetter(db, { messageId, queue, job, at })
  }
  // A sweep belongs to nobody and comes again with the next minute.
}

/** One letter per account, of what is about it alone; what nobody connected is nobody's. */
async function keepEvent(
  deps: Deps,
  queue: string,
  messageId: string,
  job: EventJob,
  at: number,
): Promise<void> {
  // The same again where the queue hands it over twice; by its time, as they are erased.
  const name = timeOrderedIdFrom(job.receivedAt, await sha256(messageId))
  for (const [accountId, mine] of await routeByAccount(deps, [job])) {
    const db = await deps.db.account(accountId, mine[0]?.shard)
    if (!(await isOpen(db))) continue
    const fileKey = `dead/${accountId}/${name}`
    const changes = mine.map(({ change }) => change)
    await keepChanges(deps, db, fileKey, changes)
    const letter: Job = { type: 'webhook.dead', accountId, fileKey }
    await keepDeadLetter(db, { messageId, queue, job: letter, at })
  }
  await deleteStoredBody(deps, job)
}
