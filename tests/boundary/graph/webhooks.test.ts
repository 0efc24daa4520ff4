import { describe, expect, it } from 'vitest'
import { parseBody, readMessages } from '../../../worker/boundary/graph/webhooks'

// Meta's own payloads, which the simulator is held against too.
const examples = import.meta.glob('../../simulator/tests/examples/webhook.*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const nameOf = (path: string) => path.replace(/^.*webhook\.|\.json$/g, '')

const envelope = (...changes: unknown[]) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes }],
  })
const change = (value: object, field = 'messages') => ({ field, value })
const METADATA = { metadata: { phone_number_id: '106540352242922' } }

describe('a webhook body', () => {
  const all = Object.entries(examples).map(([path, text]) => [nameOf(path), text] as const)
  it.each(all)('of Meta is read: %s', (name, text) => {
    const changes = parseBody(text)
    expect(changes?.length).toBeGreaterThan(0)
    for (const { field, phoneNumberId, wabaId, value } of changes ?? []) {
      expect(wabaId).toMatch(/^\d+$/)
      if (field !== 'messages') continue
      expect(phoneNumberId).toMatch(/^\d+$/)
      const { statuses, messages, unreadable } = readMessages(value)
      expect(unreadable).toBe(0)
      // A notice about the number holds neither.
      expect(statuses.length + messages.length).toBe(name === 'messages.value_errors' ? 0 : 1)
      if (name.startsWith('statuses.failed'))
        expect(statuses[0]?.errors[0]?.code).toBeGreaterThan(0)
    }
  })

  it.each([
    ['no JSON', 'x'],
    ['nothing', ''],
    ['null', 'null'],
    ['of another product', JSON.stringify({ object: 'page', entry: [] })],
    ['without entries', JSON.stringify({ object: 'whatsapp_business_account' })],
  ])('is nothing of ours: %s', (_what, body) => {
    expect(parseBody(body)).toBeNull()
  })

  it('with a part that cannot be read brings the others', () => {
    const good = change(METADATA)
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        null,
        { id: 7, changes: [good] },
        { id: '1', changes: 'none' },
        { id: '2', changes: [null, { field: 'messages' }, { value: {} }, good] },
        { id: '3', changes: [good] },
      ],
    })
    expect(parseBody(body)?.map(({ wabaId }) => wabaId)).toEqual(['2', '3'])
  })

  it('cannot reach the prototype of anything', () => {
    const body = envelope(change(METADATA)).replace(
      '"field"',
      '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"field"',
    )
    const [first] = parseBody(body) ?? []
    expect(first?.value).toEqual(METADATA)
    expect(Object.keys(first ?? {})).not.toContain('__proto__')
    expect({}).not.toHaveProperty('polluted')
  })

  it('keeps ids as the text they are, however long', () => {
    const long = '90071992547409931234'
    const [first] = parseBody(envelope(change({ metadata: { phone_number_id: long } }))) ?? []
    expect(first?.phoneNumberId).toBe(long)
    const template = envelope(
      change(
        { message_template_id: 1, text: '"message_template_id": 24568901234567893' },
        'message_template_status_update',
      ),
    ).replace('"message_template_id":1', '"message_template_id": 24568901234567893')
    expect(parseBody(template)?.[0]?.value).toEqual({
      message_template_id: '24568901234567893',
      text: '"message_template_id": 24568901234567893',
    })
    const numeric = envelope(change({ metadata: { phone_number_id: 106540352242922 } }))
    expect(parseBody(numeric)?.[0]?.phoneNumberId).toBeNull()
  })

  it('has times as Meta writes them, a text here, a number there', () => {
    const status = { id: 'wamid.1', status: 'sent' }
    const times = ['1800000000', 1_800_000_000, 'yesterday', null]
    const { statuses, unreadable } = readMessages({
      statuses: times.map((timestamp) => ({ ...status, timestamp })),
    })
    expect(statuses.map(({ timestamp }) => timestamp)).toEqual([1_800_000_000, 1_800_000_000])
    expect(unreadable).toBe(2)
  })
})
