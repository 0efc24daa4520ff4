import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsQueue, splitBody } from '../../../worker/boundary/graph/webhook-bodies'
import { parseBody } from '../../../worker/boundary/graph/webhooks'

/** What Cloudflare takes in one message of a queue. */
const QUEUE_BYTES = 128_000
const bytesInQueue = (body: string) =>
  new TextEncoder().encode(JSON.stringify({ type: 'webhook.body', body, receivedAt: 1 })).byteLength

type Item = { id: string; from?: string; text?: string }
type Value = { messages?: Item[]; statuses?: Item[]; contacts?: { wa_id: string }[] }

const METADATA = { phone_number_id: '106540352242922' }
const bodyOf = (...values: Value[]) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: values.map((value, at) => ({
      id: String(at + 1),
      changes: [{ field: 'messages', value: { metadata: METADATA, ...value } }],
    })),
  })

/** Every item of these bodies with the entry and the list it is in, in order. */
function itemsOf(bodies: string[]) {
  return bodies.flatMap((body) =>
    (parseBody(body) ?? []).flatMap(({ wabaId, value }) =>
      (['statuses', 'messages'] as const).flatMap((list) =>
        // Made by this test from items.
        ((value[list] ?? []) as Item[]).map((item) => `${wabaId} ${list} ${JSON.stringify(item)}`),
      ),
    ),
  )
}

const person = (at: number) => `97254${5_000_000 + at}`
const messages = (count: number, text: string): Item[] =>
  Array.from({ length: count }, (_, at) => ({ id: `wamid.${at}`, from: person(at), text }))

describe('a body that is too large for one message of the queue', () => {
  it.each([
    ['in Latin letters', 'x'.repeat(3000)],
    ['in Hebrew, two bytes a letter', 'ש'.repeat(1500)],
    ['in emoji', '🌸'.repeat(700)],
    ['of quotes, which JSON doubles and doubles again', '"'.repeat(1500)],
    ['of line ends', '\n'.repeat(1500)],
  ])('%s is cut into bodies that fit, and no item is lost', (_what, text) => {
    const body = bodyOf({ messages: messages(900, text) })
    expect(fitsQueue(body)).toBe(false)
    const bodies = splitBody(body)
    for (const piece of bodies) expect(bytesInQueue(piece)).toBeLessThan(QUEUE_BYTES)
    expect(itemsOf(bodies)).toEqual(itemsOf([body]))
    // Not far more pieces than must be.
    expect(bodies.length).toBeLessThan(2.5 * (bytesInQueue(body) / 100_000))
  })

  it('has with each item the contact it names, and not all the others', () => {
    const contacts = Array.from({ length: 1000 }, (_, at) => ({
      profile: { name: `Person number ${at}` },
      wa_id: person(at),
    }))
    const bodies = splitBody(bodyOf({ contacts, messages: messages(1000, 'x'.repeat(1200)) }))
    expect(bodies.length).toBeLessThan(40)
    for (const piece of bodies) {
      const { value } = parseBody(piece)?.[0] ?? { value: {} }
      const { contacts: some = [], messages: items = [] } = value as Value
      expect(some.map(({ wa_id }) => wa_id)).toEqual(items.map(({ from }) => from))
      expect(value).toMatchObject({ metadata: METADATA })
    }
  })

  it('of many small changes becomes few bodies', () => {
    const values = Array.from({ length: 1000 }, (_, at) => ({
      statuses: [{ id: `wamid.${at}`, text: 'x'.repeat(300) }],
    }))
    const body = bodyOf(...values)
    const bodies = splitBody(body)
    expect(itemsOf(bodies)).toEqual(itemsOf([body]))
    expect(bodies.length).toBeLessThan(12)
  })

  it('with one item that is too large keeps that one whole, alone', () => {
    const large = { id: 'wamid.large', from: person(0), text: 'x'.repeat(200_000) }
    const body = bodyOf({ messages: [...messages(3, 'Hi'), large, ...messages(3, 'Hi')] })
    const bodies = splitBody(body)
    expect(itemsOf(bodies)).toEqual(itemsOf([body]))
    expect(bodies.filter((piece) => !fitsQueue(piece))).toHaveLength(1)
  })

  it('holds the same items, whatever they are', () => {
    const item = fc.record({
      id: fc.string({ maxLength: 20 }),
      text: fc.string({ unit: 'grapheme', maxLength: 40 }),
      more: fc.constantFrom('', 'ש'.repeat(30_000), '"'.repeat(20_000), 'x'.repeat(120_000)),
    })
    const value = fc.record(
      { messages: fc.array(item, { maxLength: 8 }), statuses: fc.array(item, { maxLength: 4 }) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const body = bodyOf(...values)
        const bodies = splitBody(body)
        expect(itemsOf(bodies)).toEqual(itemsOf([body]))
        for (const piece of bodies) {
          if (itemsOf([piece]).length > 1) expect(bytesInQueue(piece)).toBeLessThan(QUEUE_BYTES)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('that is not Meta’s is left as it is', () => {
    expect(splitBody('no JSON')).toEqual(['no JSON'])
  })
})
