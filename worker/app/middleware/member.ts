import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'
import { sessionTokenOf } from '../../boundary/http/cookies'
import { accountNotActive, notSignedIn, otherWorkspace } from '../../features/accounts/errors'
import { findMember } from '../../features/accounts/session-operations'

/** Sets the signed-in member and opens the member's account, whose state the page has to show. */
export const requireMember = createMiddleware<AppContext>(async (c, next) => {
  const token = sessionTokenOf(c)
  const found = token && (await findMember(c.var.deps, token))
  if (!found) throw notSignedIn()
  // A window says which workspace it shows: in another one the session may have gone on elsewhere.
  const shown = c.req.header('x-workspace')
  if (shown !== undefined && shown !== found.member.accountId) throw otherWorkspace()
  c.set('member', found.member)
  c.set('isAccountActive', found.accountState === 'active')
  c.set('db', await c.var.deps.db.account(found.member.accountId, found.member.shard))
  await next()
})

/** Everything but one's own session and profile rests while an account is suspended or deleted. */
export const requireActiveAccount = createMiddleware<AppContext>(async (c, next) => {
  if (!c.var.isAccountActive) throw accountNotActive()
  await next()
})
