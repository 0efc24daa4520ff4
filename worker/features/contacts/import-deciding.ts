// What becomes of the people of a batch, by what the account knows of them now.

import { IMPORT_NOTES_LISTED, type ImportCounts, type ImportSettings } from '../../contract/imports'
import { fold } from './folding'
import type { Batch, Known } from './import-batch-queries'
import { importedId } from './import-ids'
import type { ImportedPerson, RowFinding } from './import-rows'
import type { SortedRows } from './import-sorting'
import { mergePerson, newPerson, type Stop } from './merging'
import { spellingsOf } from './phone'
import { undoEntryOf } from './undoing'

export type KnownPeople = {
  known: ReadonlyMap<string, Known>
  stops: ReadonlyMap<string, Stop>
  /** Ids of tags by folded name. */
  tags: ReadonlyMap<string, string>
}

export type Decided = { batch: Batch; counts: ImportCounts; findings: RowFinding[] }

/** Decides for each person whether they are new, changed or the same. */
export function decide(
  run: { id: string; settings: ImportSettings },
  { people, problems, counts }: SortedRows,
  { known, stops, tags }: KnownPeople,
): Decided {
  const created: Batch['created'] = []
  // By contact: two numbers of one file may belong to the same person.
  const changed = new Map<string, Batch['changed'][number]>()
  const found = { ...counts, created: 0, updated: 0, unchanged: 0, optedOut: 0 }
  const findings: RowFinding[] = []
  for (const imported of people) {
    const { phone, row } = imported
    const tagIds = [...new Set(imported.tags.flatMap((name) => tags.get(fold(name)) ?? []))]
    // Somebody who wrote first is known by Meta's spelling of the number.
    const spellings = spellingsOf(phone)
    const before = firstOf(known, spellings)
    const stop = firstOf(stops, spellings)
    const isStopped = stop !== undefined || before?.person.consent === 'opted_out'
    if (isStopped) found.optedOut++
    findings.push(...notesOf(imported, isStopped, before !== undefined))
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
    const addedTags = [...(earlier?.addedTags ?? []), ...merged.addedTags]
    const optedInAt = merged.optedInAt ?? earlier?.optedInAt ?? null
    const firstRow = earlier?.row ?? row
    const all = { person: merged.person, addedTags, optedInAt }
    const consent =
      optedInAt === null ? null : { entryId: importedId(run.id, firstRow), at: optedInAt }
    changed.set(before.person.id, {
      ...all,
      row: firstRow,
      updatedAt: before.updatedAt,
      undo: undoEntryOf(before.person, all, consent),
    })
  }
  return { batch: { created, changed: [...changed.values()], problems }, counts: found, findings }
}

function notesOf(person: ImportedPerson, isStopped: boolean, isKnown: boolean): RowFinding[] {
  const { row, name, firstName, lastName, phone } = person
  const cells = [name ?? [firstName, lastName].filter(Boolean).join(' '), phone]
  const note = (reason: RowFinding['reason']) => ({ row, reason, cells })
  return [
    note(isKnown ? 'already_here' : 'ready'),
    ...(isStopped ? [note('opted_out')] : []),
    ...(person.isZeroRestored ? [note('zero_restored')] : []),
  ]
}

/** Of rows that are no problem the first of each kind are listed; there may be a million. */
export function firstNotes(findings: RowFinding[], before: ImportCounts): RowFinding[] {
  const left: Partial<Record<RowFinding['reason'], number>> = {
    ready: IMPORT_NOTES_LISTED - before.created,
    already_here: IMPORT_NOTES_LISTED - before.updated - before.unchanged,
    opted_out: IMPORT_NOTES_LISTED - before.optedOut,
    zero_restored: IMPORT_NOTES_LISTED - before.zeroRestored,
  }
  return findings.filter(({ reason }) => {
    const most = left[reason] ?? 0
    left[reason] = most - 1
    return most > 0
  })
}

function firstOf<T>(found: ReadonlyMap<string, T>, spellings: string[]): T | undefined {
  for (const spelling of spellings) {
    const one = found.get(spelling)
    if (one) return one
  }
  return undefined
}
