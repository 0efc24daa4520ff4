import { describe, expect, it } from 'vitest'
import { clashesOf, missingIn } from '../../../ui/features/imports/columns'
import type { ImportSettings } from '../../../worker/contract/imports'

const settings = (change: Partial<ImportSettings> = {}): ImportSettings => ({
  columns: ['phone', 'first_name'],
  country: 'IL',
  existing: 'update',
  tag: null,
  consent: 'none',
  consentSource: null,
  ...change,
})

describe('matched columns', () => {
  it('clash when two are the same thing, and each names the other', () => {
    expect(clashesOf(['phone', 'name', 'phone'])).toEqual([2, null, 0])
  })

  it('may hold tags and be skipped as often as one likes', () => {
    expect(clashesOf(['tags', 'skip', 'tags', 'skip'])).toEqual([null, null, null, null])
  })
})

describe('an import that can start', () => {
  it('knows where the phones are', () => {
    expect(missingIn(settings())).toEqual([])
    expect(missingIn(settings({ columns: ['skip', 'name'] }))).toEqual(['phone'])
  })

  it('knows how people agreed, when they did', () => {
    expect(missingIn(settings({ consent: 'everyone', consentSource: ' ' }))).toEqual([
      'consent_source',
    ])
    expect(missingIn(settings({ consent: 'column', consentSource: 'form' }))).toEqual([
      'consent_column',
    ])
  })
})
