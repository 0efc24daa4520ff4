import { type Context, Hono } from 'hono'
import type { AppContext } from '../../boundary/http/context'
import { styleSheet } from '../../boundary/http/public-pages'
import { PUBLIC_STYLE, PUBLIC_STYLE_PATH } from '../../boundary/http/public-style'
import type { Language } from '../../contract/common'
import { PRIVACY_PATH, renderPrivacyPage } from './privacy-page'

/** Only its own stylesheet and icon: there is no script that could run. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; " +
  "frame-ancestors 'none'; base-uri 'none'"

/** `/privacy` and `/he/privacy`: neither reads nor sets a cookie, so the address decides the language. */
export const privacyRoutes = new Hono<AppContext>()
  .get(PRIVACY_PATH.en, (c) => privacyPage(c, 'en'))
  .get(PRIVACY_PATH.he, (c) => privacyPage(c, 'he'))
  .get(PUBLIC_STYLE_PATH, (c) => styleSheet(c, PUBLIC_STYLE))

function privacyPage(c: Context<AppContext>, language: Language) {
  c.header('Content-Security-Policy', POLICY)
  c.header('Content-Language', language)
  c.header('Cache-Control', 'public, max-age=300')
  const { OPERATOR_NAME, SUPPORT_EMAIL } = c.var.deps.config
  const runBy = { operator: OPERATOR_NAME, address: SUPPORT_EMAIL }
  return c.html(renderPrivacyPage(language, runBy))
}
