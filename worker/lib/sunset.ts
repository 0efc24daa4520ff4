import { DAY_MS, HOUR_MS, MINUTE_MS } from './time'
import type { Day } from './zones'

/** Degrees north and east. */
export type Place = { latitude: number; longitude: number }

export const JERUSALEM: Place = { latitude: 31.778, longitude: 35.235 }

const RADIANS = Math.PI / 180
/** The sun's upper edge on the horizon, refraction included. */
const HORIZON = -0.833

/**
 * When the sun sets on a day, within two minutes between the polar circles. After the equations of NOAA's
 * Global Monitoring Laboratory ("General Solar Position Calculations").
 */
export function sunsetOn(day: Day, { latitude, longitude }: Place): number {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const yearStart = Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)
  const dayOfYear = (midnight - yearStart) / DAY_MS
  // Taken at about 18:00 local time, when the sun sets.
  const year = ((2 * Math.PI) / 365) * (dayOfYear + (18 - longitude / 15 - 12) / 24)
  const equationOfTime =
    229.18 *
    (0.000075 +
      0.001868 * Math.cos(year) -
      0.032077 * Math.sin(year) -
      0.014615 * Math.cos(2 * year) -
      0.040849 * Math.sin(2 * year))
  const declination =
    0.006918 -
    0.399912 * Math.cos(year) +
    0.070257 * Math.sin(year) -
    0.006758 * Math.cos(2 * year) +
    0.000907 * Math.sin(2 * year) -
    0.002697 * Math.cos(3 * year) +
    0.00148 * Math.sin(3 * year)
  const cosOfHourAngle =
    Math.sin(HORIZON * RADIANS) / (Math.cos(latitude * RADIANS) * Math.cos(declination)) -
    Math.tan(latitude * RADIANS) * Math.tan(declination)
  const hourAngle = Math.acos(cosOfHourAngle) / RADIANS
  const noon = 12 * HOUR_MS - (4 * longitude + equationOfTime) * MINUTE_MS
  return Math.round(midnight + noon + 4 * hourAngle * MINUTE_MS)
}
