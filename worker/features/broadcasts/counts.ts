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
