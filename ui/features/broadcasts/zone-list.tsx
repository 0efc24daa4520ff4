import type { PlanZone, PlanZones } from '../../../worker/contract/schedule'
import { formatClock, formatNumber } from '../../lib/format'
import { isolatedLtr, rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { ZoneMoment } from './moment'
import { quietReason } from './quiet-words'
import './zones.css'
import { zonePlace } from './zone-place'

/** Who begins when, in the order of sending: each by its own clock and by the world's. */
export const ZoneList = ({ zones }: { zones: PlanZones }) => (
  <>
    <ol class="panel zones">
      {zones.zones.map((zone) => (
        <li key={zone.zone}>
          <b>{zonePlace(zone.countries.map(({ country }) => country))}</b>
          <span class="num">{m.common_people({ count: zone.people })}</span>
          <ZoneTime zone={zone} />
          <Notes zone={zone} isStart={zones.isStart} />
        </li>
      ))}
    </ol>
    {zones.unplaced > 0 && (
      <p class="sm muted">{m.composer_zones_unplaced({ count: zones.unplaced })}</p>
    )}
  </>
)

const ZoneTime = ({ zone: { zone, at } }: { zone: PlanZone }) => (
  <span class="muted">
    {at === null ? (
      m.waves_at_once()
    ) : (
      <>
        <ZoneMoment at={at} zone={zone} />{' '}
        <small>{m.composer_zones_utc({ time: isolatedLtr(formatClock(at, 'UTC')) })}</small>
      </>
    )}
  </span>
)

/** What is not as one would think: clocks that change, a time that is over, hours of rest. */
function Notes({ zone, isStart }: { zone: PlanZone; isStart: boolean }) {
  const { at, shown, passed, stops } = zone
  const clock = at === null ? '' : isolatedLtr(formatClock(at, zone.zone))
  const notes = [
    shown === 'never' && m.composer_zones_skipped({ at: clock }),
    shown === 'twice' && m.composer_zones_twice({ at: clock }),
    passed === 'next_day' && isStart && m.composer_zones_is_next_day(),
    passed === 'now' && m.composer_zones_is_now(),
  ].filter((note) => note !== false)
  if (notes.length + stops.length === 0) return null
  return (
    <span class="notes sm">
      {notes.map((note) => (
        <span key={note}>{note}</span>
      ))}
      {stops.map(({ from, until, reason, left }) => (
        <span key={from}>
          {rich((slots) => m.composer_zones_rests({ ...slots, left: formatNumber(left) }), {
            reason: quietReason(reason),
            until: <ZoneMoment at={until} zone={zone.zone} />,
          })}
        </span>
      ))}
    </span>
  )
}
