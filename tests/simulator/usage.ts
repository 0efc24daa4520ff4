import { GraphError } from './errors'
import type { Meta } from './meta'
import { authenticate, type Token } from './tokens'

/** A call about the account, not a message: counted by the hour and told so in the headers. */
export async function management(
  meta: Meta,
  request: Request,
  call: (token: Token, url: URL) => Response,
): Promise<Response> {
  const token = await authenticate(meta, request)
  const { managementCallsPerHour } = meta.board.of(null)
  const usage = meta.limits.takeHour(token.waba_id, managementCallsPerHour, Date.now())
  const response = usage.taken ? answered(call, token, request) : new GraphError(80007).toResponse()

  response.headers.set('X-App-Usage', appUsage(usage.percent))
  response.headers.set('X-Business-Use-Case-Usage', wabaUsage(token.waba_id, usage))
  return response
}

function answered(
  call: (token: Token, url: URL) => Response,
  token: Token,
  request: Request,
): Response {
  try {
    return call(token, new URL(request.url))
  } catch (error) {
    if (error instanceof GraphError) return error.toResponse()
    throw error
  }
}

const appUsage = (percent: number): string =>
  JSON.stringify({ call_count: Math.ceil(percent / 4), total_time: percent, total_cputime: 1 })

const wabaUsage = (wabaId: string, usage: { taken: boolean; percent: number }): string =>
  JSON.stringify({
    [wabaId]: [
      {
        type: 'whatsapp_business_management_api',
        call_count: usage.percent,
        total_cputime: 1,
        total_time: usage.percent,
        estimated_time_to_regain_access: usage.taken ? 0 : 60,
      },
    ],
  })
