import type { PlanZones } from '../../../worker/contract/schedule'
import { Time } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { HereTime } from './here-time'
import { ZoneList } from './zone-list'

/** When it will start, by the clock it was scheduled with and by the reader's own. */
export function ScheduledPanel({ at, zones }: { at: number; zones: PlanZones | null }) {
  const { timeZone } = useSession().account
  return (
    <section class="panel broadcast-live hold" aria-label={m.broadcast_progress()}>
      <p class="md muted">{m.broadcast_scheduled_lead()}</p>
      <p class="strong scheduled-at">
        <Time at={at} style="full" timeZone={timeZone} />
      </p>
      <HereTime at={at} zone={timeZone} />
      {zones?.isStart && (
        <>
          <p class="md">{m.broadcast_zones_scheduled()}</p>
          <ZoneList zones={zones} />
        </>
      )}
      <p class="sm muted">{m.composer_schedule_note()}</p>
    </section>
  )
}
