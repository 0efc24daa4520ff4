import { CirclePause, CircleStop, Clock } from 'lucide-preact'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Banner } from '../../components/page-parts'
import { formatDuration } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import type { Figures } from './figures'
import { HelpLinkTo } from './help-link'
import { lateBy } from './late'
import { RestNotice } from './rest-notice'
import { WaitingNotice } from './waiting-notice'

type Props = { progress: ProgressView; figures: Figures }

/** Why it does not go on, on top of everything, with what waits. */
export function StateNotice({ progress, figures }: Props) {
  const { state, stateText, stateReason, stateLink, rests } = progress
  if (state === 'scheduled' && stateText) {
    return (
      <Banner icon={CirclePause} isInset>
        {stateText}
      </Banner>
    )
  }
  if (rests) return <RestNotice rests={rests} waiting={figures.queued} />
  if (state === 'paused') {
    return (
      <Banner icon={CirclePause} isInset action={stateLink && <HelpLinkTo link={stateLink} />}>
        {stateText && stateReason !== 'user' && `${stateText} `}
        {m.broadcast_waiting({ count: figures.queued })}
      </Banner>
    )
  }
  if (progress.waiting) return <WaitingNotice waiting={progress.waiting} />
  if (state !== 'cancelled') return <LateNotice progress={progress} />
  const isNothingSent = figures.sent + figures.onItsWay + figures.failed === 0
  return (
    <Banner tone="info" icon={CircleStop} isInset>
      {stateText && stateReason !== 'user' && `${stateText} `}
      {isNothingSent
        ? m.broadcast_cancelled_nothing()
        : m.broadcast_stopped_people({ count: figures.stopped })}
    </Banner>
  )
}

/** Where nothing else is to be said. */
function LateNotice({ progress }: Pick<Props, 'progress'>) {
  const lateMs = lateBy(progress)
  if (lateMs === 0) return null
  return (
    <Banner tone="info" icon={Clock} isInset>
      {m.broadcast_was_late({ duration: formatDuration(lateMs / 1000) })}
    </Banner>
  )
}
