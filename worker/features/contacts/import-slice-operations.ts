// One slice of an import: rows become people, batch by batch, for a few seconds.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { IMPORT_MAX_ROWS, type ImportCounts, type ImportSettings } from '../../contract/imports'
import { SECOND_MS } from '../../lib/time'
import type { CsvForm } from './csv-records'
import { tooManyRows, tooManyTags } from './errors'
import { fold } from './folding'
import {
  type Batch,
  type BatchWriter,
  type Progress,
  readKnown,
  type Written,
  writeBatch,
} from './import-batch-queries'
import { ImportFile, loadSeen, type SeenUntil, saveSeen, uploadKey } from './import-file-operations'
import { importedId } from './import-ids'
import { type ImportedPerson, type RowProblem, rowReader } from './import-rows'
import { mergePerson, newPerson } from './merging'
import { spellingsOf } from './phone'
import { SeenPhones } from './seen-phones'
import { ensureTags, TAGS_PER_ACCOUNT } from './tag-operations'

/** Longer work would keep other chores waiting. */
const SLICE_MS = 5 * SECOND_MS
/** Far more than a batch takes; the sweep takes over when it has passed. */
export const LEASE_MS = 60 * SECOND_MS
/** 500 rows of about 400 bytes stay far below the 1 MB of a bound value. */
const ROWS_PER_BATCH = 500
/** A batch meets others' changes at most so often before it is left to a later try. */
const STALE_TRIES = 5

export type SliceDeps = Pick<Deps, 'files' | 'clock' | 'live'>

/** An import under a lease. */
export type Run = {
  id: string
  token: string
  size: number
  form: CsvForm
  settings: ImportSettings
  createdBy: string
  startedAt: number
  /** Where the rows of people begin. */
  start: { byteOffset: number; rowNo: number }
  progress: Progress
}

/** `more`: another slice is needed; `lost`: somebody else goes on, or the import was ended. */
export type SliceEnd = 'more' | 'finished' | 'lost'

export async function runSlice(deps: SliceDeps, db: AccountDb, run: Run): Promise<SliceEnd> {
  const { clock, files } = deps
  const readRow = rowReader(run.settings, run.startedAt)
  const seen = await restoreSeen(deps, db, run, readRow)
  const file = openFile(deps, db, run, run.progress.byteOffset)
  const write = batchWriter(db, run)
  const begunAt = clock.now()
  let { progress } = run
  let told = Promise.resolve()
  for (;;) {
    const records = await file.take(ROWS_PER_BATCH, progress.rowNo)
    const sorted = sortRows(records, progress.rowNo, readRow, seen)
    const isLast = records.length === 0
    const position = { byteOffset: file.offset, rowNo: progress.rowNo + records.length }
    const ratePerSecond = rateOf(position.rowNo - run.progress.rowNo, clock.now() - begunAt)
    const after = await write(sorted, { before: progress, position, isLast, ratePerSecond }, clock)
    if (!after) return 'lost'

    progress = after
    // Browsers are told while the next batch is under way.
    await told
    told = deps.live.changed(db.accountId, [`import:${run.id}`])
    if (isLast) {
      await told
      return 'finished'
    }
    if (clock.now() - begunAt >= SLICE_MS) {
      await Promise.all([told, saveSeen(files, db.accountId, run.id, { seen, ...position })])
      return 'more'
    }
  }
}

const openFile = ({ files }: SliceDeps, db: AccountDb, run: Run, offset: number) =>
  new ImportFile({ ...run, files, key: uploadKey(db.accountId, run.id) }, offset)

const rateOf = (rows: number, tookMs: number) =>
  tookMs > 0 ? Math.round((rows * SECOND_MS) / tookMs) : null

type ReadRow = ReturnType<typeof rowReader>

/** The phones of all rows before this slice. Rows after the last save are read again, not written. */
async function restoreSeen(
  deps: SliceDeps,
  db: AccountDb,
  run: Run,
  readRow: ReadRow,
): Promise<SeenPhones> {
  const nothing: SeenUntil = { seen: new SeenPhones(), ...run.start }
  const { progress } = run
  if (progress.rowNo === run.start.rowNo) return nothing.seen
  const saved = (await loadSeen(deps.files, db.accountId, run.id)) ?? nothing
  const file = openFile(deps, db, run, saved.byteOffset)
  for (let { rowNo } = saved; rowNo < progress.rowNo; ) {
    const records = await file.take(Math.min(ROWS_PER_BATCH, progress.rowNo - rowNo), rowNo)
    if (records.length === 0) throw new Error('the upload is shorter than it was')
    sortRows(records, rowNo, readRow, saved.seen)
    rowNo += records.length
  }
  return saved.seen
}

type SortedRows = { people: ImportedPerson[]; problems: RowProblem[]; counts: ImportCounts }

