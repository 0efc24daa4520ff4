import * as v from 'valibot'
import { Code } from './auth'
import { Id } from './common'
import { MetaId } from './connections'

/** Before Meta's window opens; with a connection and its mailed code, to renew that one's token. */
export const SignupStart = v.strictObject({
  renews: v.optional(v.strictObject({ connectionId: Id, code: Code })),
})
export type SignupStart = v.InferOutput<typeof SignupStart>

/** What the page needs to open Meta's window. */
export const SignupSettings = v.object({
  /** Comes back once, from this session, within ten minutes. */
  state: v.string(),
  appId: v.string(),
  configId: v.string(),
  graphVersion: v.string(),
  sdkUrl: v.string(),
  /** Messages of exactly these origins are Meta's. */
  loginOrigins: v.array(v.string()),
})
export type SignupSettings = v.InferOutput<typeof SignupSettings>

export const SignupOffer = v.object({ isOffered: v.boolean() })

/** What Meta's window answered. The ids are hints: what counts is what the token says. */
export const SignupAnswer = v.strictObject({
  state: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  code: v.pipe(v.string(), v.minLength(1), v.maxLength(4000)),
  wabaId: v.optional(MetaId),
  phoneNumberId: v.optional(MetaId),
})
export type SignupAnswer = v.InferOutput<typeof SignupAnswer>
