import { describe, expect, it } from 'vitest'
import { disclosuresIn } from '../../../worker/features/deletion/disclosures'
import { KEPT } from '../../../worker/features/deletion/kept'
import { POLICY } from '../../../worker/features/deletion/policy'
import { askApp } from '../../support/app'

const RUN_BY = { operator: 'ProConnect', address: 'support@proconnect.example' }
const he = { policy: POLICY.he, kept: KEPT.he, told: disclosuresIn('he', RUN_BY) }
const en = { policy: POLICY.en, kept: KEPT.en, told: disclosuresIn('en', RUN_BY) }

/** Figures stand in digits in both languages. */
const figures = (text: string) => (text.match(/\d+/g) ?? []).sort().join(' ')

describe('Hebrew and English stand side by side', () => {
  it('section by section, part by part', () => {
    expect(he.policy.sections).toHaveLength(en.policy.sections.length)
    for (const [at, section] of en.policy.sections.entries()) {
      const other = he.policy.sections[at]
      expect(other?.parts.map(({ kind }) => kind)).toEqual(section.parts.map(({ kind }) => kind))
      const lengths = (parts: typeof section.parts) =>
        parts.map((part) => (part.kind === 'list' ? part.items.length : 1))
      expect(lengths(other?.parts ?? [])).toEqual(lengths(section.parts))
      expect(figures(JSON.stringify(other))).toBe(figures(JSON.stringify(section)))
    }
  })

  it('in how each promise is kept', () => {
    expect(he.kept).toHaveLength(he.policy.sections.length)
    expect(en.kept).toHaveLength(en.policy.sections.length)
    for (const [at, kept] of en.kept.entries()) {
      expect(he.kept[at]?.map(({ key }) => key)).toEqual(kept.map(({ key }) => key))
      expect(kept.length).toBeGreaterThan(0)
    }
  })

  it('in every disclosure, with the same figures and cookies', () => {
    expect(he.told.items.map(({ key }) => key)).toEqual(en.told.items.map(({ key }) => key))
    for (const [at, { key, text }] of en.told.items.entries()) {
      const other = he.told.items[at]?.text ?? ''
      expect(figures(other), key).toBe(figures(text))
      expect((other.match(/__Host-\w+|@[\w.]+/g) ?? []).join(), key).toBe(
        (text.match(/__Host-\w+|@[\w.]+/g) ?? []).join(),
      )
    }
  })
})

it.each(['/privacy', '/he/privacy'])('%s shows the promise beside how it is kept', async (path) => {
  const page = await (await askApp(path)).text()
  const sections = page.split('<section id=').slice(1, 5)
  const language = path === '/privacy' ? 'en' : 'he'
  for (const [at, section] of sections.entries()) {
    const keys = [...section.matchAll(/data-kept="(\w+)"/g)].map(([, key]) => key)
    expect(keys).toEqual(KEPT[language][at]?.map(({ key }) => key))
  }
})

it.each(['/privacy', '/he/privacy'])('%s names who runs this copy', async (path) => {
  const settings = { OPERATOR_NAME: 'Levi Messaging Ltd', SUPPORT_EMAIL: 'help@levi.example' }
  const page = await (await askApp(path, settings)).text()
  expect(page).toContain('Levi Messaging Ltd')
  // In Hebrew the address is kept whole, whatever stands around it.
  expect(page).toContain(path === '/privacy' ? 'help@levi.example' : '<bdi>help@levi.example</bdi>')
})
