import { createMiddleware } from 'hono/factory'
import type { AppContext } from '../../boundary/http/context'
import { maskingLines, maskPhones } from '../../features/accounts/phone-mask'

/**
 * Masks contacts' phone numbers in every answer to a member who is not to see them: here, so that no view
 * and no file can forget it. Whole texts that are a number are masked; what people wrote in messages stays.
 */
export const hidePhones = createMiddleware<AppContext>(async (c, next) => {
  await next()
  if (c.var.member.seesPhones) return
  const type = c.res.headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) {
    c.res = new Response(JSON.stringify(maskPhones(await c.res.json())), c.res)
  } else if (type.startsWith('text/csv') && c.res.body) {
    c.res = new Response(c.res.body.pipeThrough(maskingLines()), c.res)
  }
})
