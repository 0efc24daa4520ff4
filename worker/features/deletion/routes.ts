import { type Context, Hono } from 'hono'
import type { AppContext } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import { PRIVACY_PATH, renderPrivacyPage } from './privacy-page'
import { PRIVACY_STYLE, PRIVACY_STYLE_PATH } from './privacy-style'

/** Only its own stylesheet and icon: there is no script that could run. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; " +
  "frame-ancestors 'none'; base-uri 'none'"

/** `/privacy` and `/he/privacy`: neither reads nor sets a cookie, so the address decides the language. */
export const privacyRoutes = new Hono<AppContext>()
  .get(PRIVACY_PATH.en, (c) => privacyPage(c, 'en'))
  .get(PRIVACY_PATH.he, (c) => privacyPage(c, 'he'))
  .get(PRIVACY_STYLE_PATH, (c) =>
    c.body(PRIVACY_STYLE, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    }),
  )

function privacyPage(c: Context<AppContext>, language: Language) {
  c.header('Content-Security-Policy', POLICY)
  c.header('Content-Language', language)
  c.header('Cache-Control', 'public, max-age=300')
  const { OPERATOR_NAME, SUPPORT_EMAIL } = c.var.deps.config
  const runBy = { operator: OPERATOR_NAME, address: SUPPORT_EMAIL }
  return c.html(renderPrivacyPage(language, runBy))
}
