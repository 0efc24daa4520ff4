// Which clock a country's people look at. Countries and their zones come with the runtime, which keeps them;
// what is ours is only which one to take where a country has several.

/** The zone in which most of a country's people live. */
const MOST_PEOPLE: Record<string, string> = {
  AR: 'America/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  FM: 'Pacific/Truk',
  GL: 'America/Godthab',
  ID: 'Asia/Jakarta',
  KI: 'Pacific/Tarawa',
  KZ: 'Asia/Almaty',
  MH: 'Pacific/Majuro',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PS: 'Asia/Hebron',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kiev',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
  // Not in the runtime's list.
  XK: 'Europe/Belgrade',
}

const COUNTRY = /^[A-Z]{2}$/

/** Null for what is no country, or has no clock of its own that is known. */
export function zoneOfCountry(country: string | null): string | null {
  if (country === null || !COUNTRY.test(country)) return null
  return MOST_PEOPLE[country] ?? onlyZone(country)
}

function onlyZone(country: string): string | null {
  // In every runtime of ours, and not yet in TypeScript's library.
  const place = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] }
  return place.getTimeZones()[0] ?? null
}
