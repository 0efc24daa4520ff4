import { describe, expect, it } from 'vitest'
import { cardRows } from '../../../ui/features/imports/cards'

const quoted = (text: string) =>
  [...new TextEncoder().encode(text)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('')
const windows1255 = (text: string) =>
  Array.from(text, (letter) => {
    const code = letter.charCodeAt(0)
    return code < 0x80 ? letter : `=${(code - 0x5d0 + 0xe0).toString(16).toUpperCase()}`
  }).join('')
const lines = (...all: string[]) => all.join('\r\n')

describe('cards', () => {
  it('of Android (2.1) have quoted-printable Hebrew, broken over lines', () => {
    const name = quoted('כהן')
    const text = lines(
      'BEGIN:VCARD',
      'VERSION:2.1',
      `N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${name};${quoted('נו').slice(0, 6)}=`,
      `${quoted('נו').slice(6)}${quoted('עה')};;;`,
      'TEL;CELL:054-234-5678',
      'END:VCARD',
    )
    expect(cardRows(text, 'utf-8')).toEqual([
      ['First name', 'Last name', 'Phone'],
      ['נועה', 'כהן', '054-234-5678'],
    ])
  })

  it('of old phones name no charset and write Windows-1255', () => {
    const text = lines(
      'BEGIN:VCARD',
      `N;ENCODING=QUOTED-PRINTABLE:${windows1255('לוי')};${windows1255('דוד')}`,
      'TEL;HOME:03-5551234',
      'END:VCARD',
    )
    expect(cardRows(text, 'utf-8')[1]).toEqual(['דוד', 'לוי', '03-5551234'])
  })

  it('of an iPhone (3.0) have groups, several numbers and folded lines; the mobile comes first', () => {
    const text = lines(
      ...['BEGIN:VCARD', 'VERSION:3.0', 'N:Levi;Maya;Ruth;;', 'FN:Maya Ruth Levi'],
      'ORG:Flowers\\, Ltd.;Shop',
      'item1.TEL;type=WORK;type=VOICE:+972 3-555-1234',
      'TEL;type=CELL;type=pref:+972 54-234-5678',
      'TEL;type=WORK;type=FAX:+972 3-555-9999',
      'EMAIL;type=INTERNET:maya@exam',
      ' ple.com',
      'NOTE:Likes roses\\nand tulips',
      'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg',
      ' ABAQAAAQABAAD',
      'END:VCARD',
    )
    expect(cardRows(text, 'utf-8')).toEqual([
      ['First name', 'Last name', 'Phone', 'Phone 2', 'Email', 'Company', 'Note'],
      [
        ...['Maya Ruth', 'Levi', '+972 54-234-5678', '+972 3-555-1234', 'maya@example.com'],
        ...['Flowers, Ltd., Shop', 'Likes roses and tulips'],
      ],
    ])
  })

  it('of version 4.0 have numbers as addresses, and parameters with colons', () => {
    const text = lines(
      ...['BEGIN:VCARD', 'VERSION:4.0', 'FN:חנות הפרחים'],
      'TEL;VALUE=uri;TYPE="voice,cell";X="a:b":tel:+972-54-234-5678;ext=5',
      'CATEGORIES:vip,new',
      'END:VCARD',
    )
    expect(cardRows(text, 'utf-8')).toEqual([
      ['Name', 'Phone', 'Tags'],
      ['חנות הפרחים', '+972-54-234-5678', 'vip;new'],
    ])
  })

  it('are all of a file, and none where there is none', () => {
    const one = (no: number) => lines('BEGIN:VCARD', `FN:P${no}`, `TEL:05423456${no}`, 'END:VCARD')
    expect(cardRows(lines(one(10), '', one(11)), 'utf-8')).toHaveLength(3)
    expect(cardRows('FN:Nobody', 'utf-8')).toEqual([])
  })
})
