// What pages for people without a session share: no script, no cookie, nothing from elsewhere.

import type { Context } from 'hono'
import type { html } from 'hono/html'
import { LANGUAGES, type Language } from '../../contract/common'
import { readAtMost } from './bytes'
import type { AppContext } from './context'
import { preferredLanguage } from './language'

/** What `html` makes: safe text. */
export type Markup = ReturnType<typeof html>

/** Only its own stylesheets and icon; forms go nowhere else. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'"
const MOST_FORM_BYTES = 32 * 1024

/** Null for what is too large, or no form. */
export async function readForm(c: Context<AppContext>): Promise<URLSearchParams | null> {
  const type = c.req.header('content-type') ?? ''
  if (!c.req.raw.body || !/^application\/x-www-form-urlencoded\b/i.test(type)) return null
  const bytes = await readAtMost(c.req.raw, MOST_FORM_BYTES)
  return bytes && new URLSearchParams(new TextDecoder().decode(bytes))
}

export const ipOf = (c: Context<AppContext>) => c.req.header('cf-connecting-ip') ?? null

/** Said in the address, else by the browser: no cookie is read here. */
export function languageOf(c: Context<AppContext>): Language {
  const said = c.req.query('lang')
  return (
    LANGUAGES.find((language) => language === said) ??
    preferredLanguage(c.req.header('accept-language'))
  )
}

export function publicPage(
  c: Context<AppContext>,
  markup: Markup,
  status: 200 | 404 | 409 | 422 | 429 = 200,
) {
  c.header('Content-Security-Policy', POLICY)
  c.header('Content-Language', languageOf(c))
  c.header('Cache-Control', 'no-store')
  c.header('X-Robots-Tag', 'noindex')
  return c.html(markup, status)
}

/** A stylesheet whose address changes with its content. */
export const styleSheet = (c: Context<AppContext>, style: string) =>
  c.body(style, 200, {
    'Content-Type': 'text/css; charset=utf-8',
    'Cache-Control': 'public, max-age=31536000, immutable',
  })
