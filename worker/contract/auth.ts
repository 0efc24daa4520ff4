import * as v from 'valibot'
import { CountryCode, Email, Id, Language, TimeZone, TypedPhone, text } from './common'

/** Codes are 8 of these 32 characters (40 bits); look-alikes are left out. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
export const CODE_LENGTH = 8
export const CODE_LIFE_MINUTES = 10
export const CODE_TRIES = 5

export const SignUp = v.strictObject({
  name: text(80),
  email: Email,
  phone: TypedPhone,
  businessName: text(80),
  language: Language,
  timeZone: TimeZone,
  country: CountryCode,
})
export type SignUp = v.InferOutput<typeof SignUp>

export const SignIn = v.strictObject({ email: Email, language: Language })
export type SignIn = v.InferOutput<typeof SignIn>

/** Spaces, hyphens and lower case are forgiven, since people copy codes in many ways. */
export const Code = v.pipe(
  v.string(),
  v.maxLength(40),
  v.transform((typed) => typed.replace(/[\s-]/g, '').toUpperCase()),
  v.regex(/^[23456789A-HJ-NP-Z]{8}$/),
)
export const VerifyCode = v.strictObject({ code: Code })

/** The same for known and unknown addresses. */
export const CodeSent = v.object({ expiresAt: v.number(), resendAt: v.number() })
export type CodeSent = v.InferOutput<typeof CodeSent>

export const ROLES = ['owner', 'admin', 'marketer', 'agent', 'viewer'] as const
export const Role = v.picklist(ROLES)
export type Role = v.InferOutput<typeof Role>

const Token = v.pipe(v.string(), v.regex(/^[\w-]{43}$/))
export const InvitationToken = v.strictObject({ token: Token })

/** The code was sent to the invited address; not needed by who is signed in with it. */
export const AcceptInvitation = v.strictObject({ token: Token, code: v.optional(Code) })

export const InvitationView = v.object({
  accountName: v.string(),
  inviterName: v.nullable(v.string()),
  role: Role,
  email: v.string(),
  expiresAt: v.number(),
})
export type InvitationView = v.InferOutput<typeof InvitationView>

/** What sends a message one writes; with the other one, Enter begins a line. */
export const SEND_KEYS = ['enter', 'ctrl_enter'] as const
export const SendKey = v.picklist(SEND_KEYS)
export type SendKey = v.InferOutput<typeof SendKey>

export const UserView = v.object({
  id: Id,
  name: v.string(),
  email: v.string(),
  phone: v.nullable(v.string()),
  language: Language,
  sendKey: SendKey,
})
export type UserView = v.InferOutput<typeof UserView>

export const SessionView = v.object({
  user: UserView,
  account: v.object({
    id: Id,
    name: v.string(),
    timeZone: v.string(),
    country: CountryCode,
    role: Role,
    state: v.picklist(['active', 'suspended', 'deleting']),
    /** Made-up people are among the contacts. */
    hasSamples: v.boolean(),
  }),
  accounts: v.array(v.object({ id: Id, name: v.string(), role: Role })),
})
export type SessionView = v.InferOutput<typeof SessionView>

/** `/api/v1/sessions`: where this user is signed in. */
export const SignedInView = v.object({
  id: v.string(),
  device: v.string(),
  createdAt: v.number(),
  lastSeenAt: v.number(),
  current: v.boolean(),
})
export type SignedInView = v.InferOutput<typeof SignedInView>
