import { describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../../worker/boundary/config'
import { openGraph } from '../../../worker/boundary/graph/client'
import {
  GraphError,
  isBusy,
  isReconnectCode,
  NoAnswerError,
} from '../../../worker/boundary/graph/errors'
import { sendMessage } from '../../../worker/boundary/graph/messages'
import { Secret } from '../../../worker/lib/secret'
import { testEnv } from '../../support/lists'

const graph = openGraph(readConfig(testEnv))
const token = new Secret('EAAGsecrettokenEAAGsecrettoken')

/** Whatever Meta answers, and the request that it was asked with. */
async function asked<T>(answer: () => Response | Promise<Response>, work: () => Promise<T>) {
  const requests: Request[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    requests.push(new Request(input, init))
    return answer()
  })
  try {
    const result = await work().catch((error: unknown) => error)
    return { result, request: requests[0], requests }
  } finally {
    vi.unstubAllGlobals()
  }
}
const get = () => graph.call({ method: 'GET', path: '/1', token })
const send = (identity = '+972545550100') =>
  sendMessage(graph, token, '106540352242922', {
    identity,
    tag: 'b1.tag',
    content: { type: 'template', template: { name: 'sale' } },
  })
const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status })
const accepted = { messages: [{ id: 'wamid.1' }], contacts: [{ wa_id: '972545550100' }] }

