import type { Counts } from './counts.ts'

/** Cloudflare's list, US dollars per million, as of 2026. */
const PER_MILLION = {
  rowsWritten: 1,
  rowsRead: 0.001,
  queueOperations: 0.4,
  requests: 0.3,
  cpuMs: 0.02,
  objectCalls: 0.15,
  filesWritten: 4.5,
}

/** A message of a queue is written, read and deleted. */
export const OPERATIONS_PER_MESSAGE = 3

export function dollars(counts: Counts, cpuMs: number): number {
  const { rowsWritten, rowsRead, requests, objectCalls, filesWritten } = counts
  const messages = counts.queueMessages + counts.eventMessages
  const used = {
    ...{ rowsWritten, rowsRead, requests, objectCalls, filesWritten, cpuMs },
    queueOperations: messages * OPERATIONS_PER_MESSAGE,
  }
  // The keys are those of a literal.
  const names = Object.keys(PER_MILLION) as (keyof typeof PER_MILLION)[]
  return names.reduce((sum, name) => sum + used[name] * PER_MILLION[name], 0) / 1e6
}