/** Tells people from problems, and those who come again from those who come first. */
function sortRows(
  records: string[][],
  rowsBefore: number,
  readRow: ReadRow,
  seen: SeenPhones,
): SortedRows {
  const people: ImportedPerson[] = []
  const problems: RowProblem[] = []
  let blank = 0
  let duplicates = 0
  for (const [at, record] of records.entries()) {
    const row = rowsBefore + at + 1
    const read = readRow(record, row)
    if (read.kind === 'problem') {
      problems.push(read.problem)
      if (read.problem.reason === 'blank_phone') blank++
    } else if (read.kind === 'person') {
      if (seen.add(read.person.phone)) people.push(read.person)
      else {
        problems.push({ row, reason: 'duplicate_in_file', cells: read.cells })
        duplicates++
      }
    }
  }
  const invalid = problems.length - blank - duplicates
  const counts = { created: 0, updated: 0, unchanged: 0, optedOut: 0, duplicates, invalid, blank }
  return { people, problems, counts: { rows: people.length + problems.length, ...counts } }
}

type Step = {
  before: Progress
  position: { byteOffset: number; rowNo: number }
  isLast: boolean
  ratePerSecond: number | null
}

/** Returns a function that writes one batch and tells the new progress; null when the lease is lost. */
function batchWriter(db: AccountDb, run: Run) {
  const { settings, id, token } = run
  const { consentSource } = settings
  const writer: BatchWriter = { importId: id, token, actor: `user:${run.createdBy}`, consentSource }
  const tagIds = tagIdsOf(db)
  return async (rows: SortedRows, step: Step, clock: Deps['clock']): Promise<Progress | null> => {
    if (step.before.counts.rows + rows.counts.rows > IMPORT_MAX_ROWS)
      throw tooManyRows(IMPORT_MAX_ROWS)
    const now = clock.now()
    const tags = await tagIds(rows.people, now)
    for (let tries = 0; tries < STALE_TRIES; tries++) {
      const { batch, counts } = await mergeRows(db, run, rows, tags)
      const after = { ...step.position, counts: addCounts(step.before.counts, counts) }
      const times = { now, leaseUntil: now + LEASE_MS }
      const written: Written = await writeBatch(db, writer, batch, { ...step, after }, times)
      if (written === 'written') return after
      if (written === 'lost') return null
    }
    throw new Error('contacts keep changing while they are imported')
  }
}

/** Resolves tags by name, asking for each name once per slice. */
function tagIdsOf(db: AccountDb) {
  const known = new Map<string, string>()
  return async (people: ImportedPerson[], now: number): Promise<ReadonlyMap<string, string>> => {
    const names = new Set(people.flatMap(({ tags }) => tags))
    const missing = [...names].filter((name) => !known.has(fold(name)))
    if (missing.length > 0) {
      const found = await ensureTags(db, missing, now)
      if (!found) throw tooManyTags(people[0]?.row ?? 0, TAGS_PER_ACCOUNT)
      for (const [folded, id] of found) known.set(folded, id)
    }
    return known
  }
}

/** Decides for each person whether they are new, changed or the same, by what the account knows now. */
async function mergeRows(
  db: AccountDb,
  run: Run,
  { people, problems, counts }: SortedRows,
  tags: ReadonlyMap<string, string>,
): Promise<{ batch: Batch; counts: ImportCounts }> {
  const phones = people.flatMap(({ phone }) => spellingsOf(phone))
  const { known, stops } = phones.length > 0 ? await readKnown(db, phones) : NOBODY
  const created: Batch['created'] = []
  // By contact: two numbers of one file may belong to the same person.
  const changed = new Map<string, Batch['changed'][number]>()
  const found = { ...counts, created: 0, updated: 0, unchanged: 0, optedOut: 0 }
  for (const imported of people) {
    const { phone, row } = imported
    const tagIds = [...new Set(imported.tags.flatMap((name) => tags.get(fold(name)) ?? []))]
    // Somebody who wrote first is known by Meta's spelling of the number.
    const spellings = spellingsOf(phone)
    const before = firstOf(known, spellings)
    const stop = firstOf(stops, spellings)
    if (stop || before?.person.consent === 'opted_out') found.optedOut++
    if (!before) {
      const id = importedId(run.id, row)
      const added = newPerson(id, imported, tagIds, run.settings.consentSource, stop)
      created.push({ ...added, row, phone })
      found.created++
      continue
    }
    const earlier = changed.get(before.person.id)
    const said = stop ? { ...imported, optedInAt: null } : imported
    const merged = mergePerson(earlier?.person ?? before.person, said, tagIds, run.settings)
    if (!merged) {
      found.unchanged++
      continue
    }
    found.updated++
    changed.set(before.person.id, {
      person: merged.person,
      addedTags: [...(earlier?.addedTags ?? []), ...merged.addedTags],
      optedInAt: merged.optedInAt ?? earlier?.optedInAt ?? null,
      row: earlier?.row ?? row,
      updatedAt: before.updatedAt,
    })
  }
  return { batch: { created, changed: [...changed.values()], problems }, counts: found }
}

function firstOf<T>(found: ReadonlyMap<string, T>, spellings: string[]): T | undefined {
  for (const spelling of spellings) {
    const one = found.get(spelling)
    if (one) return one
  }
  return undefined
}

const NOBODY: Awaited<ReturnType<typeof readKnown>> = { known: new Map(), stops: new Map() }

const addCounts = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  rows: a.rows + b.rows,
  created: a.created + b.created,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  duplicates: a.duplicates + b.duplicates,
  invalid: a.invalid + b.invalid,
  blank: a.blank + b.blank,
  optedOut: a.optedOut + b.optedOut,
})
