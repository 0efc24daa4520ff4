import * as v from 'valibot'
import { text } from './common'
import { MetaId } from './connections'

export const NumberChoice = v.strictObject({ phoneNumberId: MetaId })

/** The six digits of two-step verification. */
export const Pin = v.pipe(v.string(), v.trim(), v.regex(/^\d{6}$/))
export const PinInput = v.strictObject({ pin: Pin })

/** Lines of business that Meta knows. */
export const VERTICALS = [
  'UNDEFINED',
  'OTHER',
  'AUTO',
  'BEAUTY',
  'APPAREL',
  'EDU',
  'ENTERTAIN',
  'EVENT_PLAN',
  'FINANCE',
  'GROCERY',
  'GOVT',
  'HOTEL',
  'HEALTH',
  'NONPROFIT',
  'PROF_SERVICES',
  'RETAIL',
  'TRAVEL',
  'RESTAURANT',
  'NOT_A_BIZ',
] as const

const website = v.pipe(v.string(), v.trim(), v.maxLength(256), v.regex(/^https?:\/\/\S+\.\S+$/))

/** What people see of the business in WhatsApp; an empty text takes the old one away. */
export const NumberProfile = v.strictObject({
  /** Meta wants something here, once it was set. */
  about: text(139, 0),
  address: text(256, 0),
  description: text(512, 0),
  email: v.union([v.literal(''), v.pipe(v.string(), v.trim(), v.maxLength(128), v.email())]),
  websites: v.pipe(v.array(website), v.maxLength(2)),
  vertical: v.picklist(VERTICALS),
})
export type NumberProfile = v.InferOutput<typeof NumberProfile>

/** Latin letters, digits, dots and underscores. */
export const Username = v.strictObject({
  username: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[a-z0-9._]{3,35}$/)),
})

/** The name over chats, which Meta reviews. */
export const DisplayName = v.strictObject({ name: text(75, 3) })

export const BlockChange = v.strictObject({
  phone: v.pipe(v.string(), v.trim(), v.regex(/^\+?[\d\s-]{7,20}$/)),
})

export const ShortLinkInput = v.strictObject({ message: text(140) })
export const ShortLink = v.object({
  code: v.string(),
  message: v.string(),
  url: v.string(),
})
export type ShortLink = v.InferOutput<typeof ShortLink>

/** Everything about a number that Meta keeps and tells now. */
export const NumberSetup = v.object({
  profile: v.object({
    ...NumberProfile.entries,
    websites: v.array(v.string()),
    email: v.string(),
    vertical: v.string(),
    hasPhoto: v.boolean(),
  }),
  /** The name that people see, and Meta's words on it and on the one that was asked for. */
  name: v.object({
    shown: v.nullable(v.string()),
    status: v.nullable(v.string()),
    wanted: v.nullable(v.string()),
  }),
  username: v.nullable(v.object({ name: v.string(), status: v.string() })),
  blocked: v.array(v.string()),
  links: v.array(ShortLink),
  /** We know its PIN, sealed. */
  hasPin: v.boolean(),
})
export type NumberSetup = v.InferOutput<typeof NumberSetup>

export const SyncWish = v.strictObject({ what: v.picklist(['contacts', 'history']) })
