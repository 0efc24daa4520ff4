import { browserLanguages } from './browser-languages'
import { formatClock } from './format'
import { locale } from './i18n'

// ISO 3166-1 alpha-2; the browser knows their names but can't list them.
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  )

/** In the reader's language and alphabet. */
export function countryOptions() {
  const names = new Intl.DisplayNames(locale.value, { type: 'region' })
  const { compare } = new Intl.Collator(locale.value)
  return COUNTRIES.map((code) => ({ value: code, text: names.of(code) ?? code })).sort((a, b) =>
    compare(a.text, b.text),
  )
}

export function timeZoneOptions(present: string) {
  const known = Intl.supportedValuesOf('timeZone')
  const zones = known.includes(present) ? known : [present, ...known]
  return zones.map((zone) => ({ value: zone, text: zone.replaceAll('_', ' ') }))
}

/** "Israel Time, 14:02 now": proof that it is the zone one means. */
export function describeZone(zone: string, now: number): { name: string; clock: string } {
  const parts = new Intl.DateTimeFormat(locale.value, {
    timeZone: zone,
    timeZoneName: 'longGeneric',
  }).formatToParts(now)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
  return { name, clock: formatClock(now, zone) }
}

export const browserTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

type LocaleWithZones = Intl.Locale & { getTimeZones?: () => string[] | undefined }

/** The country whose clock this computer shows; else the one of its language. */
export function browserCountry(): string {
  const zone = browserTimeZone()
  const spoken = new Intl.Locale(browserLanguages()[0] ?? 'en').maximize().region
  const candidates = [...(spoken ? [spoken] : []), ...COUNTRIES]
  const byClock = candidates.find((code) => {
    // Not in the DOM types yet, and missing in some browsers.
    const region: LocaleWithZones = new Intl.Locale(`und-${code}`)
    return region.getTimeZones?.()?.includes(zone)
  })
  return byClock ?? spoken ?? 'US'
}
