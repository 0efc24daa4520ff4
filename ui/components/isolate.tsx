import type { ComponentChildren } from 'preact'
import { now } from '../lib/clock'
import {
  formatClock,
  formatDate,
  formatFullTime,
  formatRelative,
  MICROS,
  moneyFormat,
} from '../lib/format'
import { direction } from '../lib/i18n'
import { formatPhone } from '../lib/phone'

// Everything that people, machines or Meta wrote is isolated from the line it stands in: an
// unisolated "+972 50-123-4567" in a Hebrew line shows as "50-123-4567 972+".

export const Phone = ({ value }: { value: string }) => (
  <bdi dir="ltr" class="num nowrap">
    {formatPhone(value)}
  </bdi>
)

/** Names of people, tags, lists, files: text in any language. Bidi controls in it are shown, not obeyed. */
export const Name = ({ value }: { value: string }) => <bdi>{withVisibleControls(value)}</bdi>

/** Ids, keys, addresses, template names, code. */
export const Code = ({ children }: { children: ComponentChildren }) => (
  <bdi dir="ltr" class="code">
    {children}
  </bdi>
)

/** An e-mail address or URL in running text. */
export const Address = ({ value }: { value: string }) => (
  <bdi dir="ltr">{withVisibleControls(value)}</bdi>
)

/** What somebody wrote: each paragraph in its own direction. */
export const UserText = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line, index) => (
      // A text is drawn whole, so a line is its place.
      <p key={index} dir="auto">
        {line}
      </p>
    ))}
  </>
)

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

type TimeProps = {
  at: number
  /** `relative`: "5 minutes ago", and the date when it is older than a day. */
  style?: 'relative' | 'clock' | 'date' | 'full'
  timeZone?: string | undefined
}

/** The full date, time and zone are in the tooltip. */
export function Time({ at, style = 'relative', timeZone }: TimeProps) {
  const full = formatFullTime(at, timeZone)
  return (
    <time dateTime={new Date(at).toISOString()} title={full}>
      <bdi>{shortForm(at, style, timeZone)}</bdi>
    </time>
  )
}

function shortForm(at: number, style: TimeProps['style'], timeZone: string | undefined) {
  switch (style) {
    case 'clock':
      return formatClock(at, timeZone)
    case 'date':
      return formatDate(at, timeZone)
    case 'full':
      return formatFullTime(at, timeZone)
    default:
      return formatRelative(at, now.value, timeZone)
  }
}

const BIDI_CONTROLS = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g

/** A name can't reorder the line it stands in by hidden characters; they appear as ◌. */
const withVisibleControls = (text: string) => text.replace(BIDI_CONTROLS, '◌')
