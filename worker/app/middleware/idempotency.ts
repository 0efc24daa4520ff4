import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'
import {
  beginOnce,
  forgetKey,
  type KeptAnswer,
  keepAnswer,
} from '../../features/accounts/idempotency-operations'
import { AppError } from '../../lib/errors'
import { logFailure } from '../../lib/log'

/** A UUID is usual; anything short and printable will do. */
const KEY = /^[\x21-\x7e]{1,128}$/
/** Sealed, it must fit into a D1 value; views are far smaller. */
const MOST_KEPT_CHARACTERS = 200_000

/**
 * A member's POST with an Idempotency-Key is done once: a repeat gets the answer given then. Only
 * successes are kept: a refused request changed nothing and may be tried again with its key.
 */
export const idempotency = createMiddleware<AppContext>(async (c, next) => {
  const key = c.req.header('idempotency-key')
  if (c.req.method !== 'POST' || key === undefined) return next()
  if (!KEY.test(key)) throw new AppError('request.key_malformed', 400)

  const { deps, db, member } = c.var
  const asked = { userId: member.userId, path: c.req.path, body: await c.req.text() }
  const before = await beginOnce(deps, db, key, asked)
  if (before) return replay(before)

  await next()
  if (!c.res.ok) return forgetKey(db, key)
  try {
    await keepAnswer(deps, db, key, await answerOf(c.res, c.var.isShownOnce ?? false))
  } catch (error) {
    // What was asked for is done; a repeat is refused as still in progress, not done again.
    logFailure('idempotency.not_kept', error, c.var.requestId)
  }
})

function replay(answer: KeptAnswer): Response {
  if (answer === 'shown_once') throw new AppError('request.answer_shown_once', 409)
  const headers = { 'Idempotent-Replay': 'true' }
  if (answer.body === null) return new Response(null, { status: answer.status, headers })
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...headers, 'Content-Type': 'application/json' },
  })
}

async function answerOf(response: Response, isShownOnce: boolean): Promise<KeptAnswer> {
  if (isShownOnce) return 'shown_once'
  const body = await response.clone().text()
  if (body.length > MOST_KEPT_CHARACTERS) return 'shown_once'
  return { status: response.status, body: body || null }
}
