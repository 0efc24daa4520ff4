import type { Dials } from './dials'
import { GraphError } from './errors'

/** What goes wrong with one POST, by its ordinal on the number. */
export type Fault =
  | { kind: 'throttled' }
  | { kind: 'error_before' | 'error_after' }
  | { kind: 'timeout' }
  | { kind: 'broken_body' }
  | { kind: 'empty_id' }
  | { kind: 'held' }

const isTurn = (n: number, every: number): boolean => every > 0 && n % every === 0

export function faultAt(n: number, dials: Dials): Fault | null {
  if (isTurn(n, dials.throttleEvery)) return { kind: 'throttled' }
  if (isTurn(n, dials.error5xxEvery)) return { kind: `error_${dials.error5xxMode}` }
  if (isTurn(n, dials.timeoutAfterAcceptEvery)) return { kind: 'timeout' }
  if (isTurn(n, dials.brokenBodyEvery)) return { kind: 'broken_body' }
  if (isTurn(n, dials.emptyIdEvery)) return { kind: 'empty_id' }
  if (isTurn(n, dials.heldEvery)) return { kind: 'held' }
  return null
}

export const serverError = ({ error5xxCode }: Dials): GraphError =>
  new GraphError(error5xxCode, {}, error5xxCode === 131016 || error5xxCode === 2 ? 503 : 500)

/** Meta's refusal for speed, in the forms clients have met. */
export function throttledResponse({ throttleForm }: Dials): Response {
  if (throttleForm === 'bare') return new Response(null, { status: 429 })
  const http = throttleForm === 'http429' ? 429 : 400
  return new GraphError(130429, {}, http).toResponse()
}

/** A 200 that says nothing useful although the message was taken. */
export function brokenResponse({ brokenBodyForm }: Dials, answer: unknown): Response {
  const text = JSON.stringify(answer)
  const headers = { 'Content-Type': 'application/json' }
  switch (brokenBodyForm) {
    case 'truncated':
      return new Response(text.slice(0, text.length / 2), { headers })
    case 'empty':
      return new Response('', { headers })
    case 'html':
      return new Response('<!doctype html><title>Error</title>Sorry, something went wrong.', {
        headers: { 'Content-Type': 'text/html' },
      })
    case 'reset':
      return new Response(resetAfter(text.slice(0, 10)), { headers })
  }
}

/** Long enough for the beginning to be on its way when the connection goes. */
const RESET_AFTER_MS = 50

const resetAfter = (beginning: string) =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(beginning))
    },
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, RESET_AFTER_MS))
      controller.error(new Error('The connection is gone'))
    },
  })
