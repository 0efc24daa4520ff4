// The files of an export: which there are, and what stands in each.

import { csvRecord } from '../../lib/csv'
import { type FieldName, type ListedPerson, personCells } from '../contacts/people-file'
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

/** A contact as a line of the list that an import reads back. */
export const personLine = (
  row: Row,
  fields: readonly FieldName[],
  tagNames: ReadonlyMap<string, string>,
): string => toLine(personCells(toListed(row), fields, tagNames))

/** Written by the contacts feature, in columns of these types. */
const toListed = (row: Row) =>
  ({
    name: row.name,
    firstName: row.first_name,
    lastName: row.last_name,
    phone: row.phone,
    email: row.email,
    consent: row.consent,
    consentAt: row.consent_at,
    fields: parsed(row.fields),
    tags: parsed(row.tags),
  }) as ListedPerson

export const README = `This archive holds everything your ProConnect workspace holds.

data/*.json     every table, one list of rows each; message texts and values are readable
tables/*.csv    the same as spreadsheets
people.csv      your contacts, as Contacts > Import reads them
members.json    who works in the workspace

Photos, sounds and other files of conversations are in archives of their own, beside this one. Each has
the name of its message: the "id" in data/messages.json, or "file" in the "body" of what you sent.

Secrets (access tokens, keys) are left out: they are of no use elsewhere.

הארכיון מכיל את כל מה שיש בסביבת העבודה. את people.csv אפשר לייבא דרך אנשי קשר > ייבוא.
קבצים מתוך שיחות נמצאים בארכיונים נפרדים, לפי מזהה ההודעה.
`
