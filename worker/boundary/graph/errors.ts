/** Meta's error envelope; build on `code` and `error_data.details`. */
export type GraphErrorBody = {
  code?: unknown
  error_subcode?: unknown
  message?: unknown
  error_user_title?: unknown
  error_user_msg?: unknown
  error_data?: { details?: unknown } | null
  fbtrace_id?: unknown
}

/** Meta answered with a refusal. The message is ours: Meta's may quote numbers. */
export class GraphError extends Error {
  override name = 'GraphError'
  /** Null where a refusal came without Meta's envelope. */
  readonly code: number | null
  readonly subcode: number | null
  /** Meta's text for a person, on template endpoints. */
  readonly userMessage: string | null

  constructor(
    readonly httpStatus: number,
    body: GraphErrorBody | null,
  ) {
    const code = typeof body?.code === 'number' ? body.code : null
    super(`Graph refused with ${code ?? `HTTP ${httpStatus}`}`)
    this.code = code
    this.subcode = typeof body?.error_subcode === 'number' ? body.error_subcode : null
    this.userMessage = typeof body?.error_user_msg === 'string' ? body.error_user_msg : null
  }
}

/** No answer, or one that can't be read: whether Meta did what was asked is unknown. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'

  /** `httpStatus` is 0 where nothing came back. */
  constructor(
    readonly httpStatus: number,
    options?: ErrorOptions,
  ) {
    super('Graph gave no readable answer', options)
  }
}

/** Codes that mean the token or its permissions are gone (error-codes: class `reconnect`). */
export const isReconnectCode = (code: number | null): boolean =>
  code !== null && (RECONNECT_CODES.has(code) || (code >= 200 && code <= 299))

const RECONNECT_CODES = new Set([0, 3, 10, 33, 102, 190, 131005])

/** What was asked about is not there, or not for this token. */
export const isOutOfSight = ({ code, subcode }: GraphError): boolean =>
  code === 100 && subcode === 33

/** Meta has trouble of its own, or no time for us now: says nothing about what was asked. */
export const isBusy = ({ httpStatus, code }: GraphError): boolean =>
  !isReconnectCode(code) &&
  (httpStatus >= 500 || httpStatus === 429 || (code !== null && BUSY_CODES.has(code)))

const BUSY_CODES = new Set([1, 2, 4, 17, 32, 613, 80007, 80008])
