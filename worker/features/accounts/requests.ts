// What routes of this feature read of a request, and put into its answer's cookies.

import type { Context } from 'hono'
import type { AppContext } from '../../boundary/http/context'
import {
  attemptTokenOf,
  keepAttempt,
  keepLanguage,
  keepSession,
  languageCookieOf,
} from '../../boundary/http/cookies'
import type { SessionView } from '../../contract/auth'
import { randomToken } from '../../lib/ids'
import { deviceOf } from './device'
import type { Visitor } from './visitor'

/** The visitor as this request shows it. */
export function visitorOf(c: Context<AppContext>): Visitor {
  return {
    browserToken: attemptTokenOf(c) ?? randomToken(),
    ip: c.req.header('cf-connecting-ip') ?? null,
    device: deviceOf(c.req.header('user-agent')),
    origin: new URL(c.req.url).origin,
  }
}

/** A visitor who asks for a code: the cookie ties the code to this browser. */
export function askingVisitorOf(c: Context<AppContext>): Visitor {
  const visitor = visitorOf(c)
  keepAttempt(c, visitor.browserToken)
  return visitor
}

/** Answers a new session: its token in a cookie only, and the person's language unless one was chosen. */
export function openSession(
  c: Context<AppContext>,
  { token, view }: { token: string; view: SessionView },
) {
  keepSession(c, token)
  if (!languageCookieOf(c)) keepLanguage(c, view.user.language)
  return c.json(view)
}
