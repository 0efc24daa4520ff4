import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { example } from './examples'
import { type Running, startSimulator } from './running'
import { openStore, proofOf, type Store } from './store'

let simulator: Running
beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

const body = (text = 'Good day to you and yours.') => ({ type: 'BODY', text })
const buttons = (...all: object[]) => ({ type: 'BUTTONS', buttons: all })
const url = (address = 'https://example.com/{{1}}') => ({ type: 'URL', text: 'Open', url: address })
const reply = { type: 'QUICK_REPLY', text: 'Stop promotions' }

/** A template that the example of a message fits. */
const TEMPLATES: Record<string, { components: object[]; more?: object }> = {
  authentication_otp: {
    components: [body('*{{1}}* is your code.'), buttons(url())],
    more: { category: 'AUTHENTICATION' },
  },
  carousel: {
    components: [
      body('Hello {{1}}, look at these two.'),
      {
        type: 'CAROUSEL',
        cards: [0, 1].map(() => ({
          components: [{ type: 'HEADER', format: 'IMAGE' }, body(), buttons(reply, url())],
        })),
      },
    ],
  },
  catalog: { components: [body(), buttons({ type: 'CATALOG', text: 'View catalog' })] },
  coupon_copy_code: { components: [body(), buttons({ type: 'COPY_CODE', text: 'Copy' })] },
  currency_datetime: { components: [body('It costs {{1}} until {{2}} in the shop.')] },
  flow_button: { components: [body(), buttons({ type: 'FLOW', text: 'Book' })] },
  header_document: { components: [{ type: 'HEADER', format: 'DOCUMENT' }, body()] },
  header_image: { components: [{ type: 'HEADER', format: 'IMAGE' }, body()] },
  header_location: { components: [{ type: 'HEADER', format: 'LOCATION' }, body()] },
  header_video: { components: [{ type: 'HEADER', format: 'VIDEO' }, body()] },
  limited_time_offer: {
    components: [
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Ends soon' } },
      body(),
      buttons({ type: 'COPY_CODE', text: 'Copy' }),
    ],
  },
  mpm: { components: [body(), buttons({ type: 'MPM', text: 'View items' })] },
  named: {
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'For {{first_name}}' },
      body('Hi {{first_name}}, order {{order_number}} left today.'),
    ],
    more: { parameter_format: 'NAMED' },
  },
  no_params: { components: [body()] },
  positional: {
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'For {{1}}' },
      body('Hi {{1}}, order {{2}} left today.'),
      buttons(url()),
    ],
  },
  quick_reply_payload: { components: [body(), buttons(reply)] },
}

const EXAMPLES = readdirSync(join(import.meta.dirname, 'examples'))
  .map((file) => /^request\.messages\.template\.(\w+)\.json$/.exec(file)?.[1] ?? '')
  .filter((name) => name !== '')

it('knows a template for each example that Meta gives', () => {
  expect(EXAMPLES.sort()).toEqual(Object.keys(TEMPLATES).sort())
})

it.each(EXAMPLES)('takes Meta’s own example of a message: %s', async (name) => {
  const message = example(`request.messages.template.${name}`)
  const { template } = message as { template: { name: string; language: { code: string } } }
  const { components, more } = TEMPLATES[name] ?? { components: [] }
  const store = await openStore(simulator, {
    templates: [
      {
        name: template.name,
        language: template.language.code,
        category: 'UTILITY',
        components,
        ...more,
      },
    ],
  })
  const sent = await store.send(await withOwnMedia(store, message))
  expect(sent.status, JSON.stringify(sent.json)).toBe(200)
  expect(await store.summary()).toMatchObject({ accepted: 1 })
})

/** Files of the examples are nobody's: the same message with one that was uploaded for this number. */
async function withOwnMedia(store: Store, message: object): Promise<Record<string, unknown>> {
  const text = JSON.stringify(message)
  if (!/"id":"7008/.test(text)) return JSON.parse(text)
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new File(['x'], 'a', { type: 'image/png' }))
  const proof = `appsecret_proof=${proofOf(store.accessToken)}`
  const address = `${simulator.url}/v26.0/${store.phoneNumberId}/media?${proof}`
  const response = await fetch(address, {
    method: 'POST',
    headers: { Authorization: `Bearer ${store.accessToken}` },
    body: form,
  })
  const { id } = (await response.json()) as { id: string }
  return JSON.parse(text.replace(/"id":"7008\d+"/g, `"id":"${id}"`))
}
