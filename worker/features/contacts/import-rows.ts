// What one row of a file says, by the settings of its import.

import type {
  ColumnTarget,
  IMPORT_NOTES,
  IMPORT_PROBLEMS,
  ImportSettings,
} from '../../contract/imports'
import { readCell } from './cells'
import { fieldKeyOf } from './columns'
import { isBlankRecord } from './csv-records'
import { readDay } from './dates'
import { withoutDirectionMarks } from './folding'
import { phoneReader, zeroFinder } from './phone'

/** A person as a row describes them; null where the row says nothing. */
export type ImportedPerson = {
  row: number
  phone: string
  country: string | null
  name: string | null
  firstName: string | null
  lastName: string | null
  email: string | null
  fields: Record<string, string>
  tags: string[]
  optedInAt: number | null
  /** A spreadsheet had taken the first zero from the number. */
  isZeroRestored: boolean
}

export type RowProblem = { row: number; reason: (typeof IMPORT_PROBLEMS)[number]; cells: string[] }

/** What a check says of a row: a problem, or one of the first of a kind that is none. */
export type RowFinding = {
  row: number
  reason: RowProblem['reason'] | (typeof IMPORT_NOTES)[number]
  cells: string[]
}

export type ReadRow =
  | { kind: 'person'; person: ImportedPerson; cells: string[] }
  | { kind: 'problem'; problem: RowProblem }
  | { kind: 'nothing' }

/** The key of the custom field that a column fills; null for other columns. */
export function fieldKeyOfTarget(target: ColumnTarget): string | null {
  if (target.startsWith('field:')) return target.slice('field:'.length)
  return target.startsWith('new:') ? fieldKeyOf(target.slice('new:'.length)) : null
}

export const TAG_LENGTH = 60
/** Nobody needs more, and a column of notes mistaken for tags must stay harmless. */
const TAGS_PER_ROW = 20
/** Google Contacts writes ` ::: `, and a star before the groups that everybody has. */
const SEPARATORS = / ::: |[;,|]/
const GOOGLE_GROUP = /^\* (?:myContacts$)?/

/** Reads rows by settings; `startedAt` is when people agreed who "all agreed", unless a day is named. */
export function rowReader(settings: ImportSettings, startedAt: number) {
  const { columns, country, consent } = settings
  const readPhone = phoneReader(country)
  const lacksZero = zeroFinder(country)
  const tagsForAll = splitTags(settings.tag ?? '')
  const agreedAt = Math.min(startedAt, Date.parse(settings.consentDay ?? '') || startedAt)
  const at = (target: ColumnTarget) => columns.indexOf(target)
  const single = { phone: at('phone'), name: at('name'), first: at('first_name') }
  const other = { last: at('last_name'), email: at('email'), optedIn: at('opted_in_at') }
  const tagColumns = [...columns.keys()].filter((column) => columns[column] === 'tags')
  const fieldColumns = columns.flatMap((target, column) => {
    const key = fieldKeyOfTarget(target)
    return key ? [{ column, key }] : []
  })
  const optedInAt = (cell: string | null) => {
    if (consent === 'everyone') return agreedAt
    return consent === 'column' && cell ? readDay(cell, country, startedAt) : null
  }

  return (record: string[], row: number): ReadRow => {
    if (isBlankRecord(record)) return { kind: 'nothing' }
    const cells = record.map(readCell)
    const typed = cells[single.phone] ?? ''
    const phone = readPhone(typed)
    if (!phone.ok) return { kind: 'problem', problem: { row, reason: phone.problem, cells } }
    const person = {
      row,
      phone: phone.e164,
      country: phone.country,
      name: cellAt(cells, single.name),
      firstName: cellAt(cells, single.first),
      lastName: cellAt(cells, other.last),
      email: cellAt(cells, other.email),
      fields: readFields(cells, fieldColumns),
      tags: readTags(cells, tagColumns, tagsForAll),
      optedInAt: optedInAt(cellAt(cells, other.optedIn)),
      isZeroRestored: lacksZero(typed, phone.e164),
    }
    return { kind: 'person', person, cells }
  }
}

/** Null where the row says nothing. */
const cellAt = (cells: readonly string[], column: number): string | null =>
  withoutDirectionMarks(cells[column] ?? '').trim() || null

function readFields(
  cells: readonly string[],
  columns: readonly { column: number; key: string }[],
): Record<string, string> {
  // Keys come from headers: without a prototype none of them means anything else.
  const fields: Record<string, string> = Object.create(null)
  for (const { column, key } of columns) {
    const value = cellAt(cells, column)
    if (value) fields[key] = value
  }
  return fields
}

function readTags(
  cells: readonly string[],
  columns: readonly number[],
  tagsForAll: readonly string[],
): string[] {
  const tags = new Set<string>(tagsForAll)
  for (const column of columns) {
    for (const tag of splitTags(cellAt(cells, column) ?? '')) tags.add(tag)
  }
  return [...tags].slice(0, TAGS_PER_ROW)
}

const splitTags = (cell: string): string[] =>
  cell
    .split(SEPARATORS)
    .map((part) => part.trim().replace(GOOGLE_GROUP, ''))
    .filter(Boolean)
    .map((tag) => (tag.length > TAG_LENGTH ? [...tag].slice(0, TAG_LENGTH).join('') : tag))
