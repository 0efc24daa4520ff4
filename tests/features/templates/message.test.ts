import { describe, expect, it } from 'vitest'
import type { TemplateComponent } from '../../../worker/contract/templates'
import { templateMessage } from '../../../worker/features/templates/message'

// What Meta's own examples of requests look like: tests/simulator/tests/examples/request.messages.template.*.
const examples = import.meta.glob(
  '../../simulator/tests/examples/request.messages.template.*.json',
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
)
const requestOf = (name: string): { template: { components?: { type: string }[] } } =>
  JSON.parse(
    examples[`../../simulator/tests/examples/request.messages.template.${name}.json`] ?? '',
  )

const sendable = (
  components: TemplateComponent[],
  parameterFormat: 'POSITIONAL' | 'NAMED' = 'POSITIONAL',
) => ({
  name: 'offer',
  language: 'en_US',
  parameterFormat,
  components,
})

describe('the template part of a message', () => {
  it('without anything to fill has no components', () => {
    const message = templateMessage(sendable([{ type: 'BODY', text: 'Hello' }]), {})
    expect(message).toEqual({
      name: 'offer',
      language: { code: 'en_US', policy: 'deterministic' },
    })
    expect(Object.keys(requestOf('no_params').template)).not.toContain('components')
  })

  it('fills positions in their order', () => {
    const template = sendable([{ type: 'BODY', text: '{{1}}, your code is {{2}}. {{1}}!' }])
    expect(templateMessage(template, { 'body.2': 'X7', 'body.1': 'Noa' }).components).toEqual([
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Noa' },
          { type: 'text', text: 'X7' },
        ],
      },
    ])
  })

  it('names what has names', () => {
    const template = sendable([{ type: 'BODY', text: 'Hi {{first_name}}' }], 'NAMED')
    const { components } = templateMessage(template, { 'body.first_name': 'Noa' })
    expect(components).toEqual([
      {
        type: 'body',
        parameters: [{ type: 'text', text: 'Noa', parameter_name: 'first_name' }],
      },
    ])
    const body = requestOf('named').template.components?.find(({ type }) => type === 'body')
    expect(JSON.stringify(body)).toContain('"parameter_name"')
  })

  it.each([
    ['image', 'https://x.example/a.png', { link: 'https://x.example/a.png' }],
    ['video', '1166846181421424', { id: '1166846181421424' }],
    ['document', 'https://x.example/a.pdf', { link: 'https://x.example/a.pdf' }],
  ])('puts a %s into the header, by link or by id', (kind, value, reference) => {
    const template = sendable([{ type: 'HEADER', format: kind.toUpperCase() }])
    expect(templateMessage(template, { [`header.${kind}`]: value }).components).toEqual([
      { type: 'header', parameters: [{ type: kind, [kind]: reference }] },
    ])
  })

  it('fills buttons by their place, and only those that are dynamic', () => {
    const buttons = [
      { type: 'QUICK_REPLY', text: 'More' },
      { type: 'URL', text: 'Site', url: 'https://x.example' },
      { type: 'URL', text: 'Order', url: 'https://x.example/{{1}}' },
      { type: 'COPY_CODE', text: 'Copy' },
    ]
    const template = sendable([{ type: 'BUTTONS', buttons }])
    const { components } = templateMessage(template, { 'button.2': 'a7', 'button.3': 'SAVE20' })
    expect(components).toEqual([
      { type: 'button', sub_type: 'url', index: '2', parameters: [{ type: 'text', text: 'a7' }] },
      {
        type: 'button',
        sub_type: 'copy_code',
        index: '3',
        parameters: [{ type: 'coupon_code', coupon_code: 'SAVE20' }],
      },
    ])
  })
})
