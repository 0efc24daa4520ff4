import { WorkerEntrypoint } from 'cloudflare:workers'
import { liveRoom } from '../boundary/live/room'
import { consume } from '../boundary/queues/consume'
import { deliverSingle } from '../features/broadcasts/outbox-operations'
import { deletionWorkflow } from '../features/deletion/durable'
import { advance } from '../features/deletion/workflow-operations'
import { isDeadLetterQueue, keepDeadLetters } from './dead-letters'
import { buildFrame, type ConsumerEnv, handlers, openConsumerDeps } from './dispatch'
import { onEvents } from './events'

export { SendPacer } from '../features/broadcasts/durable'

/** One deletion per account, from its own alarm. */
export class DeletionWorkflow extends deletionWorkflow<ConsumerEnv>((env, ledger) =>
  advance(openConsumerDeps(env), ledger),
) {}

export class LiveRoom extends liveRoom<ConsumerEnv>(buildFrame) {}

/** What the app worker asks for at once, without a queue. */
export class Consumer extends WorkerEntrypoint<ConsumerEnv> {
  /** Answers when the consumer is deployed and configured. */
  async ready(): Promise<true> {
    openConsumerDeps(this.env)
    return true
  }

  /** Sends one message that was just written down; a repetition finds nothing to claim. */
  async deliverOne(accountId: string, messageId: string): Promise<void> {
    const deps = openConsumerDeps(this.env)
    await deliverSingle(deps, await deps.db.account(accountId), messageId)
  }
}

export default {
  queue: (batch, env) => {
    const deps = openConsumerDeps(env)
    return isDeadLetterQueue(batch.queue)
      ? keepDeadLetters(deps, batch)
      : consume(batch, handlers, onEvents, deps)
  },
} satisfies ExportedHandler<ConsumerEnv>
