import type { ComponentChildren } from 'preact'
import { now } from '../lib/clock'
import { formatClock, formatDate, formatFullTime, formatRelative } from '../lib/format'
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

/** A name on one line. It is cut itself: what stands round it may have another direction, and would cut its beginning. */
export const CutName = ({ value }: { value: string }) => (
  <bdi class="trunc own-dir cut">{withVisibleControls(value)}</bdi>
)

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
