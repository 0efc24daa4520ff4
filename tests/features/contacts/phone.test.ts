import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, it } from 'vitest'
import {
  otherNameOf,
  phoneReader,
  readPhone,
  readWithLibrary,
  spellingsOf,
} from '../../../worker/features/contacts/phone'

const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

describe('a typed phone number', () => {
  it.each([
    ['050-2345678', '+972502345678', 'IL'],
    ['\u200e+972 50-234-5678\u200f', '+972502345678', 'IL'],
    ['00972502345678', '+972502345678', 'IL'],
    ['502345678', '+972502345678', 'IL'],
    ['972502345678', '+972502345678', 'IL'],
    ['+1.212.200.0000', '+12122000000', 'US'],
    ['+44 (0)7400 000001', '+447400000001', 'GB'],
    ['٠٥٠٢٣٤٥٦٧٨', '+972502345678', 'IL'],
  ])('%s becomes %s', (typed, e164, country) => {
    expect(readPhone(typed, 'IL')).toEqual({ ok: true, e164, country })
  })

  it.each([
    ['', 'blank_phone'],
    [' \u200f ', 'blank_phone'],
    ['not a phone', 'not_a_number'],
    ["=cmd|' /C calc'!A0", 'not_a_number'],
    ['+972', 'too_short'],
    ['050-12', 'too_short'],
    ['5.01E+11', 'excel_damaged'],
    ['9,72E+11', 'excel_damaged'],
    ['+9725023456788901', 'too_long'],
    ['+972111111111', 'invalid_number'],
    ['call 0502345678', 'not_a_number'],
  ])('%s is refused as %s', (typed, problem) => {
    expect(readPhone(typed, 'IL')).toEqual({ ok: false, problem })
  })

  it('means the same to the quick check and to the library, in every country', () => {
    const random = seeded(20261122)
    const digit = () => Math.floor(random() * 10)
    const digits = (length: number) => Array.from({ length }, digit).join('')
    const differences: string[] = []
    for (const country of getCountries()) {
      const read = phoneReader(country)
      const code = getCountryCallingCode(country)
      const example = getExampleNumber(country, examples)?.nationalNumber ?? '12345678'
      for (let round = 0; round < 24; round++) {
        // Half are near a real mobile number, half are anything.
        const national =
          round % 2 ? example.slice(0, -6) + digits(6) : digits(5 + Math.floor(random() * 8))
        const shapes = [
          `+${code}${national}`,
          `+${code}0${national}`,
          national,
          `0${national}`,
          `00${code}${national}`,
          `011${code}${national}`,
          `0011${code}${national}`,
          `8~10${code}${national}`,
          `${code}${national}`,
          `+${code} ${national.slice(0, 2)}-${national.slice(2)}`,
        ]
        for (const typed of shapes) {
          const [ours, library] = [read(typed), readWithLibrary(typed, country)]
          if (JSON.stringify(ours) !== JSON.stringify(library)) {
            differences.push(`${country} ${typed}: ${JSON.stringify([ours, library])}`)
          }
        }
      }
    }
    expect(differences).toEqual([])
  }, 60_000)

  it('meets Brazilian and Mexican lines in both of their spellings', () => {
    expect(spellingsOf('+5511960000001')).toEqual(['+5511960000001', '+551160000001'])
    expect(spellingsOf('+551160000001')).toEqual(['+551160000001', '+5511960000001'])
    expect(spellingsOf('+5215512345678')).toEqual(['+5215512345678', '+525512345678'])
    expect(spellingsOf('+972502345678')).toEqual(['+972502345678'])
  })

  it('learns what Meta calls a number only where no rule meets the two anyway', () => {
    const nameOf = (identity: string, waId: string | null) =>
      otherNameOf({ contactId: 'ana', identity }, waId)
    expect(nameOf('+5491123456789', '541123456789')).toEqual({
      contactId: 'ana',
      waId: '541123456789',
    })
    expect(nameOf('+5491123456789', '5491123456789')).toBeNull()
    expect(nameOf('+5511960000001', '551160000001')).toBeNull()
    expect(nameOf('US.1', '12025550143')).toBeNull()
    expect(nameOf('+972502345678', null)).toBeNull()
  })
})
