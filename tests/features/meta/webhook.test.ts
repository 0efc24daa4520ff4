import { SELF } from 'cloudflare:test'
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../worker/boundary/config'
import type { Deps } from '../../../worker/boundary/deps'
import type { EventJob } from '../../../worker/boundary/queues/jobs'
import { sweepStoredBodies } from '../../../worker/features/meta/jobs'
import { readStoredBody, takeWebhook } from '../../../worker/features/meta/webhook-operations'
import { AppError } from '../../../worker/lib/errors'
import { Secret } from '../../../worker/lib/secret'
import { ORIGIN } from '../../support/browser'
import { openTestDeps, testEnv } from '../../support/lists'

const config = readConfig(testEnv)
const BODY = JSON.stringify({ object: 'whatsapp_business_account', entry: [] })

const signed = (body: string | Uint8Array, secret = config.META_APP_SECRET.reveal()) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

/** Hands a webhook in as the route does; answers its status and what was put on the queue. */
async function take(
  body: string | Uint8Array,
  signature: string | undefined,
  overrides: Partial<Deps> = {},
) {
  const queued: EventJob[] = []
  const deps = openTestDeps()
  const events = async (jobs: EventJob[]) => {
    queued.push(...jobs)
  }
  const jobs = { ...deps.jobs, events }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  try {
    await takeWebhook({ ...deps, jobs, ...overrides }, Uint8Array.from(bytes), signature)
    return { status: 200, queued }
  } catch (error) {
    return { status: error instanceof AppError ? error.status : 500, queued }
  }
}

const turned = (text: string, at: number) => {
  const bit = text[at] === '0' ? '1' : '0'
  return text.slice(0, at) + bit + text.slice(at + 1)
}

describe('a webhook is taken only with Meta’s signature', () => {
  it('over exactly the bytes that came', async () => {
    expect(await take(BODY, signed(BODY))).toMatchObject({ status: 200, queued: [{ body: BODY }] })
    const spaced = ` ${BODY}`
    expect(await take(spaced, signed(BODY))).toEqual({ status: 401, queued: [] })
  })

  const good = signed(BODY)
  const hex = good.slice(7)
  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['only its name', 'sha256='],
    ['a wrong one', `sha256=${'0'.repeat(64)}`],
    ['one of another secret', signed(BODY, 'another-secret-0123456789')],
    ['its first bit turned', turned(good, 7)],
    ['its last bit turned', turned(good, 70)],
    ['half of it', good.slice(0, 39)],
    ['one letter less', good.slice(0, -1)],
    ['one letter more', `${good}0`],
    ['capital letters', `sha256=${hex.toUpperCase()}`],
    ['its name in capitals', `SHA256=${hex}`],
    ['without its name', hex],
    ['another algorithm', `sha1=${hex}`],
    ['the old algorithm beside it', `sha1=${hex}, ${good}`],
    ['white space before it', ` ${good}`],
    ['two of them', `${good},${good}`],
    ['no hex', `sha256=${'z'.repeat(64)}`],
    ['Base64', `sha256=${btoa(hex).slice(0, 64)}`],
  ])('%s: 401, and nothing is stored', async (_what, signature) => {
    expect(await take(BODY, signature)).toEqual({ status: 401, queued: [] })
  })

  it('of the secret before this one, while there is one', async () => {
    const before = 'the-secret-before-0123456789'
    const rotated = { ...config, META_APP_SECRET_PREVIOUS: new Secret(before) }
    expect((await take(BODY, signed(BODY, before))).status).toBe(401)
    expect((await take(BODY, signed(BODY, before), { config: rotated })).status).toBe(200)
    expect((await take(BODY, signed(BODY), { config: rotated })).status).toBe(200)
  })
})

