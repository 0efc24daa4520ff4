import { Secret } from '../../lib/secret'
import type { Config } from '../config'
import { hmacHex, importHmacKey } from '../crypto/hash'
import { readPieces } from '../http/bytes'
import { GraphError, type GraphErrorBody, NoAnswerError } from './errors'

/** Meta advises 10–15 s; a send that takes longer is ambiguous, not failed. */
const TIMEOUT_MS = 15_000

/** 16 MB on their way. */
const UPLOAD_TIMEOUT_MS = 60_000

/** Where Meta keeps files that people send. */
const FILES_ORIGIN = 'https://lookaside.fbsbx.com'

export type GraphCall = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the version, e.g. `/102290129340398/messages`. */
  path: string
  query?: Record<string, string>
  body?: unknown
  token: Secret
}

/** An upload's bytes from an offset on; without them the question how far it came. */
export type GraphUpload = { id: string; token: Secret } & (
  | { offset: number; body: ReadableStream }
  | { offset?: never; body?: never }
)

export type GraphClient = {
  /** Answers the parsed JSON of a 2xx; throws GraphError for an error envelope, NoAnswerError otherwise. */
  call(call: GraphCall): Promise<unknown>
  /** The same for the endpoint that takes bytes; its id carries a query of its own. */
  upload(upload: GraphUpload): Promise<unknown>
  /** A multipart form with a file. */
  form(call: { path: string; token: Secret; form: FormData }): Promise<unknown>
  /** A file from an address that Meta gave; null when there is more of it than wanted. */
  download(call: {
    url: string
    token: Secret
    mostBytes: number
  }): Promise<Uint8Array<ArrayBuffer> | null>
  /** `APP_ID|APP_SECRET`, for debug_token. */
  appToken: Secret
}

/** Meta's Graph API: one host, no redirects, the token only in the Authorization header. */
export function openGraph(
  config: Pick<Config, 'META_GRAPH_URL' | 'META_GRAPH_VERSION' | 'META_APP_ID' | 'META_APP_SECRET'>,
): GraphClient {
  const base = `${config.META_GRAPH_URL}/${config.META_GRAPH_VERSION}`
  // Made by the first call: most requests, webhooks above all, make none.
  let proofKey: Promise<CryptoKey> | undefined
  const proofs = new Map<Secret, Promise<string>>()
  // Proves to Meta that the caller of this token also holds the app secret.
  const proofFor = (token: Secret) => {
    const known = proofs.get(token)
    if (known) return known
    proofKey ??= importHmacKey(config.META_APP_SECRET)
    const made = proofKey.then((key) => hmacHex(key, token.reveal()))
    proofs.set(token, made)
    return made
  }

  return {
    appToken: new Secret(`${config.META_APP_ID}|${config.META_APP_SECRET.reveal()}`),
    call: async ({ method, path, query, body, token }) => {
      const search = query ? `${new URLSearchParams(query)}&` : ''
      return read(
        await ask(TIMEOUT_MS, `${base}${path}?${search}appsecret_proof=${await proofFor(token)}`, {
          method,
          headers: {
            Authorization: `Bearer ${token.reveal()}`,
            ...(body !== undefined && { 'Content-Type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          redirect: 'manual',
        }),
      )
    },
    form: async ({ path, token, form }) => {
      const search = new URLSearchParams({ appsecret_proof: await proofFor(token) })
      return read(
        await ask(UPLOAD_TIMEOUT_MS, `${base}${path}?${search}`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token.reveal()}` },
          body: form,
          redirect: 'manual',
        }),
      )
    },
    download: async ({ url, token, mostBytes }) => {
      // The address comes from data: the token goes to Meta's own hosts only.
      const { origin } = new URL(url)
      if (origin !== FILES_ORIGIN && origin !== new URL(config.META_GRAPH_URL).origin) {
        throw new GraphError(404, null)
      }
      return within(UPLOAD_TIMEOUT_MS, async (signal) => {
        const response = await fetchFile(url, token, signal)
        if (response.status !== 200 || !response.body) {
          if (response.status >= 500) throw new NoAnswerError(response.status)
          throw new GraphError(response.status, null)
        }
        return readPieces(response.body, mostBytes)
      })
    },
    upload: async ({ id, token, offset, body }) => {
      const mark = id.includes('?') ? '&' : '?'
      const address = `${base}/${id}${mark}appsecret_proof=${await proofFor(token)}`
      return read(
        await ask(UPLOAD_TIMEOUT_MS, address, {
          method: body ? 'POST' : 'GET',
          headers: {
            // This one endpoint wants the older word.
            Authorization: `OAuth ${token.reveal()}`,
            ...(body && {
              file_offset: String(offset),
              'Content-Type': 'application/octet-stream',
            }),
          },
          ...(body && { body }),
          redirect: 'manual',
        }),
      )
    },
  }
}

async function fetchFile(url: string, token: Secret, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { Authorization: `Bearer ${token.reveal()}`, 'User-Agent': 'ProConnect' },
      redirect: 'manual',
      signal,
    })
  } catch (cause) {
    throw new NoAnswerError(0, { cause })
  }
}

function read({ status, json }: { status: number; json: unknown }): unknown {
  // A 4xx is a refusal also without Meta's envelope (a bare 429); any other bare answer is none.
  const isRefusal = status >= 400 && status < 500
  if (json === null && !isRefusal) throw new NoAnswerError(status)
  if (status >= 200 && status < 300) return json
  throw new GraphError(status, envelopeOf(json))
}

const ask = (timeoutMs: number, url: string, init: RequestInit) =>
  within(timeoutMs, async (signal): Promise<{ status: number; json: unknown }> => {
    let response: Response
    try {
      response = await fetch(url, { ...init, signal })
    } catch (cause) {
      throw new NoAnswerError(0, { cause })
    }
    try {
      return { status: response.status, json: await response.json() }
    } catch {
      return { status: response.status, json: null }
    }
  })

/**
 * Work that is given up after so long. Its timer ends with it: `AbortSignal.timeout` would keep one for
 * every answered request, and a worker may have ten thousand.
 */
async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), ms)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}

function envelopeOf(json: unknown): GraphErrorBody | null {
  if (typeof json !== 'object' || json === null || !('error' in json)) return null
  const { error } = json
  // Meta's envelope; its members are read one by one with their types checked in GraphError.
  return typeof error === 'object' ? (error as GraphErrorBody) : null
}
