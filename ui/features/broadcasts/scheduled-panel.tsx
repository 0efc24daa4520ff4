import { Time } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { HereTime } from './here-time'

/** When it will start, by the clock it was scheduled with and by the reader's own. */
export function ScheduledPanel({ at }: { at: number }) {
  const { timeZone } = useSession().account
  return (
    <section class="panel broadcast-live hold" aria-label={m.broadcast_progress()}>
      <p class="md muted">{m.broadcast_scheduled_lead()}</p>
      <p class="strong scheduled-at">
        <Time at={at} style="full" timeZone={timeZone} />
      </p>
      <HereTime at={at} zone={timeZone} />
      <p class="sm muted">{m.composer_schedule_note()}</p>
    </section>
  )
}
