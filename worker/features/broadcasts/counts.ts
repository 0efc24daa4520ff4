/** The recount of one chunk: every row is in exactly one of `states`. */
export type ChunkCounts = {
  states: Record<string, number>
  /** Failed rows by Meta's code, skipped rows by reason. */
  failures: Record<string, number>
  skipped: Record<string, number>
  /** Delivered and priced rows by country. */
  billable: Record<string, number>
  replied: number
  lastEventAt: number | null
}

/** As it lies on the chunk: `upTo` is the change of its rows up to which it counted. */
export type StoredCounts = ChunkCounts & { upTo?: number }

export const EMPTY_COUNTS: ChunkCounts = {
  states: {},
  failures: {},
  skipped: {},
  billable: {},
  replied: 0,
  lastEventAt: null,
}

/** So many rows in one state, failed ones also by their code and skipped ones by their reason. */
export function addRows(
  counts: ChunkCounts,
  { state, code }: { state: string; code: string | null },
  rows: number,
): void {
  addTo(counts.states, state, rows)
  if (state === 'failed') addTo(counts.failures, code ?? '0', rows)
  if (state === 'skipped') addTo(counts.skipped, code ?? 'deleted', rows)
}

/** What comes to nothing has no entry. */
export function addTo(counts: Record<string, number>, key: string, rows: number): void {
  const sum = (counts[key] ?? 0) + rows
  if (sum > 0) counts[key] = sum
  else delete counts[key]
}
