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
