import { formatClock, formatDate, formatFullTime } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'

/** A day and a time that are still to come, in the workspace's zone. */
export function Moment({ at }: { at: number }) {
  const { timeZone } = useSession().account
  return <ZoneMoment at={at} zone={timeZone} />
}

/** The same on another clock. */
export const ZoneMoment = ({ at, zone }: { at: number; zone: string }) => (
  <time dateTime={new Date(at).toISOString()} title={formatFullTime(at, zone)}>
    <bdi>{m.broadcast_moment({ date: formatDate(at, zone), time: formatClock(at, zone) })}</bdi>
  </time>
)
