import { describe, expect, it } from 'vitest'
import type { ParameterMapping } from '../../../worker/contract/broadcasts'
import { type Person, valuesFor } from '../../../worker/features/broadcasts/values'

const NOA: Person = {
  name: 'Noa Levi',
  firstName: 'Noa',
  lastName: 'Levi',
  phone: '+972545550100',
  email: null,
  fields: { city: 'Haifa', order: '' },
}

const text = (name: string) => ({
  part: 'body' as const,
  name,
  key: `body.${name}`,
  kind: 'text' as const,
  sample: null,
})
const valueFrom = (source: ParameterMapping[string], person = NOA) =>
  valuesFor(person, [text('1')], { 'body.1': source })

describe('the value of a parameter', () => {
  it.each([
    ['a column', { from: 'contact', column: 'first_name', fallback: null }, 'Noa'],
    ['a custom field', { from: 'field', key: 'city', fallback: null }, 'Haifa'],
    ['one text for all', { from: 'fixed', value: '20 %' }, '20 %'],
  ] as const)('comes from %s', (_what, source, expected) => {
    expect(valueFrom(source)).toEqual({
      values: { 'body.1': expected },
      fallbackKeys: [],
      missing: [],
    })
  })

  it.each([
    { from: 'contact', column: 'email', fallback: 'friend' },
    { from: 'field', key: 'order', fallback: 'friend' },
    { from: 'field', key: 'never declared', fallback: 'friend' },
  ] as const)('is the fall-back where the person has none: %o', (source) => {
    expect(valueFrom(source)).toEqual({
      values: { 'body.1': 'friend' },
      fallbackKeys: ['body.1'],
      missing: [],
    })
  })

  it('is missing where there is no fall-back either', () => {
    const { missing, values } = valueFrom({ from: 'contact', column: 'email', fallback: null })
    expect({ missing, values }).toEqual({ missing: ['body.1'], values: {} })
  })

  it('that is only white space counts as none', () => {
    const blank = { ...NOA, firstName: ' \u00a0\t' }
    const source = { from: 'contact', column: 'first_name', fallback: 'friend' } as const
    expect(valueFrom(source, blank).values).toEqual({ 'body.1': 'friend' })
  })

  it('has no line breaks, tabs or long gaps, which Meta refuses', () => {
    const messy = { ...NOA, firstName: ' Noa\r\n\tbat     Sheva ' }
    const source = { from: 'contact', column: 'first_name', fallback: null } as const
    expect(valueFrom(source, messy).values).toEqual({ 'body.1': 'Noa bat Sheva' })
  })

  it('keeps what looks like a placeholder or a formula as the person wrote it', () => {
    const sly = { ...NOA, firstName: '{{2}} =1+1 $&' }
    const source = { from: 'contact', column: 'first_name', fallback: null } as const
    expect(valueFrom(source, sly).values).toEqual({ 'body.1': '{{2}} =1+1 $&' })
  })

  it('is missing for a parameter that nobody mapped', () => {
    expect(valuesFor(NOA, [text('1'), text('2')], {}).missing).toEqual(['body.1', 'body.2'])
  })
})
