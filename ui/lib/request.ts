import type { ErrorBody } from '../../worker/contract/common'

const API = '/api/v1'
const TIMEOUT_MS = 30_000
/** Waits before trying again after the network or the edge failed; the idempotency key makes it safe. */
const RETRY_AFTER_MS = [400, 1500]

export type ApiErrorFacts = {
  code: string
  message: string
  details?: unknown
  requestId: string | null
  status: number
}

/** A refusal as the API words it, or `network.unreachable` with status 0. */
export class ApiError extends Error implements ApiErrorFacts {
  readonly code: string
  readonly details: unknown
  readonly requestId: string | null
  readonly status: number

  constructor(facts: ApiErrorFacts, options?: ErrorOptions) {
    super(facts.message, options)
    this.name = 'ApiError'
    this.code = facts.code
    this.details = facts.details
    this.requestId = facts.requestId
    this.status = facts.status
  }

  /** The request may or may not have arrived; the same one can be sent again. */
  get isUnsettled() {
    return this.status === 0 || this.status >= 500
  }
}

export type RequestOptions = {
  signal?: AbortSignal | undefined
  /** One per user action; made here when it is not given. */
  idempotencyKey?: string | undefined
  /** Where "not signed in" is an answer and not a reason to ask for sign-in. */
  isAnonymous?: boolean
  /** For file parts: how many bytes have left. */
  onProgress?: (sentBytes: number) => void
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

let workspace: string | null = null

/** Which workspace this window shows: the server refuses what would land in another one. */
export function speakFor(accountId: string | null) {
  workspace = accountId
}

/** That workspace; null before anybody is signed in. */
export const spokenFor = () => workspace

let signInAgain: (() => Promise<boolean>) | null = null

/** The shell tells how to sign in again in place; true means: repeat the request. */
export function onSessionEnd(ask: () => Promise<boolean>) {
  signInAgain = ask
}

// The type parameter is the contract's view of the same path: our own server answers by that schema.
export const api = {
  get: <T>(path: string, options?: RequestOptions) => call<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    call<T>('POST', path, body ?? {}, { idempotencyKey: crypto.randomUUID(), ...options }),
  put: <T>(path: string, body: unknown, options?: RequestOptions) =>
    call<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options?: RequestOptions) =>
    call<T>('PATCH', path, body, options),
  delete: <T>(path: string, options?: RequestOptions) =>
    call<T>('DELETE', path, undefined, options),
}

/** `withQuery('/contacts', { q: 'noa', tag: [] })`: what is empty is left out, lists repeat their key. */
export function withQuery(
  path: string,
  query: Record<string, string | number | string[] | null | undefined>,
): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') params.append(key, String(item))
    }
  }
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

async function call<T>(
  method: Method,
  path: string,
  body: unknown,
  options: RequestOptions = {},
): Promise<T> {
  const response = await sendPatiently(method, path, body, options)
  if (response.status === 401 && !options.isAnonymous && signInAgain && (await signInAgain())) {
    return read<T>(await sendPatiently(method, path, body, options))
  }
  return read<T>(response)
}

async function sendPatiently(
  method: Method,
  path: string,
  body: unknown,
  options: RequestOptions,
): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const wait = RETRY_AFTER_MS[attempt]
    try {
      const response = await send(method, path, body, options)
      if (wait === undefined || ![502, 503, 504].includes(response.status)) return response
    } catch (cause) {
      if (options.signal?.aborted) throw cause
      if (wait === undefined) throw unreachable(cause)
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

async function send(method: Method, path: string, body: unknown, options: RequestOptions) {
  const headers = new Headers({ accept: 'application/json' })
  if (workspace && !options.isAnonymous) headers.set('x-workspace', workspace)
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey)
  // A file part travels as it is; everything else is JSON.
  const isBytes = body instanceof Blob
  if (body !== undefined) {
    headers.set('content-type', isBytes ? 'application/octet-stream' : 'application/json')
  }
  if (isBytes && options.onProgress) {
    const { signal = null, onProgress } = options
    const { sendBytes } = await import('./send-bytes')
    return sendBytes(API + path, { method, headers, body, signal, onProgress })
  }
  const timeout = isBytes ? [] : [AbortSignal.timeout(TIMEOUT_MS)]
  return fetch(API + path, {
    method,
    headers,
    credentials: 'same-origin',
    body: body === undefined ? null : isBytes ? body : JSON.stringify(body),
    signal: AbortSignal.any([...(options.signal ? [options.signal] : []), ...timeout]),
  })
}

async function read<T>(response: Response): Promise<T> {
  // Nothing to parse; callers of such paths ask for `void`.
  if (response.status === 204) return undefined as T
  const parsed: unknown = await response.json().catch((cause) => {
    // What was cut off half-way is no answer; a refusal says enough by its status.
    if (response.ok) throw unreachable(cause)
    return null
  })
  // Our own server answers by the contract that the caller named.
  if (response.ok) return parsed as T
  throw toApiError(response, parsed)
}

function toApiError(response: Response, parsed: unknown): ApiError {
  // Every refusal of the API has this body; what stands in front of it (a proxy) may answer otherwise.
  const refusal = (parsed as Partial<ErrorBody> | null)?.error
  return new ApiError({
    code: refusal?.code ?? `http.${response.status}`,
    message: refusal?.message ?? '',
    details: refusal?.details,
    requestId: refusal?.requestId ?? response.headers.get('x-request-id'),
    status: response.status,
  })
}

const unreachable = (cause: unknown) =>
  new ApiError({ code: 'network.unreachable', message: '', requestId: null, status: 0 }, { cause })
