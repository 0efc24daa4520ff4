import { countryOf } from './countries'
import type { Dials } from './dials'
import { draw, hash32, pick } from './draws'

/** Somebody on WhatsApp. Who they are follows from the number or user id alone. */
export type Person = {
  /** What the fate of messages to this person is drawn from. */
  identity: string
  /** Null for people with a username whose number nobody shares. */
  waId: string | null
  bsuid: string
  name: string
  username: string | null
  country: string | null
}

export type Portfolio = { businessId: string; seed: string }

/** The person behind a dialled number. */
export function personByPhone(portfolio: Portfolio, digits: string, dials: Dials): Person {
  const waId = waIdOf(portfolio.seed, digits, dials.shares.waIdDiffers)
  return personByWaId(portfolio, waId)
}

/** The person behind a business-scoped user id, by number when the id hides one we know of. */
export function personByBsuid(portfolio: Portfolio, bsuid: string): Person {
  const waId = readBsuid(portfolio.businessId, bsuid)
  if (waId) return { ...personByWaId(portfolio, waId), bsuid }

  const country = bsuid.slice(0, 2)
  const name = nameOf(country, bsuid)
  const username = `${name.toLowerCase().replace(/[^a-z]+/g, '') || 'user'}.${hash32(bsuid) % 1000}`
  return { identity: bsuid, waId: null, bsuid, name, username, country }
}

export function personByWaId(portfolio: Portfolio, waId: string): Person {
  const country = countryOf(waId)
  return {
    identity: waId,
    waId,
    bsuid: writeBsuid(portfolio.businessId, waId, country),
    name: nameOf(country, waId),
    username: null,
    country,
  }
}

/**
 * Meta's name for a number is sometimes not the one dialled: older Brazilian accounts have no
 * ninth digit, Mexican ones may carry a 1 after the country code, and Argentina's may lack their 9.
 */
function waIdOf(seed: string, digits: string, differs: number): string {
  const brazil = /^55(\d{2})9?(\d{8})$/.exec(digits)
  if (brazil) {
    const [, area, line] = brazil
    const isOlder = draw(seed, `55${area}${line}`, 'wa_id') < differs
    return isOlder ? `55${area}${line}` : `55${area}9${line}`
  }
  const mexico = /^521?(\d{10})$/.exec(digits)
  if (mexico)
    return draw(seed, `52${mexico[1]}`, 'wa_id') < differs ? `521${mexico[1]}` : `52${mexico[1]}`
  const argentina = /^549(\d{10})$/.exec(digits)?.[1]
  return argentina && draw(seed, digits, 'wa_id') < differs ? `54${argentina}` : digits
}

/*
 * A BSUID hides the number by a reversible scramble of its portfolio, so that a message to a user
 * id reaches the same person as one to the number, without a table of everybody ever messaged.
 */
const MODULUS = 10n ** 18n
const FACTOR = 618_970_019_642_690_137n
const INVERSE = inverseOf(FACTOR, MODULUS)

function writeBsuid(businessId: string, waId: string, country: string | null): string {
  const plain = BigInt(waId) * 1000n + BigInt(checkOf(waId))
  const scrambled = (plain * FACTOR + offsetOf(businessId)) % MODULUS
  return `${country ?? 'ZZ'}.${scrambled.toString().padStart(18, '0')}`
}

function readBsuid(businessId: string, bsuid: string): string | null {
  if (!/^[A-Z]{2}\.\d{18}$/.test(bsuid)) return null
  const shifted = BigInt(bsuid.slice(3)) - offsetOf(businessId)
  const plain = (((shifted * INVERSE) % MODULUS) + MODULUS) % MODULUS
  const waId = (plain / 1000n).toString()
  return checkOf(waId) === Number(plain % 1000n) ? waId : null
}

const checkOf = (waId: string) => hash32(`check ${waId}`) % 1000

const offsetOf = (businessId: string) =>
  BigInt(hash32(`high ${businessId}`)) * 100_000_000n + BigInt(hash32(`low ${businessId}`))

function inverseOf(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b, x, y] = [b, a - quotient * b, y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}

const HEBREW_FIRST = [
  'נועה',
  'איתי',
  'מאיה',
  'דניאל',
  'תמר',
  'יונתן',
  'שירה',
  'עומר',
  'אביגיל',
  'רוני',
]
const HEBREW_LAST = ['כהן', 'לוי', 'מזרחי', 'פרץ', 'ביטון', 'אברהם', 'פרידמן', 'אזולאי', 'שפירא']
const LATIN_FIRST = [
  'Maya',
  'Lucas',
  'Priya',
  'Noor',
  'Sofia',
  'Tom',
  'Amelie',
  'Jonas',
  'Ana',
  'Omar',
]
const LATIN_LAST = [
  'Smith',
  'Silva',
  'Khan',
  'Rossi',
  'Weber',
  'Garcia',
  'Martin',
  'Patel',
  'Novak',
]

function nameOf(country: string | null, identity: string): string {
  const [first, last] = country === 'IL' ? [HEBREW_FIRST, HEBREW_LAST] : [LATIN_FIRST, LATIN_LAST]
  return `${pick(first, identity, 'first')} ${pick(last, identity, 'last')}`
}
