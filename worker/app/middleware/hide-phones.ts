import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'
import { maskPhones } from '../../features/accounts/phone-mask'

/**
 * Masks contacts' phone numbers in every answer to a member who is not to see them: here, so that no view
 * can forget it. Whole texts that are a number are masked; what people wrote in messages stays.
 */
export const hidePhones = createMiddleware<AppContext>(async (c, next) => {
  await next()
  const isJson = c.res.headers.get('content-type')?.startsWith('application/json')
  if (c.var.member.seesPhones || !isJson) return
  const masked = JSON.stringify(maskPhones(await c.res.json()))
  c.res = new Response(masked, c.res)
})
