import { expect, it } from 'vitest'
import { fieldKeyOf, guessColumns } from '../../../worker/features/contacts/columns'
import { readDay } from '../../../worker/features/contacts/dates'
import { fold, searchWordsOf } from '../../../worker/features/contacts/folding'

const NOW = Date.UTC(2026, 10, 23)

it.each([
  ['טלפון', 'phone'],
  ["מס' נייד", 'phone'],
  ['Mobile Phone', 'phone'],
  ['PHONE_NUMBER', 'phone'],
  ['WhatsApp', 'phone'],
  ['שם פרטי', 'first_name'],
  ['First Name', 'first_name'],
  ['שם משפחה', 'last_name'],
  ['שם מלא', 'name'],
  ['דוא״ל', 'email'],
  ['E-mail', 'email'],
  ['תגיות', 'tags'],
  ['Opted in at', 'opted_in_at'],
  ['תאריך הסכמה', 'opted_in_at'],
  ['סיבה', 'skip'],
  ['', 'skip'],
  ['עיר מגורים', 'new:עיר מגורים'],
])('takes a column called "%s" for %s', (header, target) => {
  expect(guessColumns([header], [['x']], 'IL')).toEqual([target])
})

it('tells a phone and an e-mail by what stands under them', () => {
  const rows = [
    ['7', '054-2345678', 'n@x.org', ''],
    ['8', '', 'a@x.org', ''],
  ]
  expect(guessColumns(['id', 'contact me', 'where', 'x'], rows, 'IL')).toEqual([
    'new:id',
    'phone',
    'email',
    'new:x',
  ])
})

it('gives each meaning to one column, and each field a name of its own', () => {
  expect(guessColumns(['Phone', 'Mobile', 'Note', 'note', 'Tags', 'Labels'], [], 'IL')).toEqual([
    'phone',
    'new:Mobile',
    'new:Note',
    'new:note 2',
    'tags',
    'tags',
  ])
})

it('makes the same key of the same name', () => {
  expect(fieldKeyOf('Order total')).toBe('order_total')
  expect(fieldKeyOf('  עִיר  ')).toBe('עיר')
  expect(fieldKeyOf('__proto__')).toBe('proto')
  expect(fieldKeyOf('!!!')).toBe('field')
})

it.each([
  ['2024-03-11', 'IL', Date.UTC(2024, 2, 11)],
  ['11/03/2024', 'IL', Date.UTC(2024, 2, 11)],
  ['03/11/2024', 'US', Date.UTC(2024, 2, 11)],
  ['25/03/2024', 'US', Date.UTC(2024, 2, 25)],
  ['11.3.2024 14:00', 'DE', Date.UTC(2024, 2, 11)],
  ['2024-03-11T10:00:00Z', 'IL', Date.UTC(2024, 2, 11, 10)],
  ['2024-02-30', 'IL', null],
  ['2030-01-01', 'IL', null],
  ['yes', 'IL', null],
])('reads %s in %s as the day it names', (cell, country, day) => {
  expect(readDay(cell, country, NOW)).toBe(day)
})

it('folds spellings that people see as the same', () => {
  expect(fold(' ZOË  O’Neil\u200f ')).toBe("zoe o'neil")
  expect(fold('צה״ל')).toBe('צה"ל')
  expect(fold('נֹעָה')).toBe('נעה')
  expect(searchWordsOf('+972 (54) 234-5678')).toEqual(['972542345678'])
  expect(searchWordsOf('054-234')).toEqual(['54234'])
  expect(searchWordsOf('a b c d e f g h')).toHaveLength(6)
})