describe('a webhook that is signed', () => {
  it('but no text is taken, and forgotten', async () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0x00])
    expect(await take(bytes, signed(bytes))).toEqual({ status: 200, queued: [] })
  })

  it('but nothing of ours is taken', async () => {
    expect((await take('no JSON', signed('no JSON'))).status).toBe(200)
  })

  it.each([
    ['of 1,000 messages in Hebrew', 1000, 'ש'.repeat(1000)],
    ['of one long message', 1, 'x'.repeat(300_000)],
  ])(
    '%s, too large for the queue, is left in the files, sealed and whole',
    async (_of, count, text) => {
      const deps = openTestDeps()
      const messages = Array.from({ length: count }, (_, at) => ({ id: `${at}`, text }))
      const value = { metadata: { phone_number_id: '1' }, messages }
      const entry = [{ id: '1', changes: [{ field: 'messages', value }] }]
      const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
      const { status, queued } = await take(body, signed(body))
      expect(status).toBe(200)
      const [job, ...others] = queued
      if (job?.type !== 'webhook.stored') throw new Error('not stored')
      expect(others).toEqual([])
      const stored = (await (await deps.files.get(job.fileKey))?.bytes()) ?? new Uint8Array()
      expect(new TextDecoder().decode(stored.subarray(0, 5))).toBe('v1.1.')
      expect(await readStoredBody(deps, job.fileKey)).toBe(body)
      // Under another name it does not open: nobody swaps one body for another.
      await deps.files.put('events/other', stored)
      await expect(readStoredBody(deps, 'events/other')).rejects.toThrow('cannot be opened')
      await deps.files.delete('events/other')
    },
  )

  it('is not confirmed when it could not be stored: Meta sends it again', async () => {
    const failing = {
      ...openTestDeps().jobs,
      events: async () => {
        throw new Error('the queue is down')
      },
    }
    expect((await take(BODY, signed(BODY), { jobs: failing })).status).toBe(500)
  })
})

describe('over HTTP', () => {
  const post = (body: string, signature?: string) =>
    SELF.fetch(`${ORIGIN}/webhooks/meta`, {
      method: 'POST',
      body,
      ...(signature !== undefined && { headers: { 'x-hub-signature-256': signature } }),
    })

  it('answers 200 or 401, and 413 to what is far larger than Meta sends', async () => {
    expect((await post(BODY, signed(BODY))).status).toBe(200)
    expect((await post(BODY)).status).toBe(401)
    expect((await post('', signed(''))).status).toBe(200)
    expect((await post('x'.repeat(5_000_000), signed(BODY))).status).toBe(413)
  })

  const ask = async (query: Record<string, string>) => {
    const answer = await SELF.fetch(`${ORIGIN}/webhooks/meta?${new URLSearchParams(query)}`)
    return {
      status: answer.status,
      type: answer.headers.get('content-type')?.split(';')[0],
      text: await answer.text(),
    }
  }
  const shake = {
    'hub.mode': 'subscribe',
    'hub.challenge': '1158201444',
    'hub.verify_token': config.META_VERIFY_TOKEN.reveal(),
  }

  it('confirms its address to whoever knows the verify token', async () => {
    expect(await ask(shake)).toEqual({ status: 200, type: 'text/plain', text: '1158201444' })
  })

  it.each([
    ['another token', { 'hub.verify_token': 'guess' }],
    ['no token', { 'hub.verify_token': '' }],
    ['another mode', { 'hub.mode': 'unsubscribe' }],
    ['no challenge', { 'hub.challenge': '' }],
    ['a challenge that is markup', { 'hub.challenge': '<script>1</script>' }],
    ['a challenge that is far too long', { 'hub.challenge': '1'.repeat(65) }],
  ])('and not with %s', async (_what, change) => {
    const { status, text } = await ask({ ...shake, ...change })
    expect(status).toBe(403)
    expect(text).not.toContain('script')
    expect(text).not.toContain('1158201444')
  })
})

describe('a body that was left in the files', () => {
  const DAY_MS = 24 * 60 * 60 * 1000

  it('is erased once no queue can ask for it any more, and not before', async () => {
    const deps = openTestDeps()
    const message = { id: 'wamid.1', text: { body: `CANARY ${'x'.repeat(300_000)}` } }
    const value = { metadata: { phone_number_id: '1' }, messages: [message] }
    const entry = [{ id: '1', changes: [{ field: 'messages', value }] }]
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
    const { queued } = await take(body, signed(body))
    const [job] = queued
    if (job?.type !== 'webhook.stored') throw new Error('not stored')
    // Neither its content nor its name tells whose it is or what it says.
    const stored = await deps.files.get(job.fileKey)
    expect(await stored?.text()).not.toContain('CANARY')

    const sweepIn = (ms: number) =>
      sweepStoredBodies(
        { ...deps, clock: { now: () => Date.now() + ms } },
        { type: 'webhooks.sweep' },
      )
    await sweepIn(2 * DAY_MS)
    expect(await deps.files.head(job.fileKey)).not.toBeNull()
    await sweepIn(4 * DAY_MS)
    expect(await deps.files.head(job.fileKey)).toBeNull()
  })
})
