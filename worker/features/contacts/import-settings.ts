// How a file is to be read: what is guessed, and what must be said before it can be imported.

import type { ImportSettings } from '../../contract/imports'
import { guessColumns } from './columns'
import {
  columnsDiffer,
  columnTwice,
  fieldUnknown,
  noConsentColumn,
  noConsentSource,
  noPhoneColumn,
} from './errors'
import { fieldKeyOfTarget } from './import-rows'

/** What the matching page shows first. Nobody's consent is assumed unless a column names it. */
export function guessSettings(
  headers: readonly string[],
  preview: readonly (readonly string[])[],
  country: string,
  fields: readonly { key: string; name: string }[],
): ImportSettings {
  const columns = guessColumns(headers, preview, country, fields)
  const consent = columns.includes('opted_in_at') ? 'column' : 'none'
  const people = { existing: 'update', tag: null } as const
  return { columns, country, ...people, consent, consentSource: null, consentDay: null }
}

/** Refuses what would mean two things at once; a half-finished matching may be saved. */
export function checkColumns(settings: ImportSettings, headers: readonly string[]): void {
  const { columns } = settings
  if (columns.length !== headers.length) throw columnsDiffer(headers.length)
  const seen = new Set<string>()
  for (const target of columns) {
    if (target === 'skip' || target === 'tags') continue
    const meaning = fieldKeyOfTarget(target) ?? `:${target}`
    if (seen.has(meaning)) throw columnTwice(target.replace(/^(new|field):/, ''))
    seen.add(meaning)
  }
}

/** Refuses to start while something needed is missing. */
export function checkReady(settings: ImportSettings, knownFields: ReadonlySet<string>): void {
  const { columns, consent, consentSource } = settings
  if (!columns.includes('phone')) throw noPhoneColumn()
  if (consent === 'column' && !columns.includes('opted_in_at')) throw noConsentColumn()
  if (consent !== 'none' && !consentSource) throw noConsentSource()
  for (const target of columns) {
    const key = target.startsWith('field:') ? target.slice('field:'.length) : null
    if (key !== null && !knownFields.has(key)) throw fieldUnknown(key)
  }
}

/** Custom fields that the file brings along. */
export const newFieldsOf = ({ columns }: ImportSettings): { key: string; name: string }[] =>
  columns.flatMap((target) => {
    const key = target.startsWith('new:') ? fieldKeyOfTarget(target) : null
    return key ? [{ key, name: target.slice('new:'.length) }] : []
  })
