// The files of an export: which there are, and what stands in each.

import { csvRecord } from '../contacts/cells'
import type { Row } from './export-queries'
import type { OwnedTable } from './owned-tables'

/** One record of CSV; what a spreadsheet would run as a formula is protected, and the import knows how. */
export const toLine = (cells: readonly unknown[]): string => csvRecord(cells.map(textOf))

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Columns of a table that the export shows. */
export function exportedColumns({ columns, exported }: OwnedTable): string[] {
  if ('left_out' in exported) return []
  return columns.filter((column) => !exported.without.includes(column))
}

/** A row without what is secret, with JSON as what it means. */
export function toExportRow(table: OwnedTable, row: Row): Row {
  const json = 'left_out' in table.exported ? [] : table.exported.json
  return Object.fromEntries(
    exportedColumns(table).map((column) => [
      column,
      json.includes(column) ? parsed(row[column]) : row[column],
    ]),
  )
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

export type FieldName = { key: string; name: string }

/** The head of the list that an import reads back; custom fields by their names. */
export const peopleHead = (fields: readonly FieldName[]): string =>
  toLine([
    'Name',
    'First name',
    'Last name',
    'Phone',
    'Email',
    'Tags',
    'Opted in at',
    ...fields.map(({ name }) => name),
  ])

/** A contact as a line of that list. */
export function peopleLine(
  row: Row,
  fields: readonly FieldName[],
  tagNames: ReadonlyMap<string, string>,
): string {
  // Written by the contacts feature as JSON of these types.
  const values = parsed(row.fields) as Record<string, string>
  const tags = (parsed(row.tags) as string[]).map((id) => tagNames.get(id) ?? '')
  const optedInAt = row.consent === 'opted_in' ? row.consent_at : null
  return toLine([
    row.first_name || row.last_name ? '' : row.name,
    row.first_name,
    row.last_name,
    row.phone,
    row.email,
    tags.join(';'),
    typeof optedInAt === 'number' ? new Date(optedInAt).toISOString() : '',
    ...fields.map(({ key }) => values[key] ?? ''),
  ])
}

export const README = `This archive holds everything your ProConnect workspace holds.

data/*.json     every table, one list of rows each; message texts and values are readable
tables/*.csv    the same as spreadsheets
people.csv      your contacts, as Contacts > Import reads them
members.json    who works in the workspace

Secrets (access tokens, keys) are left out: they are of no use elsewhere.

הארכיון מכיל את כל מה שיש בסביבת העבודה. את people.csv אפשר לייבא דרך אנשי קשר > ייבוא.
`