describe('a call to Meta', () => {
  it('carries the token in a header only, goes to one host, and follows no redirect', async () => {
    const { request } = await asked(json({}), get)
    const url = new URL(request?.url ?? '')
    expect(url.origin).toBe('http://graph.test')
    expect(url.pathname).toBe('/v26.0/1')
    expect(request?.url).not.toContain('EAAG')
    expect(request?.headers.get('authorization')).toBe(`Bearer ${token.reveal()}`)
    expect(request?.redirect).toBe('manual')
  })

  it('proves that we hold the app’s secret, as Meta computes it', async () => {
    const { request } = await asked(json({}), get)
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(readConfig(testEnv).META_APP_SECRET.reveal()),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    )
    const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(token.reveal()))
    const proof = Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, '0'))
    expect(new URL(request?.url ?? '').searchParams.get('appsecret_proof')).toBe(proof.join(''))
  })

  it('that is refused says by which code, and nothing that Meta wrote', async () => {
    const error = {
      code: 131026,
      error_subcode: 7,
      message: 'Cannot reach +972545550100',
      error_data: { details: 'secret' },
    }
    const { result } = await asked(json({ error }, 400), get)
    expect(result).toBeInstanceOf(GraphError)
    expect(result).toMatchObject({ code: 131026, subcode: 7, httpStatus: 400 })
    expect(String(result)).not.toMatch(/97254|secret/)
  })

  it.each([
    ['nothing', () => new Response('', { status: 500 })],
    ['HTML', () => new Response('<html>', { status: 502 })],
    ['half an answer', () => new Response('{"id":', { status: 200 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://x' } })],
    [
      'no connection',
      () => {
        throw new TypeError('connection reset')
      },
    ],
    [
      'a timeout',
      () => {
        throw new DOMException('timed out', 'TimeoutError')
      },
    ],
  ])('that brings %s has no answer', async (_what, answer) => {
    expect((await asked(answer, get)).result).toBeInstanceOf(NoAnswerError)
  })
})

describe('a call to Meta that takes too long', () => {
  const SECONDS = 15

  /** What became of a call so many seconds after it began, when Meta answers by `answer`. */
  async function outcomeAfter(seconds: number, answer: (signal: AbortSignal) => Promise<Response>) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let outcome: unknown = 'waiting'
    vi.stubGlobal('fetch', (_url: string, { signal }: { signal: AbortSignal }) => answer(signal))
    try {
      void get().then(
        () => {
          outcome = 'answered'
        },
        (error: unknown) => {
          outcome = error
        },
      )
      // The proof of the token is computed first.
      await new Promise(setImmediate)
      await vi.advanceTimersByTimeAsync(seconds * 1000)
      await new Promise(setImmediate)
      return outcome
    } finally {
      vi.unstubAllGlobals()
      vi.useRealTimers()
    }
  }
  const aborted = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

  it('has no answer: it may have been accepted', async () => {
    expect(await outcomeAfter(SECONDS - 1, aborted)).toBe('waiting')
    expect(await outcomeAfter(SECONDS, aborted)).toBeInstanceOf(NoAnswerError)
  })

  it('has none either when the answer stops half-way', async () => {
    const halfway = async (signal: AbortSignal) =>
      new Response(
        new ReadableStream({
          start: (stream) => {
            stream.enqueue(new TextEncoder().encode('{"id":'))
            signal.addEventListener('abort', () => stream.error(signal.reason))
          },
        }),
      )
    expect(await outcomeAfter(SECONDS, halfway)).toBeInstanceOf(NoAnswerError)
  })

  it('is the only one with a timer: a worker may have ten thousand, and calls that are answered keep none', async () => {
    vi.stubGlobal('fetch', async () => new Response('{}'))
    try {
      for (let n = 0; n < 10_001; n++) await get()
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('a message', () => {
  it('goes to a phone by "to" with a plus, to a username by "recipient", with our tag', async () => {
    const phone = await asked(json(accepted), () => send())
    expect(await phone.request?.json()).toMatchObject({
      messaging_product: 'whatsapp',
      to: '+972545550100',
      biz_opaque_callback_data: 'b1.tag',
    })
    const bsuid = await asked(json(accepted), () => send('IL.1234'))
    const body = await bsuid.request?.json()
    expect(body).toMatchObject({ recipient: 'IL.1234' })
    expect(body).not.toHaveProperty('to')
  })

  it('is asked for once, whatever comes back', async () => {
    const answers = [json({}, 500), json({ error: { code: 131056 } }, 400), json(accepted)]
    for (const answer of answers) {
      expect((await asked(answer, () => send())).requests).toHaveLength(1)
    }
  })

  it.each([
    ['accepted', json(accepted), { kind: 'accepted', wamid: 'wamid.1', isHeld: false }],
    [
      'held',
      json({ messages: [{ id: 'wamid.1', message_status: 'held_for_quality_assessment' }] }),
      { kind: 'accepted', isHeld: true },
    ],
    [
      'refused',
      json({ error: { code: 131026 } }, 400),
      { kind: 'refused', code: 131026, handling: 'recipient_unreachable' },
    ],
    [
      'refused, whatever Meta’s HTTP status',
      json({ error: { code: 130429 } }, 500),
      { kind: 'refused', handling: 'slow_number' },
    ],
    [
      'too many',
      () => new Response('', { status: 429 }),
      { kind: 'refused', handling: 'slow_number' },
    ],
    ['unclear', json({ error: { code: 131000 } }, 500), { kind: 'ambiguous', code: 131000 }],
    ['unclear without words', json({}, 200), { kind: 'ambiguous', code: null }],
    ['unclear without an id', json({ messages: [] }, 200), { kind: 'ambiguous' }],
  ])('is %s', async (_what, answer, expected) => {
    expect((await asked(answer, () => send())).result).toMatchObject(expected)
  })
})

describe('codes about the connection', () => {
  it('that mean the token or a permission is gone', () => {
    expect([0, 3, 10, 190, 200, 299, 131005].every(isReconnectCode)).toBe(true)
    expect([null, 1, 4, 100, 300, 131026].some(isReconnectCode)).toBe(false)
  })

  it('that mean Meta has trouble or no time, and say nothing about the token', () => {
    const busy = (code: number | null, status = 400) =>
      isBusy(new GraphError(status, code === null ? null : { code }))
    expect([1, 2, 4, 613, 80007, 80008].every((code) => busy(code))).toBe(true)
    expect([busy(null, 503), busy(null, 429), busy(100, 500)]).toEqual([true, true, true])
    expect([busy(190), busy(3, 500), busy(100), busy(null)]).toEqual([false, false, false, false])
  })
})
