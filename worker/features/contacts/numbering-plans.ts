// A quick way to the answer that libphonenumber gives for numbers in plain digits. The library reads
// 50,000 numbers a second, which would be most of an import's time; this reads a million. It decides only
// where its rules and the library's can't differ, and leaves everything else to the library.

import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  Metadata,
} from 'libphonenumber-js/max'

export type PlainNumber = { e164: string; country: string }

/** Reads digits and a plus; null where only the library can tell. */
export type PlainReader = (digits: string) => PlainNumber | null

type Plan = {
  country: string
  callingCode: string
  isNumber(national: string): boolean
  /** The trunk prefix where it is plain digits, `''` where there is none, null where it is a pattern. */
  trunk: string | null
  mayStartWithTrunk(national: string): boolean
}

// In the order and to the extent of the library's own check of a number's type.
const TYPES = [
  'FIXED_LINE',
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
] as const

export function plainReader(defaultCountry: string): PlainReader {
  const metadata = openMetadata()
  const plans = new Map<string, Plan | null>()
  const planOf = (callingCode: string): Plan | null => {
    const known = plans.get(callingCode)
    if (known !== undefined) return known
    // Of several countries that share a code, the library looks at the main one first.
    const country = metadata.getCountryCodesForCallingCode(callingCode)?.[0]
    const plan = country ? openPlan(metadata, country) : null
    plans.set(callingCode, plan)
    return plan
  }
  const homePlan = isCountry(defaultCountry) ? planOf(getCountryCallingCode(defaultCountry)) : null
  const home = homePlan?.country === defaultCountry ? homePlan : null

  const abroad = dialledAbroad(metadata, defaultCountry)

  return (typed) => {
    const digits = typed.replace(abroad, '+')
    if (!digits.startsWith('+')) return home && readLocal(home, digits)
    // No calling code begins with another one, so the first that fits is the one.
    for (let length = 1; length <= 3; length++) {
      const plan = planOf(digits.slice(1, 1 + length))
      if (!plan) continue
      const national = digits.slice(1 + length)
      if (plan.mayStartWithTrunk(national) || !plan.isNumber(national)) return null
      return { e164: digits, country: plan.country }
    }
    return null
  }
}

/** How a country dials abroad: 00 in most, 011 in America. */
function dialledAbroad(metadata: FullMetadata, country: string): RegExp {
  if (!isCountry(country)) return NEVER
  metadata.selectNumberingPlan(country)
  return new RegExp(`^(?:${metadata.numberingPlan.IDDPrefix()})`)
}

const NEVER = /(?!)/

function readLocal(plan: Plan, digits: string): PlainNumber | null {
  if (plan.trunk === null || digits.startsWith(plan.callingCode)) return null
  const hasTrunk = plan.trunk !== '' && digits.startsWith(plan.trunk)
  const national = hasTrunk ? digits.slice(plan.trunk.length) : digits
  if (!plan.isNumber(national)) return null
  return { e164: `+${plan.callingCode}${national}`, country: plan.country }
}

/** Methods of the library that its type declarations leave out. */
type NumberingPlan = {
  IDDPrefix(): string
  leadingDigits(): string | undefined
  nationalNumberPattern(): string
  nationalPrefixForParsing(): string | undefined
  type(name: string): { pattern(): string; possibleLengths(): number[] | undefined } | undefined
}
type FullMetadata = {
  /** The main country first. */
  getCountryCodesForCallingCode(callingCode: string): CountryCode[] | undefined
  selectNumberingPlan(country: CountryCode): void
  numberingPlan: NumberingPlan
}

const openMetadata = () => new Metadata() as unknown as FullMetadata

/** Null where the library tells countries apart by leading digits before it looks at patterns. */
function openPlan(metadata: FullMetadata, country: CountryCode): Plan | null {
  metadata.selectNumberingPlan(country)
  const library = metadata.numberingPlan
  if (library.leadingDigits()) return null
  const general = new RegExp(`^(?:${library.nationalNumberPattern()})$`)
  const types = TYPES.flatMap((name) => {
    const type = library.type(name)
    if (!type?.pattern()) return []
    return [{ pattern: new RegExp(`^(?:${type.pattern()})$`), lengths: type.possibleLengths() }]
  })
  const prefix = library.nationalPrefixForParsing() ?? ''
  const startsWithTrunk = prefix ? new RegExp(`^(?:${prefix})`) : null
  return {
    country,
    callingCode: getCountryCallingCode(country),
    isNumber: (national) =>
      general.test(national) &&
      types.some(
        ({ pattern, lengths }) =>
          (!lengths || lengths.includes(national.length)) && pattern.test(national),
      ),
    trunk: /^\d*$/.test(prefix) ? prefix : null,
    mayStartWithTrunk: (national) => startsWithTrunk?.test(national) ?? false,
  }
}

export const isCountry = (code: string): code is CountryCode =>
  getCountries().some((country) => country === code)
