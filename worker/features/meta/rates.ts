import card from './rate-card.json'

export type PriceCategory = 'marketing' | 'utility' | 'authentication' | 'service'

/** What a delivered message costs at list price, in millionths of the card's currency. */
export type Rate = { market: string; micros: number; uncertain: boolean }

export const CARD_CURRENCY = card.currency

const MARKET_BY_COUNTRY = new Map(
  card.markets.flatMap((market) => market.countries.map((country) => [country, market] as const)),
)
const OTHER = card.markets.find(({ market }) => market === 'Other')

/** The market's rate on a day (YYYY-MM-DD in the WABA's time zone); countries in no list are "Other". */
export function rateFor(country: string | null, category: PriceCategory, day: string): Rate {
  const market = MARKET_BY_COUNTRY.get(country ?? '') ?? OTHER
  const dated = market?.rates.findLast(({ effective }) => effective <= day) ?? market?.rates[0]
  if (!market || !dated) throw new Error('the rate card has no market "Other"')
  return {
    market: market.market,
    micros: Math.round(dated[category] * 1_000_000),
    uncertain: market.confidence !== 'corroborated',
  }
}

/** The rate of every country that the card names; for all others that of the market "Other". */
export function ratesByCountry(
  category: PriceCategory,
  day: string,
): { byCountry: Record<string, number>; other: number } {
  const byCountry = [...MARKET_BY_COUNTRY.keys()].map(
    (country) => [country, rateFor(country, category, day).micros] as const,
  )
  return { byCountry: Object.fromEntries(byCountry), other: rateFor(null, category, day).micros }
}

/** What a message costs at most, wherever it goes. */
export function dearestRate(category: PriceCategory, day: string): number {
  const { byCountry, other } = ratesByCountry(category, day)
  return Math.max(other, ...Object.values(byCountry))
}

/** The newest date on the card that is not after `day`: "rates of". */
export function rateDate(day: string): string {
  const dates = card.markets.flatMap(({ rates }) => rates.map(({ effective }) => effective))
  return (
    dates
      .filter((date) => date <= day)
      .sort()
      .at(-1) ?? day
  )
}

/** Meta's words for categories, as templates and webhooks write them. */
export function priceCategory(category: string): PriceCategory {
  const folded = category.toLowerCase()
  if (folded.startsWith('marketing')) return 'marketing'
  if (folded.startsWith('authentication')) return 'authentication'
  return folded === 'utility' ? 'utility' : 'service'
}

/** Prices change at midnight of the WABA; until its zone is known to us, the day in UTC is used. */
export const priceDay = (now: number) => new Date(now).toISOString().slice(0, 10)

/** A card's rates by market, in millionths of its currency. */
export type CardRates = Record<string, Record<PriceCategory, number>>

/** A card that an account imported from Meta's own file. */
export type ImportedCard = { currency: string; effective: string; rates: CardRates }

export const MARKETS: readonly string[] = card.markets.map(({ market }) => market)

/** The rate of a country and category on a day; null where no card of the currency names it. */
export type Rates = (country: string | null, category: PriceCategory, day: string) => Rate | null

/**
 * Rates in one currency: what was imported, and the card that comes with the product where that is in the
 * same currency. The newest that is in force counts, and of two of one day the imported one. What comes
 * with the product rests on transcriptions of Meta's card, the imported one is Meta's own.
 */
export function openRates(currency: string, imported: readonly ImportedCard[]): Rates {
  const mine = imported
    .filter((one) => one.currency === currency)
    .sort((a, b) => (a.effective < b.effective ? 1 : -1))
  const known = new Map<string, Rate | null>()
  return (country, category, day) => {
    const key = `${country} ${category} ${day}`
    const found = known.get(key)
    if (found !== undefined) return found
    const rate = rateOf(mine, currency, country, category, day)
    known.set(key, rate)
    return rate
  }
}

function rateOf(
  mine: readonly ImportedCard[],
  currency: string,
  country: string | null,
  category: PriceCategory,
  day: string,
): Rate | null {
  const market = (MARKET_BY_COUNTRY.get(country ?? '') ?? OTHER)?.market ?? 'Other'
  const own = mine.find(({ effective, rates }) => effective <= day && rates[market])
  const micros = own?.rates[market]?.[category]
  const isNewer = own && (currency !== CARD_CURRENCY || own.effective >= rateDate(day))
  if (isNewer && micros !== undefined) return { market, micros, uncertain: false }
  return currency === CARD_CURRENCY ? rateFor(country, category, day) : null
}

/** Since when the rates of a day are in force, by the cards of a currency; null where there is none. */
export function rateDateOf(
  currency: string,
  imported: readonly ImportedCard[],
  day: string,
): string | null {
  const dates = imported
    .filter((one) => one.currency === currency && one.effective <= day)
    .map(({ effective }) => effective)
  if (currency === CARD_CURRENCY) dates.push(rateDate(day))
  return dates.sort().at(-1) ?? null
}

/** Meta changes prices on the first day of a quarter only. */
export function nextPossibleChange(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const next = Math.floor((month - 1) / 3) * 3 + 4
  return next > 12 ? `${year + 1}-01-01` : `${year}-${String(next).padStart(2, '0')}-01`
}

/** The cards that come with the product, by date: how many markets, and how many rest on one source. */
export function productCards() {
  const dates = [...new Set(card.markets.flatMap(({ rates }) => rates.map((one) => one.effective)))]
  return dates.map((effective) => {
    const named = card.markets.filter(({ rates }) =>
      rates.some((one) => one.effective === effective),
    )
    const single = named.filter(({ confidence }) => confidence !== 'corroborated')
    return {
      currency: CARD_CURRENCY,
      effective,
      markets: named.length,
      singleSource: single.length,
    }
  })
}
