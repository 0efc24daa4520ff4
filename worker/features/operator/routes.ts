import { type Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import type { AppContext } from '../../boundary/http/context'
import { messageFor } from '../../boundary/http/errors'
import { Email, Id } from '../../contract/common'
import { OperatorDeletion } from '../../contract/deletion'
import { AppError } from '../../lib/errors'
import { type Desk, OPERATOR_PATHS, OPERATOR_STYLE_PATH, operatorSheet, type Place } from './layout'
import {
  enterDeletion,
  findForDeletion,
  hurryKeys,
  identifyOperator,
  readAccounts,
  readActs,
  readKeys,
  readLetters,
  readRequests,
  renewDataKeys,
  replayLetter,
  retryDeletion,
  settleCase,
  settleUnmatched,
} from './operations'
import { accountsPage, enterPage, keysPage, lettersPage, logPage } from './pages'
import { requestsPage } from './requests-page'
import { TEXTS } from './texts'

/** What Cloudflare Access adds to each request behind it, and the cookie that it sets itself. */
const HEADER = 'Cf-Access-Jwt-Assertion'
const COOKIE = 'CF_Authorization'

/** No script could run; forms go nowhere else. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'"

type OperatorContext = AppContext & {
  Variables: AppContext['Variables'] & { operator: string }
}
type C = Context<OperatorContext>

const requireOperator = createMiddleware<OperatorContext>(async (c, next) => {
  const token = c.req.header(HEADER) ?? getCookie(c, COOKIE)
  c.set('operator', await identifyOperator(c.var.deps, token))
  await next()
  c.res.headers.set('Content-Security-Policy', POLICY)
})

/** `/operator`, behind Cloudflare Access: pages without script, and one POST for each act. */
export const operatorRoutes = new Hono<OperatorContext>()
  .use('/operator/*', requireOperator)
  .get(OPERATOR_STYLE_PATH, (c) =>
    c.body(operatorSheet(), 200, { 'Content-Type': 'text/css; charset=utf-8' }),
  )
  .get(OPERATOR_PATHS.requests, async (c) =>
    c.html(requestsPage(deskOf(c, 'requests'), await readRequests(c.var.deps))),
  )
  .get(OPERATOR_PATHS.enter, async (c) => {
    const email = v.safeParse(Email, c.req.query('email'))
    const accounts = email.success ? await findForDeletion(c.var.deps, email.output) : []
    return c.html(
      enterPage({
        desk: deskOf(c, 'enter'),
        email: email.success ? email.output : null,
        accounts,
        isMissing: c.req.query('missing') !== undefined,
      }),
    )
  })
  .post(OPERATOR_PATHS.enter, async (c) => {
    const form = await c.req.parseBody({ all: true })
    const order = v.safeParse(OperatorDeletion, { ...form, checks: [form.checks ?? []].flat() })
    if (!order.success) return c.redirect(backToForm(form.ownerEmail), 303)
    const { origin } = new URL(c.req.url)
    await enterDeletion(c.var.deps, c.var.operator, order.output, origin)
    return done(c, 'requests')
  })
  .post('/operator/requests/:code/retry', async (c) => {
    await retryDeletion(c.var.deps, c.var.operator, idOf(c, 'code'))
    return done(c, 'requests')
  })
  .post('/operator/requests/:code/settle', async (c) => {
    await settleUnmatched(c.var.deps, c.var.operator, idOf(c, 'code'))
    return done(c, 'requests')
  })
  .post('/operator/cases/:id/settle', async (c) => {
    await settleCase(c.var.deps, c.var.operator, idOf(c, 'id'))
    return done(c, 'requests')
  })
  .get(OPERATOR_PATHS.letters, async (c) =>
    c.html(lettersPage(deskOf(c, 'letters'), await readLetters(c.var.deps))),
  )
  .post('/operator/letters/:accountId/:id/replay', async (c) => {
    const { deps, operator } = c.var
    await replayLetter(deps, operator, idOf(c, 'accountId'), c.req.param('id'))
    return done(c, 'letters')
  })
  .get(OPERATOR_PATHS.accounts, async (c) => {
    const after = c.req.query('after') ?? ''
    return c.html(accountsPage(deskOf(c, 'accounts'), await readAccounts(c.var.deps, after)))
  })
  .get(OPERATOR_PATHS.keys, async (c) =>
    c.html(keysPage(deskOf(c, 'keys'), await readKeys(c.var.deps))),
  )
  .get('/operator/keys.json', async (c) => c.json(await readKeys(c.var.deps)))
  .post('/operator/keys/sweep', async (c) => {
    await hurryKeys(c.var.deps, c.var.operator)
    return done(c, 'keys')
  })
  .post('/operator/keys/renew', async (c) => {
    await renewDataKeys(c.var.deps, c.var.operator)
    return done(c, 'keys')
  })
  .get(OPERATOR_PATHS.log, async (c) =>
    c.html(logPage(deskOf(c, 'log'), await readActs(c.var.deps))),
  )
  .onError((error, c) => {
    // Somebody at the desk reads a sentence; everybody else gets the answer that all routes give.
    if (!(error instanceof AppError) || !c.var.operator) throw error
    return c.text(messageFor(c.var.language, error.code, error.values), error.status)
  })

const deskOf = (c: C, place: Place): Desk => ({
  language: c.var.language,
  operator: c.var.operator,
  place,
  notice: c.req.query('done') === undefined ? undefined : TEXTS[c.var.language].done,
})

/** Reloading the page that follows repeats nothing. */
const done = (c: C, place: Place) => c.redirect(`${OPERATOR_PATHS[place]}?done`, 303)

function idOf(c: C, name: string): string {
  const id = v.safeParse(Id, c.req.param(name))
  if (!id.success) throw new AppError('not_found', 404)
  return id.output
}

/** With the address kept, so that only the checks have to be made. */
const backToForm = (email: unknown) =>
  `${OPERATOR_PATHS.enter}?missing&email=${encodeURIComponent(typeof email === 'string' ? email : '')}`
