// The figures of an import, which add up at any moment.

import type { ImportCounts } from '../../contract/imports'
import type { RowOutcome } from './tables'

export const NO_COUNTS: ImportCounts = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  duplicates: 0,
  invalid: 0,
  blank: 0,
  optedOut: 0,
  zeroRestored: 0,
}

export const addCounts = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  rows: a.rows + b.rows,
  created: a.created + b.created,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  duplicates: a.duplicates + b.duplicates,
  invalid: a.invalid + b.invalid,
  blank: a.blank + b.blank,
  optedOut: a.optedOut + b.optedOut,
  zeroRestored: a.zeroRestored + b.zeroRestored,
})

/** Corrected rows, counted by what they were and what they are now. */
export type Moves = { was: RowOutcome; outcome: RowOutcome; count: number }[]

/** What a check counted, with its rows moved to where corrections bring them. */
export function withMoves(counts: ImportCounts, moves: Moves): ImportCounts {
  const moved = { ...NO_COUNTS, ...counts }
  for (const { was, outcome, count } of moves) {
    moved[was] -= count
    moved[outcome] += count
  }
  return moved
}

const isProblem = (outcome: RowOutcome) =>
  outcome === 'invalid' || outcome === 'blank' || outcome === 'duplicates'

export const fixedIn = (moves: Moves): number =>
  moves.reduce((sum, { outcome, count }) => (isProblem(outcome) ? sum : sum + count), 0)
