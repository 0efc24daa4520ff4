import { expect, it } from 'vitest'
import { happenedSince } from '../../../worker/boundary/graph/webhook-times'

const change = (value: Record<string, unknown>) => ({
  wabaId: '1',
  phoneNumberId: '2',
  field: 'messages',
  value,
})
const message = (from: string, timestamp: string) => ({ id: from, from, timestamp, type: 'text' })

it('keeps what happened since then, with the profiles of those who wrote it', () => {
  const value = {
    contacts: [{ wa_id: 'old' }, { wa_id: 'new' }, { user_id: 'id' }],
    messages: [
      message('old', '99'),
      message('new', '100'),
      { ...message('', '101'), from: undefined, from_user_id: 'id' },
    ],
    metadata: { phone_number_id: '2' },
  }
  expect(happenedSince(change(value), 100_000)?.value).toEqual({
    contacts: [{ wa_id: 'new' }, { user_id: 'id' }],
    messages: value.messages.slice(1),
    metadata: value.metadata,
  })
})

it('leaves a change as it is where all of it is later, or says no time', () => {
  const whole = change({ statuses: [{ id: 'a', timestamp: '100' }, { id: 'b' }] })
  expect(happenedSince(whole, 100_000)).toBe(whole)
  const news = change({ event: 'FLAGGED' })
  expect(happenedSince(news, 100_000)).toBe(news)
})

it('leaves nothing where all of it is earlier', () => {
  const early = change({ message_echoes: [{ timestamp: '1' }], statuses: [{ timestamp: 2 }] })
  expect(happenedSince(early, 100_000)).toBeNull()
})
