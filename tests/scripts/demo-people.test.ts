import { parsePhoneNumber } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { demoCsv, demoPeople } from '../../scripts/demo-people.mjs'

const people: { phone: string; country: string }[] = demoPeople()

it('has 300 different people in ten countries', () => {
  expect(new Set(people.map(({ phone }) => phone)).size).toBe(300)
  expect(new Set(people.map(({ country }) => country)).size).toBe(10)
})

it('gives each of them a number that could be a mobile one of their country', () => {
  const odd = people.filter(({ phone, country }) => {
    const number = parsePhoneNumber(phone)
    const isMobile = /MOBILE/.test(number.getType() ?? '')
    return !number.isValid() || !isMobile || number.country !== country
  })
  expect(odd).toEqual([])
})

it('writes the same list every time', () => {
  expect(demoCsv()).toBe(demoCsv())
})
