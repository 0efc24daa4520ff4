import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'
import { languageCookieOf, sessionTokenOf } from '../../boundary/http/cookies'
import { preferredLanguage } from '../../boundary/http/language'
import { findMember } from '../../features/accounts/session-operations'

/** The cookie, else the signed-in person's choice, else what the browser prefers, else English. */
export const language = createMiddleware<AppContext>(async (c, next) => {
  const token = sessionTokenOf(c)
  const chosen = languageCookieOf(c) ?? (token && (await findMember(c.var.deps, token))?.language)
  c.set('language', chosen || preferredLanguage(c.req.header('accept-language')))
  await next()
})
