import * as v from 'valibot'
import type { Deps } from '../boundary/deps'
import { parseBody } from '../boundary/graph/webhooks'
import { isOfNobody, type QueueBatch } from '../boundary/queues/consume'
import { keepDeadLetter } from '../boundary/queues/dead-letters'
import { type EventJob, Job } from '../boundary/queues/jobs'
import { findNumberRoutes, findWabaRoutes } from '../features/meta/queries'
import { deleteStoredBody, readStoredBody } from '../features/meta/webhook-operations'
import { groupBy } from '../lib/lists'
import { logFailure } from '../lib/log'

export const isDeadLetterQueue = (queue: string) => queue.endsWith('-dead')

/**
 * Keeps what failed too often where the account it belongs to can see it. Webhook bodies hold what
 * people wrote: they are kept sealed in R2, and the letter only names the object.
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
      message.retry({ delaySeconds: 60 })
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

/** One letter per account that the body names; what nobody connected is nobody's. */
async function keepEvent(
  deps: Deps,
  queue: string,
  messageId: string,
  job: EventJob,
  at: number,
): Promise<void> {
  const body = job.type === 'webhook.body' ? job.body : await readStoredBody(deps, job.fileKey)
  const changes = body === undefined ? [] : (parseBody(body) ?? [])
  const [numbers, wabas] = await Promise.all([
    findNumberRoutes(
      deps.db.directory,
      changes.flatMap((one) => one.phoneNumberId ?? []),
    ),
    findWabaRoutes(
      deps.db.directory,
      changes.map((one) => one.wabaId),
    ),
  ])
  const owners = groupBy([...numbers, ...wabas], (owner) => owner.accountId)
  for (const accountId of owners.keys()) {
    const db = await deps.db.account(accountId)
    const fileKey = `dead/${accountId}/${messageId}`
    const sealed = await (await deps.keys.open(db)).seal('raw.body', messageId, body ?? '')
    await deps.files.put(fileKey, sealed)
    const letter: Job = { type: 'webhook.dead', accountId, fileKey, letterId: messageId }
    await keepDeadLetter(db, { messageId, queue, job: letter, at })
  }
  await deleteStoredBody(deps, job)
}
