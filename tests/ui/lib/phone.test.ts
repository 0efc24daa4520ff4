import { describe, expect, it } from 'vitest'
import { formatPhone } from '../../../ui/lib/phone'

describe('a phone number on screen', () => {
  it.each([
    ['+972505550142', '+972 50-555-0142'],
    ['+447700900318', '+44 7700 900318'],
    ['+12125550148', '+1 212-555-0148'],
    ['+4930555001', '+49 305 550 01'],
    ['+35312345678', '+353 123 456 78'],
    ['+5511987654321', '+55 11 98765 4321'],
  ])('%s reads %s', (number, shown) => {
    expect(formatPhone(number)).toBe(shown)
  })

  it('keeps every digit, whatever the country', () => {
    for (const number of ['+1', '+97250', '+8613812345678', '+99999999999999', '+20101']) {
      const digits = (text: string) => text.replace(/\D/g, '')
      expect(digits(formatPhone(number))).toBe(digits(number))
    }
  })

  it('leaves alone what is no number', () => {
    expect(formatPhone('9.72505E+11')).toBe('9.72505E+11')
  })
})
