import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../scripts/build.mjs'
import en from '../../ui/messages/en.json'
import he from '../../ui/messages/he.json'

type Message = string | { match: Record<string, string> }[]
const english: Record<string, Message> = en
const hebrew: Record<string, Message> = he

const textsOf = (message: Message | undefined): string[] =>
  typeof message === 'string' ? [message] : Object.values(message?.[0]?.match ?? {})
const formsOf = (message: Message | undefined) =>
  typeof message === 'string' ? [] : Object.keys(message?.[0]?.match ?? {}).sort()
const slotsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

const sourceOf = (folder: string): string =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .filter((entry) => !entry.parentPath.includes('paraglide'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')

describe('the words of the UI', () => {
  it('exist in both languages', () => {
    expect(Object.keys(hebrew).sort()).toEqual(Object.keys(english).sort())
  })

  it('have the plural forms of their language', () => {
    const counted = Object.keys(english).filter((key) => formsOf(english[key]).length > 0)
    for (const key of counted) {
      expect(formsOf(english[key]), key).toEqual(['plural=one', 'plural=other'])
      expect(formsOf(hebrew[key]), key).toEqual(['plural=one', 'plural=other', 'plural=two'])
    }
  })

  it('are filled by the same values in both languages', () => {
    for (const key of Object.keys(english)) {
      const slots = (message: Message | undefined) =>
        new Set(
          textsOf(message)
            .flatMap(slotsOf)
            .filter((slot) => slot !== 'n'),
        )
      expect(slots(hebrew[key]), key).toEqual(slots(english[key]))
    }
  })

  it('are all said somewhere', () => {
    const source = sourceOf('ui')
    const unused = Object.keys(english).filter(
      (key) => !new RegExp(`\\bm\\.${key}\\b`).test(source),
    )
    expect(unused).toEqual([])
  })

  it('use Hebrew punctuation and no address by gender', () => {
    for (const [key, message] of Object.entries(hebrew)) {
      for (const text of textsOf(message)) {
        expect(text, key).not.toMatch(/[א-ת]-[א-ת]/) // maqaf, not hyphen
        expect(text, key).not.toMatch(/[א-ת]["'][א-ת]/) // gershayim and geresh, not quotes
        expect(text, key).not.toMatch(/[א-ת]\/[א-ת]/) // no "לחץ/י"
        expect(text, key).not.toMatch(/!/)
      }
    }
  })
})

describe('the markup of the UI', () => {
  it('holds no words of its own', () => {
    const source = sourceOf('ui')
    const literals = source.match(/>\s*[A-Za-zא-ת][A-Za-zא-ת ]{3,}\s*<\//g) ?? []
    const allowed = /ProConnect|API Setup/
    expect(literals.filter((literal) => !allowed.test(literal))).toEqual([])
  })

  it('has no style attributes and no physical sides', () => {
    expect(sourceOf('ui')).not.toMatch(/\sstyle=\{/)
    const styles = readdirSync(join(ROOT, 'ui'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.css'))
      .map((file) => readFileSync(join(ROOT, 'ui', file), 'utf8'))
      .join('\n')
    const physical =
      /(^|[\s;{])((margin|padding|border)-(left|right|top|bottom)|left|right|top|bottom):/m
    expect(styles).not.toMatch(physical)
  })
})
