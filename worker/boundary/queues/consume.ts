import * as v from 'valibot'
import { AppError } from '../../lib/errors'
import { log, logFailure } from '../../lib/log'
import { Job, type JobOf, type Verdict } from './jobs'

/** One handler per job type; a redelivery must find nothing left to do. */
export type Handlers<D> = {
  [T in Exclude<Job['type'], EventType>]: (deps: D, job: JobOf<T>) => Promise<Verdict>
}
type EventType = 'webhook.body' | 'webhook.stored'

/** Webhook bodies are folded together, so their handler gets the whole batch. */
export type EventsHandler<D> = (
  deps: D,
  jobs: JobOf<EventType>[],
) => Promise<{ failed: Set<JobOf<EventType>> }>

/** What is read of the platform's message and batch. */
export type QueueMessage = Pick<Message<unknown>, 'id' | 'body' | 'attempts' | 'ack' | 'retry'>
export type QueueBatch = { queue: string; messages: readonly QueueMessage[] }

const RETRY_SECONDS = [5, 15, 60, 300]

/** Runs a batch and acknowledges each message by its verdict. */
export async function consume<D>(
  batch: QueueBatch,
  handlers: Handlers<D>,
  onEvents: EventsHandler<D>,
  deps: D,
): Promise<void> {
  const events: { message: QueueMessage; job: JobOf<EventType> }[] = []
  for (const message of batch.messages) {
    const parsed = v.safeParse(Job, message.body)
    if (!parsed.success) {
      // Not a job of ours: retrying can't help, the dead-letter queue keeps it for a person.
      logFailure('job.unreadable', new TypeError('unreadable job'))
      message.retry()
    } else if (isEvent(parsed.output)) events.push({ message, job: parsed.output })
    else await runJob(message, parsed.output, handlers, deps)
  }
  if (events.length > 0) await runEvents(events, onEvents, deps)
}

const isEvent = (job: Job): job is JobOf<EventType> =>
  job.type === 'webhook.body' || job.type === 'webhook.stored'

async function runJob<D>(
  message: QueueMessage,
  job: Exclude<Job, JobOf<EventType>>,
  handlers: Handlers<D>,
  deps: D,
): Promise<void> {
  const startedAt = Date.now()
  try {
    // The map's key and the job's type are the same T; TypeScript can't see that through the lookup.
    const handler = handlers[job.type] as (deps: D, job: Job) => Promise<Verdict>
    const verdict = await handler(deps, job)
    if (verdict === 'done') message.ack()
    else message.retry({ delaySeconds: verdict.retryAfterSeconds })
    log('job.ran', { tookMs: Date.now() - startedAt }, { code: job.type })
  } catch (error) {
    if (isOfNobody(error)) {
      // The account was deleted while the message waited: there is nothing it could be about.
      log('job.of_nobody', {}, { code: job.type })
      return message.ack()
    }
    logFailure(`job.failed.${job.type}`, error)
    message.retry({ delaySeconds: retrySeconds(message.attempts) })
  }
}

/** What a job for an account that is gone ends with. */
export const isOfNobody = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'account.not_found'

async function runEvents<D>(
  events: { message: QueueMessage; job: JobOf<EventType> }[],
  onEvents: EventsHandler<D>,
  deps: D,
): Promise<void> {
  try {
    const { failed } = await onEvents(
      deps,
      events.map(({ job }) => job),
    )
    for (const { message, job } of events) {
      if (failed.has(job)) message.retry({ delaySeconds: retrySeconds(message.attempts) })
      else message.ack()
    }
  } catch (error) {
    logFailure('events.failed', error)
    for (const { message } of events) {
      message.retry({ delaySeconds: retrySeconds(message.attempts) })
    }
  }
}

const retrySeconds = (attempts: number) => RETRY_SECONDS[attempts - 1] ?? 300
