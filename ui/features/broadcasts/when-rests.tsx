import { MoonStar } from 'lucide-preact'
import type { PlanRests } from '../../../worker/contract/schedule'
import { Time } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { quietReason } from './quiet-words'

/** Where a send will stop and go on by itself, before anybody confirms it. */
export function WhenRests({ rests, zone }: { rests: PlanRests; zone: string }) {
  const { stops, startsAt, endsAt } = rests
  const full = (at: number) => <Time at={at} style="full" timeZone={zone} />
  return (
    <Banner tone="info" icon={MoonStar} isInset>
      {stops.map(({ from, until, reason, left }) => (
        <span key={from} class="when-rest">
          {until === startsAt
            ? rich(m.composer_when_held, { reason: quietReason(reason), until: full(until) })
            : rich((slots) => m.composer_when_rests({ count: left, ...slots }), {
                from: full(from),
                until: full(until),
                reason: quietReason(reason),
              })}
        </span>
      ))}
      <span class="when-rest">
        {rich(m.composer_when_ends, { time: full(endsAt) })}{' '}
        <a href="/settings/quiet-hours">{m.composer_when_quiet_link()}</a>
      </span>
    </Banner>
  )
}
