import * as v from 'valibot'

/** Ids are 128 random bits in lower-case base32, time-ordered where lists are read by time. */
export const Id = v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/))

export const LANGUAGES = ['he', 'en'] as const
export const Language = v.picklist(LANGUAGES)
export type Language = v.InferOutput<typeof Language>

const E164 = /^\+[1-9]\d{6,14}$/
export const PhoneNumber = v.pipe(v.string(), v.regex(E164), v.brand('PhoneNumber'))
export type PhoneNumber = v.InferOutput<typeof PhoneNumber>

/** A number as a person types it; the server normalises it with the account's default country. */
export const TypedPhone = v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(40))

// One "@", no white space, a dot in the domain: what mail needs; the code proves the rest.
export const Email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(254),
  v.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/),
)

/** Text that people type: trimmed, well-formed, without NUL (SQL and JavaScript measure both differently). */
export const text = (maxLength: number, minLength = 1) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(minLength),
    v.maxLength(maxLength),
    v.check((value) => !value.includes('\u0000') && value.isWellFormed(), 'malformed text'),
  )

export const CountryCode = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))
export const TimeZone = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check(isTimeZone, 'unknown time zone'),
)

/** Query strings carry numbers as text. */
export const pageLimit = (most: number, usual: number) =>
  v.optional(
    v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(most)),
    String(usual),
  )

export const Cursor = v.optional(v.pipe(v.string(), v.maxLength(300)))

export const listOf = <S extends v.GenericSchema>(item: S) =>
  v.object({ items: v.array(item), next: v.nullable(v.string()) })

export type List<T> = { items: T[]; next: string | null }

/** Every refusal has this body; `code` is stable, `message` is in the caller's language. */
export const ErrorBody = v.object({
  error: v.object({
    code: v.string(),
    message: v.string(),
    details: v.optional(v.unknown()),
    requestId: v.string(),
  }),
})
export type ErrorBody = v.InferOutput<typeof ErrorBody>

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
