import type { PlanZones } from '../../../worker/contract/schedule'
import { Time } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'

/** When the first and the last people begin and when all is over, by the workspace's clock. */
export function ZonesSpan({ zones }: { zones: PlanZones }) {
  const { timeZone } = useSession().account
  const full = (at: number) => <Time at={at} style="full" timeZone={timeZone} />
  return (
    <p class="md" role="status">
      <b>{rich(m.composer_when_starts, { time: full(zones.startsAt) })}</b>{' '}
      {zones.lastStartsAt > zones.startsAt && (
        <>{rich(m.composer_zones_last, { time: full(zones.lastStartsAt) })} </>
      )}
      {rich(m.composer_when_ends, { time: full(zones.endsAt) })}
    </p>
  )
}
