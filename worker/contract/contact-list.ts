import * as v from 'valibot'
import { CountryCode, Cursor, Id, pageLimit } from './common'
import { ConsentState } from './contacts'
import { FilterText } from './segments'

/** Who is meant: a list, a total and a bulk edit read the same. All that is said must be true. */
export const ContactFilter = v.object({
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
  tag: v.optional(Id),
  consent: v.optional(ConsentState),
  country: v.optional(CountryCode),
  segment: v.optional(Id),
  /** Rows of the builder that are not saved, as JSON. */
  filter: v.optional(FilterText),
})
export type ContactFilter = v.InferOutput<typeof ContactFilter>

/** `last`: who wrote most recently first. */
export const CONTACT_SORTS = ['newest', 'oldest', 'name', '-name', 'last'] as const
export const ContactSort = v.picklist(CONTACT_SORTS)
export type ContactSort = v.InferOutput<typeof ContactSort>

export const ContactQuery = v.object({
  ...ContactFilter.entries,
  sort: v.optional(ContactSort, 'newest'),
  after: Cursor,
  limit: pageLimit(200, 50),
})

export const ContactExport = v.object({
  ...ContactFilter.entries,
  format: v.picklist(['csv', 'xlsx']),
})
export type ContactExport = v.InferOutput<typeof ContactExport>
