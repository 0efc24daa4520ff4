// The app worker as it is deployed, with its costs counted: `GET /counts` tells them.

import type { AppEnv } from '../../../../worker/app/bindings'
import app from '../../../../worker/app/index'
import { counted, countRequest, counts } from '../counting'

export default {
  fetch: (request, env, context) => {
    if (new URL(request.url).pathname === '/counts') return Response.json(counts())
    countRequest()
    return app.fetch(request, counted(env), context)
  },
  scheduled: (controller, env) => app.scheduled(controller, counted(env)),
} satisfies ExportedHandler<AppEnv>
