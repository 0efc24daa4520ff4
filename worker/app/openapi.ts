import type { Context } from 'hono'
import { generateSpecs } from 'hono-openapi'
import { version } from '../../package.json'
import type { AppContext } from '../boundary/http/context'
import { apiRoutes } from './routes'

/** Described from the schemas that check requests and type answers; built when somebody asks. */
export async function describeApi(c: Context<AppContext>): Promise<Response> {
  const description = await generateSpecs(apiRoutes, {
    includeEmptyPaths: true,
    defaultValidationErrorResponse: false,
    documentation: {
      info: {
        title: 'ProConnect',
        version,
        description:
          'Everything the ProConnect pages do. Send JSON; send an Idempotency-Key with every POST, ' +
          'and a repeat of it is answered without being done again.',
      },
      servers: [{ url: '/api/v1' }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-s' } },
      },
      security: [{ session: [] }],
    },
  })
  for (const [path, operations] of Object.entries(description.paths)) {
    if (path.startsWith('/auth/') && operations?.post) operations.post.security = []
  }
  return c.json(description)
}
