import { describe, expect, it } from 'vitest'
import { oneByteEncodingOf, verdictOf } from '../../../ui/features/imports/encoding'

const HEBREW = 'שם פרטי;שם משפחה;נייד\r\nמיכל;אדלר;050-555-0142\r\nיונתן;ברק;052-555-0117\r\n'
const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, isBigEndian = false) => {
  const bytes = new Uint8Array(Buffer.from(text, 'utf16le'))
  return isBigEndian ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes
}
/** Hebrew letters stand at 0xE0 in Windows-1255; everything else here is ASCII. */
const windows1255 = (text: string) =>
  Uint8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0)
    return code < 0x80 ? code : code - 0x5d0 + 0xe0
  })
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const marked = (mark: number[], bytes: Uint8Array) => Uint8Array.from([...mark, ...bytes])

describe('what a list is written in', () => {
  it.each([
    ['UTF-8 with its mark', marked([0xef, 0xbb, 0xbf], utf8(HEBREW)), 'utf-8'],
    ['UTF-16 with its mark', marked([0xff, 0xfe], utf16(HEBREW)), 'utf-16le'],
    ['big-endian UTF-16 with its mark', marked([0xfe, 0xff], utf16(HEBREW, true)), 'utf-16be'],
    ['UTF-16 without a mark', utf16(HEBREW), 'utf-16le'],
    ['big-endian UTF-16 without a mark', utf16(HEBREW, true), 'utf-16be'],
  ])('is told at once for %s', (_, bytes, encoding) => {
    expect(verdictOf(bytes)).toEqual({ encoding })
  })

  it('needs the whole file where a letter may be one byte', () => {
    expect(verdictOf(utf8(HEBREW))).toEqual({ encoding: null })
    expect(verdictOf(windows1255(HEBREW))).toEqual({ encoding: null })
  })

  it('is Hebrew where letters stand side by side, Western where they stand among plain ones', () => {
    expect(oneByteEncodingOf(windows1255(HEBREW))).toBe('windows-1255')
    expect(oneByteEncodingOf(latin1('Hélène;Müller\nJosé;Muñoz\nFrançois;Lefèvre'))).toBe(
      'windows-1252',
    )
  })
})

describe('what is no list', () => {
  it.each([
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'picture'],
    ['a photo', [0xff, 0xd8, 0xff, 0xe0], 'picture'],
    ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0], 'old_workbook'],
    ['a PDF', [0x25, 0x50, 0x44, 0x46], 'binary'],
    ['anything with bytes that no text has', [65, 0, 0, 1, 2, 3, 0, 0, 7, 8], 'binary'],
  ])('%s is named, whatever its name says', (_, bytes, notText) => {
    expect(verdictOf(Uint8Array.from(bytes))).toEqual({ notText })
  })
})

it('leaves an archive to whoever can look inside', () => {
  expect(verdictOf(Uint8Array.from([0x50, 0x4b, 0x03, 0x04]))).toEqual({ archive: true })
})
