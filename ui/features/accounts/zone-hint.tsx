import { now } from '../../lib/clock'
import { m } from '../../paraglide/messages.js'
import { describeZone } from './places'

/** The zone's own name and its clock, so that a wrong choice is seen at once. */
export function ZoneHint({ zone }: { zone: string }) {
  return <>{m.auth_time_zone_hint(describeZone(zone, now.value))}</>
}
