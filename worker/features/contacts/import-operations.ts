// What people do with an import once its file is there: match columns, start, watch, stop.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { Language } from '../../contract/common'
import type { ImportSettings, ImportView } from '../../contract/imports'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { importNotFound, importNotIn, tooManyFields } from './errors'
import { FIELDS_PER_ACCOUNT } from './field-operations'
import {
  claimCheck,
  claimStart,
  findImport,
  type ImportRow,
  listImportRows,
  markCancelled,
  saveSettings,
} from './import-queries'
import { checkColumns, checkReady, newFieldsOf } from './import-settings'
import { toImportView } from './import-views'
import { countMoves, deleteEdits } from './review-queries'
import { insertFields, listFieldRows } from './tag-queries'

const LISTED_IMPORTS = 20

export async function getImport(db: AccountDb, importId: string): Promise<ImportRow> {
  const row = await findImport(db, importId)
  if (!row) throw importNotFound()
  return row
}

/** The latest, newest first. */
export const listImports = (db: AccountDb): Promise<ImportRow[]> =>
  listImportRows(db, LISTED_IMPORTS)

export async function changeImport(
  db: AccountDb,
  importId: string,
  settings: ImportSettings,
): Promise<ImportRow> {
  const row = await getImport(db, importId)
  checkColumns(settings, row.headers)
  const changed = await saveSettings(db, importId, settings, row.preset)
  if (!changed) throw importNotIn('matching')
  // Corrections are numbers as they are written in a country, in the column that held them.
  if (meaningOfPhones(settings) !== meaningOfPhones(row.settings)) await deleteEdits(db, importId)
  return changed
}

const meaningOfPhones = (settings: ImportSettings | null) =>
  `${settings?.country}:${settings?.columns.indexOf('phone')}`

/** Reads every row and counts what an import would do, without doing it. */
export async function checkImport(
  deps: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  importId: string,
): Promise<ImportRow> {
  const row = await getImport(db, importId)
  if (row.state === 'checking' || row.state === 'checked') return row
  await readiedFields(db, row)
  const claimed = await claimCheck(db, importId, deps.clock.now())
  if (!claimed) throw importNotIn('matching')
  await deps.jobs.chore({ type: 'contacts.import', accountId: db.accountId, importId })
  return claimed
}

/** Makes the fields that the file brings along, and starts. A second start is refused. */
export async function startImport(
  deps: Pick<Deps, 'jobs' | 'clock'>,
  db: AccountDb,
  member: Pick<Member, 'userId'>,
  importId: string,
): Promise<ImportRow> {
  const row = await getImport(db, importId)
  const added = await readiedFields(db, row)
  const now = deps.clock.now()
  await insertFields(db, added, now)
  const started = await claimStart(db, importId, now)
  if (!started) throw importNotIn('matching')
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'import.started',
    target: `import:${importId}`,
  })
  await deps.jobs.chore({ type: 'contacts.import', accountId: db.accountId, importId })
  return started
}

/** The fields that a file would add; refuses while something that it needs is missing. */
async function readiedFields(db: AccountDb, { state, settings, headers }: ImportRow) {
  if ((state !== 'matching' && state !== 'checked') || !settings) throw importNotIn('matching')
  const fields = await listFieldRows(db, FIELDS_PER_ACCOUNT)
  const knownFields = new Set(fields.map(({ key }) => key))
  checkColumns(settings, headers)
  checkReady(settings, knownFields)
  const added = newFieldsOf(settings).filter(({ key }) => !knownFields.has(key))
  if (fields.length + added.length > FIELDS_PER_ACCOUNT) throw tooManyFields(FIELDS_PER_ACCOUNT)
  return added
}

/** Stops where it is: people who are in stay in. */
export async function cancelImport(
  deps: Pick<Deps, 'clock' | 'live'>,
  db: AccountDb,
  member: Pick<Member, 'userId'>,
  importId: string,
): Promise<ImportRow> {
  const { state } = await getImport(db, importId)
  const cancelled = await markCancelled(db, importId, deps.clock.now())
  if (!cancelled) throw importNotIn('open')
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'import.cancelled',
    target: `import:${importId}`,
    before: state,
  })
  await deps.live.changed(db.accountId, [`import:${importId}`])
  return cancelled
}

/**
 * What a live frame about an import tells: its GET without the first rows of the file, since every member
 * may watch, also one who may not see people's numbers.
 */
export async function importFrame(
  deps: Pick<Deps, 'db'>,
  accountId: string,
  importId: string,
  language: Language,
): Promise<ImportView | null> {
  const db = await deps.db.account(accountId)
  const row = await findImport(db, importId)
  return row ? { ...(await viewImport(db, row, language)), preview: [] } : null
}

/** An import as people see it: with what they corrected counted where it belongs now. */
export async function viewImport(
  db: AccountDb,
  row: ImportRow,
  language: Language,
): Promise<ImportView> {
  const moves = row.state === 'checked' ? await countMoves(db, row.id) : []
  return toImportView(row, moves, language)
}
