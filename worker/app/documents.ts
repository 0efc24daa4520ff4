import type { Context } from 'hono'
import type { AppContext } from '../boundary/http/context'
import { themeCookieOf } from '../boundary/http/cookies'
import type { Language } from '../contract/common'
import { randomToken } from '../lib/ids'
import { bindingsOf } from './bindings'
import { connectPolicy, documentPolicy, OPENER } from './middleware/security-headers'

/** Every other GET: a file of the built UI, or for any path without one the app's page. */
export async function serveUi(c: Context<AppContext>): Promise<Response> {
  const { ASSETS } = bindingsOf(c)
  const isFile = /\.[^/]+$/.test(c.req.path)
  if (!isFile) return serveDocument(c)
  const file = await ASSETS.fetch(c.req.raw)
  return file.status === 404 ? c.text('There is no such file.', 404) : file
}

/** The page with its nonce, and with language, direction and theme right from the first byte. */
async function serveDocument(c: Context<AppContext>): Promise<Response> {
  // Asked for anew and whole: a kept copy would carry the nonce of another answer.
  const page = await bindingsOf(c).ASSETS.fetch(new Request(new URL('/', c.req.url)))
  if (!page.ok) return c.text('The pages of ProConnect are not built: npm start builds them.', 503)

  const nonce = randomToken()
  const { language } = c.var
  const theme = themeCookieOf(c)
  const document = new HTMLRewriter()
    .on('html', {
      element: (html) => {
        html.setAttribute('lang', language)
        html.setAttribute('dir', directionOf(language))
        html.setAttribute('data-theme', theme)
      },
    })
    .on('script, style, link, meta[property="csp-nonce"]', {
      element: (element) => {
        element.setAttribute('nonce', nonce)
      },
    })
    .transform(new Response(page.body))
  return new Response(document.body, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      ...policyFor(c, nonce),
      'Cache-Control': 'private, no-cache',
      Vary: 'Cookie, Accept-Language',
    },
  })
}

/** The page with Meta's script, which is always loaded as a document of its own. */
const CONNECT_PAGE = '/connect'

function policyFor(c: Context<AppContext>, nonce: string): Record<string, string> {
  const { config } = c.var.deps
  if (c.req.path !== CONNECT_PAGE || config.META_CONFIG_ID === '') {
    return { 'Content-Security-Policy': documentPolicy(nonce) }
  }
  return {
    'Content-Security-Policy': connectPolicy(nonce, config.META_SDK_URL, config.META_LOGIN_ORIGINS),
    [OPENER]: 'same-origin-allow-popups',
  }
}

const directionOf = (language: Language) => (language === 'he' ? 'rtl' : 'ltr')
