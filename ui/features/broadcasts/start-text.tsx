import type { PlanView } from '../../../worker/contract/broadcast-plan'
import type { Start } from '../../../worker/contract/schedule'
import { Time } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'

/** When a draft will start, in one line. */
export function StartText({ start, plan }: { start: Start; plan: PlanView | null }) {
  if (start.kind === 'now') return <span>{m.composer_when_now()}</span>
  const wallTime = <bdi dir="ltr">{start.wallTime.replace('T', ' ')}</bdi>
  if (start.kind === 'local') return <span>{rich(m.composer_zones_start, { time: wallTime })}</span>
  return plan?.start ? (
    <Time at={plan.start.at} style="full" timeZone={plan.start.zone} />
  ) : (
    wallTime
  )
}
