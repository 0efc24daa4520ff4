import type { ApiError } from '../lib/request'
import { m } from '../paraglide/messages.js'

/** The server's own sentence; ours where no server answered or it had no words. */
export function describeFailure(error: ApiError): string {
  if (error.status === 0) return navigator.onLine ? m.error_unreachable() : m.error_offline()
  if (error.message) return error.message
  return error.status >= 500 ? m.error_our_fault() : m.error_refused()
}
