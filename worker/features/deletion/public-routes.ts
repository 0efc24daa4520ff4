import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { readAtMost } from '../../boundary/http/bytes'
import type { AppContext } from '../../boundary/http/context'
import { preferredLanguage } from '../../boundary/http/language'
import { LANGUAGES, type Language } from '../../contract/common'
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
import type { Markup } from './page-shell'
import { askForPerson } from './person-operations'
import { checkReceipt, getReceipt, lookUp, publicKeys } from './status-operations'
import { renderStatus } from './status-page'

/** Only its own stylesheets and icon; forms go nowhere else. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'"
const MOST_FORM_BYTES = 32 * 1024

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
  .get(DELETION_STYLE_PATH.slice('/data-deletion'.length), (c) =>
    c.body(DELETION_STYLE, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    }),
  )
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

/** Null for what is too large, or no form. */
async function readForm(c: Context<AppContext>): Promise<URLSearchParams | null> {
  const type = c.req.header('content-type') ?? ''
  if (!c.req.raw.body || !/^application\/x-www-form-urlencoded\b/i.test(type)) return null
  const bytes = await readAtMost(c.req.raw, MOST_FORM_BYTES)
  return bytes && new URLSearchParams(new TextDecoder().decode(bytes))
}

const isTooMany = (error: unknown) => error instanceof AppError && error.status === 429

const ipOf = (c: Context<AppContext>) => c.req.header('cf-connecting-ip') ?? null

/** Said in the address, else by the browser: no cookie is read here. */
function languageOf(c: Context<AppContext>): Language {
  const said = c.req.query('lang')
  return (
    LANGUAGES.find((language) => language === said) ??
    preferredLanguage(c.req.header('accept-language'))
  )
}

function page(c: Context<AppContext>, markup: Markup, status: 200 | 422 | 429 = 200) {
  c.header('Content-Security-Policy', POLICY)
  c.header('Content-Language', languageOf(c))
  c.header('Cache-Control', 'no-store')
  c.header('X-Robots-Tag', 'noindex')
  return c.html(markup, status)
}
