import { MICROS, moneyFormat } from '../lib/format'
import { direction } from '../lib/i18n'

type MoneyProps = {
  micros: number
  /** Upper end of a range. */
  toMicros?: number | undefined
  currency: string
  /** Digits after the point; the currency's own when left out. */
  digits?: number | undefined
}

/** `Intl` puts direction marks into Hebrew money: they are kept, and the whole is isolated. */
export function Money({ micros, toMicros, currency, digits }: MoneyProps) {
  const format = moneyFormat({ currency, digits })
  if (toMicros === undefined || toMicros === micros) {
    return <bdi class="num nowrap">{format.format(micros / MICROS)}</bdi>
  }
  if (direction() === 'ltr') {
    return (
      <bdi class="num nowrap">
        {`${format.format(micros / MICROS)}–${format.format(toMicros / MICROS)}`}
      </bdi>
    )
  }
  return <HebrewRange format={format} from={micros / MICROS} to={toMicros / MICROS} />
}

const DIGITS = new Set(['integer', 'group', 'decimal', 'fraction'])
const digitsOf = (parts: Intl.NumberFormatPart[]) =>
  parts.flatMap((part) => (DIGITS.has(part.type) ? [part.value] : [])).join('')

/** The two numbers are isolated inside the money, or the range reads from its end: 459–431. */
function HebrewRange(props: { format: Intl.NumberFormat; from: number; to: number }) {
  const parts = props.format.formatToParts(props.from)
  const first = parts.findIndex((part) => DIGITS.has(part.type))
  const last = parts.findLastIndex((part) => DIGITS.has(part.type))
  const text = (slice: Intl.NumberFormatPart[]) => slice.map((part) => part.value).join('')
  return (
    <bdi class="num nowrap">
      {text(parts.slice(0, first))}
      <bdi dir="ltr">{`${digitsOf(parts)}–${digitsOf(props.format.formatToParts(props.to))}`}</bdi>
      {text(parts.slice(last + 1))}
    </bdi>
  )
}
