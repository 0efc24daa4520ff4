// A filter in an address: the builder's page and the list carry the same text.

import * as v from 'valibot'
import type { ConsentState } from '../../../worker/contract/contacts'
import { type Filter, FilterText, type Group, type Rule } from '../../../worker/contract/segments'
import type { Filters } from './api'

export const NO_ROWS: Filter = { join: 'all', rules: [] }

/** The list's own filters and its rows as one filter; a saved segment stays what it is. */
export function toFilter({ q, tag, consent, country, filter }: Filters): Filter {
  const rows = readFilter(filter ?? '') ?? NO_ROWS
  const own: Rule[] = [
    ...(q ? [{ on: 'search' as const, op: 'contains' as const, value: q }] : []),
    ...(tag ? [{ on: 'tag' as const, op: 'any' as const, tags: [tag] }] : []),
    // The address was read by the contract's schema: it names a state.
    ...(consent
      ? [{ on: 'consent' as const, op: 'is' as const, value: consent as ConsentState }]
      : []),
    ...(country ? [{ on: 'country' as const, op: 'is' as const, countries: [country] }] : []),
  ]
  if (own.length === 0) return rows
  if (rows.join === 'all') return { join: 'all', rules: [...own, ...rows.rules] }
  // Groups lie one deep. Any of any is any; what must hold besides must hold in each of the ways.
  const ways = rows.rules.flatMap((rule) => {
    if (!('rules' in rule)) return [[rule]]
    return rule.join === 'all' ? [rule.rules] : rule.rules.map((one) => [one])
  })
  const groups: Group[] = ways.map((rules) => ({ join: 'all', rules: [...own, ...rules] }))
  return { join: 'any', rules: groups }
}

export function readFilter(text: string): Filter | null {
  const parsed = v.safeParse(FilterText, text)
  return parsed.success ? parsed.output : null
}

export const writeFilter = (filter: Filter) =>
  filter.rules.length === 0 ? '' : JSON.stringify(filter)

const withFilter = (path: string, filter: Filter) => {
  const text = writeFilter(filter)
  return text ? `${path}?${new URLSearchParams({ filter: text })}` : path
}

export const builderHref = (filter: Filter) => withFilter('/contacts/segments/new', filter)
export const listHref = (filter: Filter) => withFilter('/contacts', filter)
