import { WorkerEntrypoint } from 'cloudflare:workers'
import { liveRoom } from '../boundary/live/room'
import { consume } from '../boundary/queues/consume'
import { buildFrame, type ConsumerEnv, handlers, openConsumerDeps } from './dispatch'
import { onEvents } from './events'

export { SendPacer } from '../features/broadcasts/durable'

export class LiveRoom extends liveRoom<ConsumerEnv>(buildFrame) {}

/** What the app worker asks for at once, without a queue. */
export class Consumer extends WorkerEntrypoint<ConsumerEnv> {
  /** Answers when the consumer is deployed and configured. */
  async ready(): Promise<true> {
    openConsumerDeps(this.env)
    return true
  }
}

export default {
  queue: (batch, env) => consume(batch, handlers, onEvents, openConsumerDeps(env)),
} satisfies ExportedHandler<ConsumerEnv>
