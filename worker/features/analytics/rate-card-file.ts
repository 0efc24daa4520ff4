import { type CardRates, MARKETS, type PriceCategory } from '../meta/rates'

/** What is wrong with a line of a card, by the line's number in the file, which begins with 1. */
export type CardProblem = {
  line: number
  problem:
    | 'no_header'
    | 'unknown_market'
    | 'wrong_currency'
    | 'bad_price'
    | 'negative_price'
    | 'overlapping_dates'
    | 'missing_market'
  value: string
}

export type ReadCard = { rates: CardRates; problems: CardProblem[] }

const CATEGORIES: PriceCategory[] = ['marketing', 'utility', 'authentication', 'service']

type Columns = Record<'market' | PriceCategory, number> & {
  currency: number
  from: number
  to: number
}

/** Spreadsheets write what their country does: with a semicolon where a comma stands in the prices. */
const SEPARATORS = [',', ';', '\t'] as const
type Separator = (typeof SEPARATORS)[number]

/**
 * Reads Meta's rate card: any lines of text, then a head with "Market", "Currency" and the categories, then
 * a line per market. A line that can't be right is named; a card with one such line is not taken.
 */
export function readCard(csv: string, expected: { currency: string; effective: string }): ReadCard {
  const texts = csv.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const separator = SEPARATORS.find((one) => texts.some((text) => isHead(cellsOf(text, one))))
  if (!separator)
    return { rates: {}, problems: [{ line: 1, problem: 'no_header', value: 'Market' }] }
  const lines = texts.map((text) => cellsOf(text, separator))
  const headAt = lines.findIndex(isHead)
  const columns = columnsOf(lines[headAt] ?? [])
  const priceOf = (text: string) => microsOf(separator === ',' ? text : text.replace(',', '.'))
  const rates: CardRates = {}
  const problems: CardProblem[] = []
  for (const [at, cells] of lines.entries()) {
    if (at <= headAt || cells.every((cell) => cell === '')) continue
    const read = readLine(cells, columns, expected, priceOf)
    if ('problem' in read) problems.push({ line: at + 1, ...read })
    else if (rates[read.market]) {
      problems.push({ line: at + 1, problem: 'overlapping_dates', value: read.market })
    } else rates[read.market] = read.prices
  }
  if (problems.length === 0 && !rates.Other) {
    problems.push({ line: lines.length, problem: 'missing_market', value: 'Other' })
  }
  return { rates, problems }
}

const CELLS: Record<Separator, RegExp> = {
  ',': /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g,
  ';': /(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g,
  '\t': /(?:^|\t)(?:"((?:[^"]|"")*)"|([^\t]*))/g,
}

const cellsOf = (line: string, separator: Separator): string[] => {
  const cells: string[] = []
  for (const match of line.matchAll(CELLS[separator])) {
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim())
  }
  return cells
}

const folded = (text: string) => text.toLowerCase().replaceAll(/[^a-z&]/g, '')
const columnOf = (cells: string[], name: string) => cells.findIndex((cell) => folded(cell) === name)

const isHead = (cells: string[]) =>
  columnOf(cells, 'market') >= 0 && columnOf(cells, 'marketing') >= 0

const columnsOf = (head: string[]): Columns => ({
  market: columnOf(head, 'market'),
  currency: columnOf(head, 'currency'),
  marketing: columnOf(head, 'marketing'),
  utility: columnOf(head, 'utility'),
  authentication: columnOf(head, 'authentication'),
  service: columnOf(head, 'service'),
  from: columnOf(head, 'effectivefrom'),
  to: columnOf(head, 'effectiveto'),
})

type Refused = Pick<CardProblem, 'problem' | 'value'>

function readLine(
  cells: string[],
  columns: Columns,
  { currency, effective }: { currency: string; effective: string },
  priceOf: (text: string) => number | null,
): { market: string; prices: Record<PriceCategory, number> } | Refused {
  const at = (column: number) => (column < 0 ? '' : (cells[column] ?? ''))
  const named = at(columns.market)
  const market = MARKETS.find((one) => folded(one) === folded(named))
  if (!market) return { problem: 'unknown_market', value: named }
  // Meta writes "$US" for US dollars.
  const written = at(columns.currency)
    .replace(/^\$US$/, 'USD')
    .toUpperCase()
  if (written !== '' && written !== currency) return { problem: 'wrong_currency', value: written }
  const from = at(columns.from)
  const to = at(columns.to)
  if ((from && from !== effective) || (to && to < effective)) {
    return { problem: 'overlapping_dates', value: from || to }
  }
  const prices: Record<PriceCategory, number> = {
    marketing: 0,
    utility: 0,
    authentication: 0,
    service: 0,
  }
  for (const category of CATEGORIES) {
    // A service message costs what a utility message does; Meta's file may leave the column out.
    const isLeftOut = category === 'service' && at(columns.service) === ''
    const price = at(isLeftOut ? columns.utility : columns[category])
    const micros = priceOf(price)
    if (micros === null) return { problem: 'bad_price', value: price }
    if (micros < 0) return { problem: 'negative_price', value: price }
    prices[category] = micros
  }
  return { market, prices }
}

const PRICE = /^-?\d{1,6}(?:\.\d{1,6})?$/

function microsOf(text: string): number | null {
  // An apostrophe or sign of the currency may stand before the number.
  const number = text.replace(/^[^\d.-]+/, '')
  return PRICE.test(number) ? Math.round(Number(number) * 1_000_000) : null
}
