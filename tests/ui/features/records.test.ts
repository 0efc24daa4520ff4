import { expect, it } from 'vitest'
import { delimiterOf, firstRecords, isCards, toCsv } from '../../../ui/features/imports/records'

it.each([
  ['a,b\n1,2\n', ','],
  ['a;b\n1,5;2,5\n', ';'],
  ['a\tb\n1,5\t2\n', '\t'],
  ['"a,b";c\n"x;y";z\n', ';'],
  ['sep=;\na,b;c\n', ';'],
  ['0542345678\n0542345679\n', ','],
])('%j is cut by %j', (text, delimiter) => {
  expect(delimiterOf(text)).toBe(delimiter)
})

it('shows the first records without the mark and the line that names the delimiter', () => {
  expect(firstRecords('\ufeffa;b\r\n1;2\r\n', ';').slice(0, 2)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
  expect(firstRecords('sep=;\r\na;b\r\n', ';')[0]).toEqual(['a', 'b'])
})

it('writes rows that any reader takes apart again', () => {
  const rows = [
    ['a', 'b"c', 'd,e'],
    ['two\nlines', '', ' '],
  ]
  expect(firstRecords(toCsv(rows).join(''), ',').slice(0, 2)).toEqual(rows)
})

it('knows a vCard by how it begins', () => {
  expect(isCards('\ufeffBEGIN:VCARD\r\nVERSION:3.0')).toBe(true)
  expect(isCards('Name,BEGIN:VCARD')).toBe(false)
})
