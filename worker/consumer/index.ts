import { WorkerEntrypoint } from 'cloudflare:workers'
import { openDeps, type SharedEnv } from '../boundary/deps'
import { liveRoom } from '../boundary/live/room'
import { consume } from '../boundary/queues/consume'
import { buildFrame, handlers, onEvents } from './dispatch'

export { SendPacer } from '../features/broadcasts/durable'

export class LiveRoom extends liveRoom<SharedEnv>(buildFrame) {}

/** What the app worker asks for at once, without a queue. */
export class Consumer extends WorkerEntrypoint<SharedEnv> {
  /** Answers when the consumer is deployed and configured. */
  async ready(): Promise<true> {
    openDeps(this.env)
    return true
  }
}

export default {
  queue: (batch, env) => consume(batch, handlers, onEvents, openDeps(env)),
} satisfies ExportedHandler<SharedEnv>
