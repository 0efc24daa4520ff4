// One slice of an import: rows become people, batch by batch, for a few seconds. While an import is checked
// the same is done but for the writing.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { IMPORT_MAX_ROWS, type ImportSettings } from '../../contract/imports'
import { SECOND_MS, sleep } from '../../lib/time'
import type { CsvForm } from './csv-records'
import { tooManyRows, tooManyTags } from './errors'
import { fold } from './folding'
import {
  type Batch,
  type BatchWriter,
  type Progress,
  type Written,
  writeBatch,
} from './import-batch-queries'
import { addCounts } from './import-counts'
import { decide, firstNotes } from './import-deciding'
import { ImportFile, loadSeen, type SeenUntil, saveSeen, uploadKey } from './import-file-operations'
import { type ImportedPerson, rowReader } from './import-rows'
import { type Edits, type ReadRow, type SortedRows, sortRows } from './import-sorting'
import { readKnown } from './known-queries'
import { spellingsOf } from './phone'
import { SeenPhones } from './seen-phones'
import { ensureTags, TAGS_PER_ACCOUNT } from './tag-operations'
import { findTagsByFolded } from './tag-queries'

/** Longer work would keep other chores waiting. */
const SLICE_MS = 5 * SECOND_MS
/**
 * Where all workers share one thread, as on a developer's machine, work that only waits for its own
 * database leaves no moment for the network: pages would hear nothing until a slice has ended.
 */
export const BREATH_MS = 1
/** Far more than a batch takes; the sweep takes over when it has passed. */
export const LEASE_MS = 60 * SECOND_MS
/** More of them wait for the database less often, and take memory: a million rows leave little of 128 MB. */
const ROWS_PER_BATCH = 1000
/** A batch meets others' changes at most so often before it is left to a later try. */
const STALE_TRIES = 5

export type SliceDeps = Pick<Deps, 'files' | 'clock' | 'live'>

/** An import under a lease. */
export type Run = {
  id: string
  token: string
  /** A check writes nobody. */
  state: 'checking' | 'running'
  size: number
  form: CsvForm
  settings: ImportSettings
  /** None in a check: it says what stands in the file, corrections are laid over it. */
  edits: Edits | null
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
    const sorted = sortRows(records, progress.rowNo, readRow, seen, run.edits)
    const isLast = records.length === 0
    const position = { byteOffset: file.offset, rowNo: progress.rowNo + records.length }
    const isOver = clock.now() - begunAt >= SLICE_MS
    const save = () => saveSeen(files, db.accountId, run.id, run.state, { seen, ...position })
    // Corrections are held against all phones of the file, so they must be there once it is checked.
    if (isLast && run.state === 'checking') await save()
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
    await sleep(BREATH_MS)
    if (isOver) {
      await Promise.all([told, save()])
      return 'more'
    }
  }
}

const openFile = ({ files }: SliceDeps, db: AccountDb, run: Run, offset: number) =>
  new ImportFile({ ...run, files, key: uploadKey(db.accountId, run.id) }, offset)

const rateOf = (rows: number, tookMs: number) =>
  tookMs > 0 ? Math.round((rows * SECOND_MS) / tookMs) : null

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
  const saved = (await loadSeen(deps.files, db.accountId, run.id, run.state)) ?? nothing
  const file = openFile(deps, db, run, saved.byteOffset)
  for (let { rowNo } = saved; rowNo < progress.rowNo; ) {
    const records = await file.take(Math.min(ROWS_PER_BATCH, progress.rowNo - rowNo), rowNo)
    if (records.length === 0) throw new Error('the upload is shorter than it was')
    sortRows(records, rowNo, readRow, saved.seen, run.edits)
    rowNo += records.length
  }
  return saved.seen
}

type Step = {
  before: Progress
  position: { byteOffset: number; rowNo: number }
  isLast: boolean
  ratePerSecond: number | null
}

/** Returns a function that writes one batch and tells the new progress; null when the lease is lost. */
function batchWriter(db: AccountDb, run: Run) {
  const { settings, id, token, state } = run
  const { consentSource } = settings
  const actor = `user:${run.createdBy}`
  const writer: BatchWriter = { importId: id, token, state, actor, consentSource }
  const tagIds = tagIdsOf(db, run)
  return async (rows: SortedRows, step: Step, clock: Deps['clock']): Promise<Progress | null> => {
    if (step.before.counts.rows + rows.counts.rows > IMPORT_MAX_ROWS)
      throw tooManyRows(IMPORT_MAX_ROWS)
    const now = clock.now()
    const tags = await tagIds(rows.people, now)
    for (let tries = 0; tries < STALE_TRIES; tries++) {
      const { batch, counts } = await mergeRows(db, run, rows, tags, step.before)
      const after = { ...step.position, counts: addCounts(step.before.counts, counts) }
      const times = { now, leaseUntil: now + LEASE_MS }
      const written: Written = await writeBatch(db, writer, batch, { ...step, after }, times)
      if (written === 'written') return after
      if (written === 'lost') return null
    }
    throw new Error('contacts keep changing while they are imported')
  }
}

/** Resolves tags by name, asking for each name once per slice. A check makes none, and only names them. */
function tagIdsOf(db: AccountDb, { state }: Run) {
  const known = new Map<string, string>()
  const find = async (names: string[], now: number) => {
    if (state === 'running') return ensureTags(db, names, now)
    const folded = names.map(fold)
    const found = new Map((await findTagsByFolded(db, folded)).map((tag) => [tag.folded, tag.id]))
    return new Map(folded.map((name) => [name, found.get(name) ?? `new:${name}`]))
  }
  return async (people: ImportedPerson[], now: number): Promise<ReadonlyMap<string, string>> => {
    const names = new Set(people.flatMap(({ tags }) => tags))
    const missing = [...names].filter((name) => !known.has(fold(name)))
    if (missing.length > 0) {
      const found = await find(missing, now)
      if (!found) throw tooManyTags(people[0]?.row ?? 0, TAGS_PER_ACCOUNT)
      for (const [folded, id] of found) known.set(folded, id)
    }
    return known
  }
}

async function mergeRows(
  db: AccountDb,
  run: Run,
  rows: SortedRows,
  tags: ReadonlyMap<string, string>,
  before: Progress,
) {
  const phones = rows.people.flatMap(({ phone }) => spellingsOf(phone))
  const { known, stops } = phones.length > 0 ? await readKnown(db, phones) : NOBODY
  const { batch, counts, findings } = decide(run, rows, { known, stops, tags })
  if (run.state === 'running') return { batch, counts }
  const notes = firstNotes(findings, before.counts)
  const problems = [...batch.problems, ...notes].sort((a, b) => a.row - b.row)
  return { batch: { created: [], changed: [], problems } satisfies Batch, counts }
}

const NOBODY: Awaited<ReturnType<typeof readKnown>> = { known: new Map(), stops: new Map() }
