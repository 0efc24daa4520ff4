import { Time } from '../../components/isolate'
import { formatClock, formatDate } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { browserTimeZone } from '../../lib/places'
import { m } from '../../paraglide/messages.js'

/** The same moment on the reader's own clock, where that shows another time than the workspace's. */
export function HereTime({ at, zone }: { at: number; zone: string }) {
  const here = browserTimeZone()
  if (shownIn(here, at) === shownIn(zone, at)) return null
  return (
    <p class="sm muted">
      {rich(m.composer_when_here, { time: <Time at={at} style="full" timeZone={here} /> })}
    </p>
  )
}

const shownIn = (zone: string, at: number) => `${formatDate(at, zone)} ${formatClock(at, zone)}`
