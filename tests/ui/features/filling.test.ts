import { describe, expect, it } from 'vitest'
import { bodyLine, directionOf, piecesOf } from '../../../ui/features/templates/filling'

describe('a template with its values', () => {
  it('is cut at its placeholders, by number and by name', () => {
    const filled = { 'body.1': 'מיכל', 'body.order_id': 'A-17' }
    expect(piecesOf('היי {{1}}, הזמנה {{order_id}}!', 'body', filled)).toEqual([
      { text: 'היי ', parameter: null },
      { text: 'מיכל', parameter: 'body.1' },
      { text: ', הזמנה ', parameter: null },
      { text: 'A-17', parameter: 'body.order_id' },
      { text: '!', parameter: null },
    ])
  })

  it('shows the placeholder itself where there is no value', () => {
    expect(piecesOf('Hi {{1}}', 'body', {})).toEqual([
      { text: 'Hi ', parameter: null },
      { text: '{{1}}', parameter: 'body.1' },
    ])
  })

  it('reads as one plain line in lists', () => {
    const components = [{ type: 'BODY', text: '*Hi {{1}}*\n\nsee _you_' }]
    const parameters = [
      { part: 'body', name: '1', key: 'body.1', kind: 'text', sample: 'Noa' } as const,
    ]
    expect(bodyLine({ components, parameters })).toBe('Hi Noa see you')
  })

  it('runs in the direction of its own language', () => {
    expect(['he', 'ar', 'en_US', 'pt_BR'].map(directionOf)).toEqual(['rtl', 'rtl', 'ltr', 'ltr'])
  })
})
