import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCell, unprotectCell } from '../../../worker/features/contacts/cells'
import { isHeadProblem, readHead } from '../../../worker/features/contacts/csv-head'
import {
  type CsvForm,
  takeRecords,
  utf8Length,
} from '../../../worker/features/contacts/csv-records'
import { ImportFile } from '../../../worker/features/contacts/import-file-operations'
import { SeenPhones } from '../../../worker/features/contacts/seen-phones'
import { csvRecord, protectCell } from '../../../worker/lib/csv'

const FORM: CsvForm = { delimiter: ',', newline: '\n' }
const cell = fc.string({
  unit: fc.constantFrom('a', 'ב', ',', '"', '\n', ' ', "'", '=', '😀', '\t', '-', '1'),
  maxLength: 12,
})
// Cells are kept without outer space.
const kept = cell.map((text) => text.trim())
const table = fc.array(fc.array(kept, { minLength: 1, maxLength: 4 }), { maxLength: 30 })

/** A bucket that holds one text and hands it out by ranges. */
const bucketOf = (bytes: Uint8Array) => ({
  get: async (_: string, { range }: { range: { offset: number; length: number } }) =>
    new Response(bytes.subarray(range.offset, range.offset + range.length)),
})

async function readAll(text: string, most: number) {
  const bytes = new TextEncoder().encode(text)
  const source = { files: bucketOf(bytes), key: 'k', size: bytes.byteLength, form: FORM }
  const file = new ImportFile(source, 0)
  const records: string[][] = []
  const offsets: number[] = []
  for (;;) {
    const taken = await file.take(most, records.length)
    if (taken.length === 0) return { records, offsets, bytes }
    records.push(...taken)
    offsets.push(file.offset)
  }
}

it('takes the same records in small bites as at once, and every bite ends at a record', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, most) => {
      const text = rows.map((row) => csvRecord(row)).join('')
      const { records, offsets, bytes } = await readAll(text, most)
      // A lone blank cell is how a blank line, and the end of a file, come out.
      const isBlankLine = (record: string[]) => record.length === 1 && record[0]?.trim() === ''
      const written = rows.filter((row) => !isBlankLine(row))
      const read = records.filter((record) => !isBlankLine(record))
      expect(read.map((record) => record.map(readCell))).toEqual(written)
      for (const offset of offsets) {
        // What stands before an offset is whole records: an even number of quotes.
        const before = new TextDecoder().decode(bytes.subarray(0, offset))
        expect((before.match(/"/g) ?? []).length % 2).toBe(0)
      }
    }),
    { numRuns: 500 },
  )
})

it('finds a record wherever a window of text happens to end', () => {
  const record = `"${'x'.repeat(1000)} ""q""\n${'ב'.repeat(500)}",054\n`
  const text = record.repeat(300)
  const seen: string[][] = []
  for (let at = 0; at < text.length; ) {
    const { records, end, fault } = takeRecords(text, at, FORM, 500, true)
    expect(fault).toBeNull()
    seen.push(...records.filter((one) => one.length === 2))
    at = end
  }
  expect(seen).toHaveLength(300)
  expect(new Set(seen.map((one) => one.join('|'))).size).toBe(1)
})

it('counts bytes as UTF-8 does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).byteLength)
    }),
  )
})

it('protects formulas on the way out and nothing else, and takes the protection back', () => {
  fc.assert(
    fc.property(cell, (text) => {
      expect(unprotectCell(protectCell(text))).toBe(text)
      expect(protectCell(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
    }),
  )
  expect(protectCell('＝1+1')).toBe("'＝1+1")
  expect(csvRecord(['-1.250000', '-1+1', '-', '+972545551234'])).toBe(
    "-1.250000,'-1+1,'-,'+972545551234\r\n",
  )
  expect(protectCell("O'Neil")).toBe("O'Neil")
})

it('guesses what columns are, in both languages and from what stands in them', () => {
  const columnsOf = (csv: string) => {
    const head = readHead(new TextEncoder().encode(csv), true, 'IL')
    return isHeadProblem(head) ? head.code : head
  }
  const guess = (headers: string, row: string) => columnsOf(`${headers}\n${row}\n`)
  expect(guess('מס\' טלפון;שם מלא;דוא"ל', '0542345678;נועה;n@x.org')).toMatchObject({
    form: { delimiter: ';' },
    headers: ["מס' טלפון", 'שם מלא', 'דוא"ל'],
    preview: [['0542345678', 'נועה', 'n@x.org']],
    recordsBefore: 1,
  })
  expect(guess('a\tb', '"x,y,z"\t2')).toMatchObject({ form: { delimiter: '\t' } })
  expect(columnsOf('0542345678,Noa\n0542345679,Avi\n')).toMatchObject({
    headers: ['A', 'B'],
    dataOffset: 0,
    recordsBefore: 0,
  })
})

it('remembers a million phones in 16 MB, and each of them', () => {
  const seen = new SeenPhones()
  for (let n = 0; n < 200_000; n++) {
    if (!seen.add(`+9725${40000000 + n * 7}`)) throw new Error('seen before it came')
  }
  const restored = new SeenPhones(seen.bytes.slice(0))
  for (let n = 0; n < 200_000; n += 97) {
    expect(restored.add(`+9725${40000000 + n * 7}`)).toBe(false)
  }
  expect(restored.add('+972540000001')).toBe(true)
  expect(restored.bytes.byteLength).toBe(4 * 1024 * 1024)
})
