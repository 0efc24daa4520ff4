import { CirclePause, CircleStop } from 'lucide-preact'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Banner } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import type { Figures } from './figures'
import { HelpLinkTo } from './help-link'
import { WaitingNotice } from './waiting-notice'

type Props = { progress: ProgressView; figures: Figures }

/** Why it does not go on, on top of everything, with what waits. */
export function StateNotice({ progress, figures }: Props) {
  const { state, stateText, stateReason, stateLink } = progress
  if (state === 'paused') {
    return (
      <Banner icon={CirclePause} isInset action={stateLink && <HelpLinkTo link={stateLink} />}>
        {stateText && stateReason !== 'user' && `${stateText} `}
        {m.broadcast_waiting({ count: figures.queued })}
      </Banner>
    )
  }
  if (progress.waiting) return <WaitingNotice waiting={progress.waiting} />
  if (state !== 'cancelled') return null
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
