import { Money } from '../../components/money'
import { formatMoney, MICROS } from '../../lib/format'

type Props = { low: number; high: number; currency: string }

/** From this on, cents would pretend to know more than an estimate does. */
const WHOLE_FROM = 100 * MICROS

/** "$431–$459": what a broadcast may cost, between a usual share delivered and all of them. */
export function CostRange({ low, high, currency }: Props) {
  const digits = low >= WHOLE_FROM ? 0 : undefined
  const isOne = formatMoney(low, { currency, digits }) === formatMoney(high, { currency, digits })
  return <Money micros={isOne ? high : low} toMicros={high} currency={currency} digits={digits} />
}
