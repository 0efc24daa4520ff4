/** What costs money, as far as a worker has asked for it. */
export const NO_COUNTS = {
  rowsRead: 0,
  rowsWritten: 0,
  statements: 0,
  /** Put on `sends` and `chores`, and on `events`. */
  queueMessages: 0,
  eventMessages: 0,
  /** HTTP requests, and batches that a queue delivered. */
  requests: 0,
  /** Calls of durable objects. */
  objectCalls: 0,
  filesWritten: 0,
}
export type Counts = typeof NO_COUNTS

export const addCounts = (one: Counts, two: Counts): Counts => combined(one, two, 1)
export const countsSince = (before: Counts, after: Counts): Counts => combined(after, before, -1)

function combined(one: Counts, two: Counts, sign: 1 | -1): Counts {
  const sum = { ...NO_COUNTS }
  // The keys are those of a literal.
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] = one[key] + sign * two[key]
  return sum
}
