import { formatClock, formatDate, formatFullTime } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'

/** A day and a time that are still to come, in the workspace's zone. */
export function Moment({ at }: { at: number }) {
  const { timeZone } = useSession().account
  return (
    <time dateTime={new Date(at).toISOString()} title={formatFullTime(at, timeZone)}>
      <bdi>
        {m.broadcast_moment({ date: formatDate(at, timeZone), time: formatClock(at, timeZone) })}
      </bdi>
    </time>
  )
}
