import { now } from '../../lib/clock'
import { describeZone } from '../../lib/places'

/** A zone as people call it: "Israel Time". */
export const zoneName = (zone: string) => describeZone(zone, now.value).name
