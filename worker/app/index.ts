import { Hono } from 'hono'
import { version } from '../../package.json'
import { ConfigError } from '../boundary/config'
import type { AppContext } from '../boundary/http/context'
import { respondToError } from '../boundary/http/errors'
import { checkKeks } from '../features/accounts/key-operations'
import { joinRoutes } from '../features/contacts/join-routes'
import { dataDeletionRoutes, metaCallbackRoutes } from '../features/deletion/public-routes'
import { privacyRoutes } from '../features/deletion/routes'
import { webhookRoutes } from '../features/meta/routes'
import { operatorRoutes } from '../features/operator/routes'
import type { AppEnv } from './bindings'
import { serveUi } from './documents'
import { openLive } from './live'
import { dependencies } from './middleware/dependencies'
import { jsonBody } from './middleware/json-body'
import { knownPath, notFound } from './middleware/known-path'
import { language } from './middleware/language'
import { requireActiveAccount, requireMember } from './middleware/member'
import { noStore } from './middleware/no-store'
import { requestId } from './middleware/request-id'
import { sameOrigin } from './middleware/same-origin'
import { securityHeaders } from './middleware/security-headers'
import { describeApi } from './openapi'
import { apiRoutes } from './routes'
import { scheduled } from './scheduled'

const app = new Hono<AppContext>()
  .use(requestId, securityHeaders, dependencies)
  .get('/healthz', noStore, async (c) => {
    await checkKeks(c.var.deps)
    return c.json({ ok: true, version })
  })
  .route('/', privacyRoutes)
  .route('/data-deletion', dataDeletionRoutes)
  .route('/join', joinRoutes)
  .route('/webhooks/meta', webhookRoutes)
  .route('/meta', metaCallbackRoutes)
  // Above this line no cookie is read.
  .use(language)
  // Cloudflare Access sends its cookie along with what other sites make a browser send.
  .use('/operator/*', noStore, sameOrigin)
  .route('/', operatorRoutes)
  .get('/api/openapi.json', describeApi)
  .use('/api/*', noStore, knownPath, sameOrigin, jsonBody)
  .route('/api/v1', apiRoutes)
  .get('/live', requireMember, requireActiveAccount, openLive)
  .get('*', serveUi)
  .notFound(() => {
    throw notFound()
  })
  .onError((error, c) =>
    // Says which setting is missing, to whoever sets this copy up, and nothing else.
    error instanceof ConfigError ? c.text(error.message, 503) : respondToError(error, c),
  )

export default {
  fetch: app.fetch,
  scheduled,
} satisfies ExportedHandler<AppEnv>
