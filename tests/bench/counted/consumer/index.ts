// The consumer as it is deployed, with its costs counted: any request tells them.

import type { ConsumerEnv } from '../../../../worker/consumer/dispatch'
import consumer, { Consumer, LiveRoom, SendPacer } from '../../../../worker/consumer/index'
import { counted, counts } from '../counting'

export { Consumer, LiveRoom, SendPacer }

export default {
  fetch: () => Response.json(counts()),
  queue: (batch, env) => consumer.queue(batch, counted(env)),
} satisfies ExportedHandler<ConsumerEnv>
