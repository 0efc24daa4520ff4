/** What a worker has asked of its databases and queues so far. */
export type Counts = {
  rowsRead: number
  rowsWritten: number
  statements: number
  queueMessages: number
}

export const addCounts = (one: Counts, two: Counts): Counts => combined(one, two, 1)
export const countsSince = (before: Counts, after: Counts): Counts => combined(after, before, -1)

const combined = (one: Counts, two: Counts, sign: 1 | -1): Counts => ({
  rowsRead: one.rowsRead + sign * two.rowsRead,
  rowsWritten: one.rowsWritten + sign * two.rowsWritten,
  statements: one.statements + sign * two.statements,
  queueMessages: one.queueMessages + sign * two.queueMessages,
})
