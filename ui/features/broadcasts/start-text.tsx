import type { PlanView } from '../../../worker/contract/broadcasts'
import type { Start } from '../../../worker/contract/schedule'
import { Time } from '../../components/isolate'
import { m } from '../../paraglide/messages.js'

/** When a draft will start, in one line. */
export const StartText = ({ start, plan }: { start: Start; plan: PlanView | null }) =>
  start.kind === 'now' ? (
    <span>{m.composer_when_now()}</span>
  ) : plan?.start ? (
    <Time at={plan.start.at} style="full" timeZone={plan.start.zone} />
  ) : (
    <bdi dir="ltr">{start.wallTime.replace('T', ' ')}</bdi>
  )
