import { describe, expect, it } from 'vitest'
import type { TemplateComponent } from '../../../worker/contract/templates'
import { templateMessage } from '../../../worker/features/templates/message'
import { parametersOf, unsupportedPart } from '../../../worker/features/templates/parameters'

// Meta's own requests; the simulator takes each of them as it is.
const files = import.meta.glob('../../simulator/tests/examples/request.messages.template.*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
})
type Request = {
  template: { name: string; language: { code: string }; components?: unknown[] }
}
const requestOf = (name: string): Request =>
  JSON.parse(files[`../../simulator/tests/examples/request.messages.template.${name}.json`] ?? '')

const buttons = (...all: { type: string; url?: string }[]): TemplateComponent => ({
  type: 'BUTTONS',
  buttons: all,
})
const body = (text: string): TemplateComponent => ({ type: 'BODY', text })
const header = (format: string): TemplateComponent => ({ type: 'HEADER', format })
const LINK = { type: 'URL', url: 'https://example.com/{{1}}' }
const REPLY = { type: 'QUICK_REPLY' }

/** For each example a template and the values that make exactly this request of it. */
const CASES: Record<string, { components: TemplateComponent[]; values: Record<string, string> }> = {
  authentication_otp: {
    components: [body('*{{1}}* is your code.'), buttons({ type: 'OTP' })],
    values: { 'body.1': '493021', 'button.0': '493021' },
  },
  carousel: {
    components: [
      body('Hello {{1}}, look at these.'),
      {
        type: 'CAROUSEL',
        cards: [0, 1].map(() => ({
          components: [header('IMAGE'), body('A'), buttons(REPLY, LINK)],
        })),
      },
    ],
    values: {
      'body.1': 'Noor',
      'card.0.header.image': '700800900100120',
      'card.0.button.0': 'card0',
      'card.0.button.1': 'sku-0',
      'card.1.header.image': '700800900100121',
      'card.1.button.0': 'card1',
      'card.1.button.1': 'sku-1',
    },
  },
  catalog: { components: [buttons({ type: 'CATALOG' })], values: { 'button.0': 'SKU-42' } },
  coupon_copy_code: {
    components: [buttons({ type: 'COPY_CODE' })],
    values: { 'button.0': 'AUTUMN25' },
  },
  header_document: {
    components: [header('DOCUMENT')],
    values: { 'header.document': '700800900100115 | invoice.pdf' },
  },
  header_image: {
    components: [header('IMAGE')],
    values: { 'header.image': '700800900100111' },
  },
  header_location: {
    components: [header('LOCATION')],
    values: { 'header.location': '52.3676, 4.9041 | Example Cafe | 1 Example Street' },
  },
  header_video: {
    components: [header('VIDEO')],
    values: { 'header.video': 'https://example.com/v.mp4' },
  },
  limited_time_offer: {
    components: [
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Soon' } },
      buttons({ type: 'COPY_CODE' }),
    ],
    values: { 'offer.ends': '2026-11-11T08:40:00Z', 'button.0': 'AUTUMN25' },
  },
  mpm: { components: [buttons({ type: 'MPM' })], values: { 'button.0': 'Shoes: SKU-42' } },
  named: {
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'For {{first_name}}' },
      body('Hi {{first_name}}, order {{order_number}} left.'),
    ],
    values: {
      'header.first_name': 'Noor',
      'body.first_name': 'Noor',
      'body.order_number': '8841',
    },
  },
  no_params: { components: [body('Hello')], values: {} },
  positional: {
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'For {{1}}' },
      body('Hi {{1}}, order {{2}} left.'),
      buttons(LINK),
    ],
    values: { 'header.1': 'Noor', 'body.1': 'Noor', 'body.2': '8841', 'button.0': '8841' },
  },
  quick_reply_payload: { components: [buttons(REPLY)], values: { 'button.0': 'optout:marketing' } },
}

/**
 * Flows carry data that only the business's own server could give. Money and dates are texts here: Meta
 * shows the `fallback_value` of its own kinds and nothing else.
 */
const OTHERWISE = ['flow_button', 'currency_datetime']

describe('each request of Meta’s', () => {
  it('is one that ProConnect can make', () => {
    const names = Object.keys(files).map((path) => /template\.(\w+)\.json/.exec(path)?.[1] ?? '')
    expect(names.sort()).toEqual([...Object.keys(CASES), ...OTHERWISE].sort())
  })

  it.each(Object.entries(CASES))('%s', (name, { components, values }) => {
    expect(unsupportedPart(components)).toBeNull()
    const { template } = requestOf(name)
    const parameterFormat = name === 'named' ? ('NAMED' as const) : ('POSITIONAL' as const)
    const language = template.language.code
    const made = templateMessage({ ...template, language, parameterFormat, components }, values)
    expect(made.components).toEqual(template.components)
    // Everything that has to be filled is asked for; a payload of a quick reply may stay away.
    const asked = parametersOf(components).map(({ key }) => key)
    for (const key of asked) expect(Object.keys(values)).toContain(key)
  })

  it('a flow opens with a token, whether or not there is one', () => {
    const flow = { name: 'book', language: 'en_US', parameterFormat: 'POSITIONAL' as const }
    const components = [buttons({ type: 'FLOW' })]
    const tokenOf = (values: Record<string, string>) =>
      JSON.stringify(templateMessage({ ...flow, components }, values).components)
    expect(tokenOf({})).toContain('"flow_token":"unused"')
    expect(tokenOf({ 'button.0': 'bk_8841' })).toContain('"flow_token":"bk_8841"')
  })
})
