/** HTTP statuses an expected failure may have. */
export type FailureStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 502 | 503

/**
 * A failure we expect: a stable code, values for its message and a status. Its text is rendered in one
 * place, `boundary/http/messages.{en,he}.ts`, in the caller's language.
 */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: string
  readonly status: FailureStatus
  /** Values for the message; shown to the caller, so never secrets or other people's data. */
  readonly values: Record<string, string | number>
  /** Structured details for programs, e.g. which checks failed. */
  readonly details: unknown

  constructor(
    code: string,
    status: FailureStatus,
    values: Record<string, string | number> = {},
    details?: unknown,
    options?: ErrorOptions,
  ) {
    super(code, options)
    this.code = code
    this.status = status
    this.values = values
    this.details = details
  }
}

/** Ends an exhaustive switch: a new variant becomes a type error here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`)
}
