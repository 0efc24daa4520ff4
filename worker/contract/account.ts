import * as v from 'valibot'
import { SendKey } from './auth'
import { CountryCode, Email, Id, Language, TimeZone, TypedPhone, text } from './common'
import { PhonesHidden } from './team'

export const ProfileChange = v.strictObject({
  name: v.optional(text(80)),
  phone: v.optional(TypedPhone),
  language: v.optional(Language),
  sendKey: v.optional(SendKey),
})
export type ProfileChange = v.InferOutput<typeof ProfileChange>

/** A new address counts only after a code sent to it was typed in (`POST /profile/email/confirm`). */
export const EmailChange = v.strictObject({ email: Email })

export const BusinessChange = v.strictObject({
  name: v.optional(text(80)),
  legalName: v.optional(v.nullable(text(120))),
  registrationNumber: v.optional(v.nullable(text(40))),
  address: v.optional(v.nullable(text(300))),
  timeZone: v.optional(TimeZone),
  country: v.optional(CountryCode),
  phonesHidden: v.optional(PhonesHidden),
})
export type BusinessChange = v.InferOutput<typeof BusinessChange>

export const BusinessView = v.object({
  id: Id,
  name: v.string(),
  legalName: v.nullable(v.string()),
  registrationNumber: v.nullable(v.string()),
  address: v.nullable(v.string()),
  timeZone: v.string(),
  country: v.string(),
  phonesHidden: PhonesHidden,
  createdAt: v.number(),
})
export type BusinessView = v.InferOutput<typeof BusinessView>
