import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { AppContext } from '../../boundary/http/context'
import {
  ipOf,
  languageOf,
  publicPage as page,
  readForm,
  styleSheet,
} from '../../boundary/http/public-pages'
import { PersonRequest } from '../../contract/deletion'
import { AppError } from '../../lib/errors'
import {
  type AskProblem,
  renderAsked,
  renderAskPage,
  renderTooMany,
  renderVerify,
} from './ask-page'
import { takeDataDeletion, takeDeauthorization } from './callback-operations'
import { DELETION_STYLE, DELETION_STYLE_PATH } from './deletion-style'
import { callbackNotSigned } from './errors'
import { askForPerson } from './person-operations'
import { checkReceipt, getReceipt, lookUp, publicKeys } from './status-operations'
import { renderStatus } from './status-page'

/** `/data-deletion`: asking and looking, without a script, a cookie or a session. */
export const dataDeletionRoutes = new Hono<AppContext>()
  .get('/', (c) => page(c, renderAskPage(languageOf(c), c.var.deps.config.SUPPORT_EMAIL)))
  .post('/', askRoute)
  .get('/asked', (c) => page(c, renderAsked(languageOf(c))))
  .get('/look', (c) => {
    const code = encodeURIComponent((c.req.query('code') ?? '').trim().toLowerCase() || '-')
    return c.redirect(`/data-deletion/${code}?lang=${languageOf(c)}`, 303)
  })
  .get('/verify', (c) => page(c, renderVerify(languageOf(c))))
  .post('/verify', async (c) => {
    const form = await readForm(c)
    return page(
      c,
      renderVerify(languageOf(c), await checkReceipt(c.var.deps, form?.get('receipt') ?? '')),
    )
  })
  .get('/keys.json', async (c) => c.json(await publicKeys(c.var.deps)))
  .get(DELETION_STYLE_PATH.slice('/data-deletion'.length), (c) => styleSheet(c, DELETION_STYLE))
  .get('/:code', async (c) => {
    const language = languageOf(c)
    try {
      const status = await lookUp(c.var.deps, ipOf(c), c.req.param('code'))
      return page(c, renderStatus(language, status))
    } catch (error) {
      if (!isTooMany(error)) throw error
      return page(c, renderTooMany(language), 429)
    }
  })
  .get('/:code/receipt', async (c) =>
    c.body(await getReceipt(c.var.deps, ipOf(c), c.req.param('code')), 200, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': 'inline; filename="deletion-receipt.jws"',
    }),
  )

/** `/meta`: what Meta tells us of people; its signature is the proof. */
export const metaCallbackRoutes = new Hono<AppContext>()
  .post('/data-deletion', async (c) => {
    const { origin } = new URL(c.req.url)
    return c.json(await takeDataDeletion(c.var.deps, await signedOf(c), origin))
  })
  .post('/deauthorize', async (c) => {
    await takeDeauthorization(c.var.deps, await signedOf(c))
    return c.json({ ok: true })
  })

async function askRoute(c: Context<AppContext>) {
  const form = await readForm(c)
  const typed = {
    phone: form?.get('phone') ?? '',
    email: form?.get('email') ?? '',
    note: form?.get('note') ?? '',
  }
  const again = (problem: AskProblem, status: 422 | 429) =>
    page(c, renderAskPage(languageOf(c), c.var.deps.config.SUPPORT_EMAIL, problem, typed), status)
  const request = v.safeParse(PersonRequest, typed)
  if (!request.success) {
    const isPhone = request.issues.some((issue) => v.getDotPath(issue) === 'phone')
    return again(isPhone ? 'badPhone' : 'badForm', 422)
  }
  try {
    const asked = await askForPerson(c.var.deps, ipOf(c), request.output)
    if (!asked) return again('badPhone', 422)
  } catch (error) {
    if (!isTooMany(error)) throw error
    return again('tooMany', 429)
  }
  return c.redirect(`/data-deletion/asked?lang=${languageOf(c)}`, 303)
}

async function signedOf(c: Context<AppContext>): Promise<string> {
  const signed = (await readForm(c))?.get('signed_request')
  if (!signed) throw callbackNotSigned()
  return signed
}

const isTooMany = (error: unknown) => error instanceof AppError && error.status === 429
