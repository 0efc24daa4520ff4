import { describeRoute, resolver } from 'hono-openapi'
import type { GenericSchema } from 'valibot'
import { ErrorBody } from '../../contract/common'

/** Documents a route for `/api/openapi.json` from the same schema its view is typed by. */
export const answers = (summary: string, schema: GenericSchema | null, status = 200) =>
  describeRoute({
    summary,
    responses: {
      [status]: schema
        ? { description: summary, content: { 'application/json': { schema: resolver(schema) } } }
        : { description: summary },
      default: {
        description: 'A refusal',
        content: { 'application/json': { schema: resolver(ErrorBody) } },
      },
    },
  })
