import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * A person's own number in E.164, or null when it can't be one. Possible is enough: nothing is sent to
 * it, and number ranges open faster than libraries learn of them.
 */
export function normalisePhone(typed: string, country: string): string | null {
  // The library checks the country itself and ignores one it does not know.
  const phone = parsePhoneNumberFromString(typed, country as CountryCode)
  return phone?.isPossible() ? phone.number : null
}
