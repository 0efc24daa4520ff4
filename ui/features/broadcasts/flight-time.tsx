import type { PlanView } from '../../../worker/contract/broadcast-plan'
import { type Fact, Facts, Section } from '../../components/page-parts'
import { formatDuration, formatFullTime, formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { endOf } from './flight-end'

/** How fast the number sends, and when the last message leaves, by the workspace's clock. */
export function FlightTime({ plan, isInWaves }: { plan: PlanView; isInWaves: boolean }) {
  const { account } = useSession()
  const { perSecond, seconds } = plan
  const endsAt = endOf(plan, isInWaves, Date.now())
  const facts: Fact[] = [
    {
      key: 'pace',
      label: m.composer_pace(),
      value: m.composer_pace_value({ count: formatNumber(perSecond) }),
    },
    { key: 'takes', label: m.composer_takes(), value: formatDuration(seconds) },
    {
      key: 'ends',
      label: m.composer_ends(),
      value: <bdi>{formatFullTime(endsAt, account.timeZone)}</bdi>,
    },
  ]
  return (
    <Section title={m.composer_time()} level={3}>
      <Facts facts={facts} />
    </Section>
  )
}
