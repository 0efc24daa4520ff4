// The consumer as it is deployed, with its costs counted: any request tells them. `POST /apply` does what
// webhooks of statuses come to, without anything around it, and answers how many milliseconds it took.

import { parseBody, readMessages } from '../../../../worker/boundary/graph/webhooks'
import { type ConsumerEnv, openConsumerDeps } from '../../../../worker/consumer/dispatch'
import consumer, {
  Consumer,
  DeletionWorkflow,
  LiveRoom,
  SendPacer,
} from '../../../../worker/consumer/index'
import { foldStatuses } from '../../../../worker/features/broadcasts/evidence'
import { applyEvidence } from '../../../../worker/features/broadcasts/status-queries'
import { counted, countRequest, counts } from '../counting'

export { Consumer, DeletionWorkflow, LiveRoom, SendPacer }

export default {
  fetch: async (request, env) =>
    request.method === 'POST'
      ? new Response(String(await apply(await request.json(), env)))
      : Response.json(counts()),
  queue: (batch, env) => {
    countRequest()
    return consumer.queue(batch, counted(env))
  },
} satisfies ExportedHandler<ConsumerEnv>

/** One statement for each webhook. Its caller is the bench. */
async function apply(asked: unknown, env: ConsumerEnv): Promise<number> {
  const { accountId, bodies } = asked as { accountId: string; bodies: string[] }
  const db = await openConsumerDeps(env).db.account(accountId)
  const pieces = bodies.map((body) =>
    foldStatuses((parseBody(body) ?? []).flatMap(({ value }) => readMessages(value).statuses)),
  )
  const startedAt = Date.now()
  for (const piece of pieces) await applyEvidence(db, piece)
  return Date.now() - startedAt
}
