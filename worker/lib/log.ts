/** Values that say nothing about people: numbers, flags, our own codes. Never text from users. */
type SafeValue = number | boolean | null | undefined

/**
 * Writes one line of JSON. Fields are numbers and flags by type; the labels are the only texts, and both
 * are ours. Names, phone numbers, ids of accounts, bodies, URLs and tokens have no place to go.
 */
export function log(
  event: string,
  fields: Record<string, SafeValue> = {},
  labels: { code?: string; requestId?: string } = {},
): void {
  console.log(JSON.stringify({ event, ...fields, ...labels }))
}

/** Logs an unexpected failure by its class and our code only: messages may quote data. */
export function logFailure(event: string, error: unknown, requestId?: string): void {
  const kind = error instanceof Error ? error.name : typeof error
  log(event, {}, { code: kind, ...(requestId && { requestId }) })
}
