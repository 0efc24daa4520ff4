import { now } from '../../lib/clock'
import { describeZone } from '../../lib/places'
import { m } from '../../paraglide/messages.js'

/** The zone's own name and its clock, so that a wrong choice is seen at once. */
export function ZoneHint({ zone }: { zone: string }) {
  return <>{m.auth_time_zone_hint(describeZone(zone, now.value))}</>
}
