import { Clock } from 'lucide-preact'
import type { WaitingView, WaitReason } from '../../../worker/contract/broadcast-parts'
import { Banner } from '../../components/page-parts'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Moment } from './moment'

/** A sample has a panel of its own that tells more. */
const SENTENCES: Record<Exclude<WaitReason, 'canary'>, (slots: { when: string }) => string> = {
  wave: m.broadcast_wait_wave,
  zone: m.broadcast_wait_zone,
  quiet: m.broadcast_wait_quiet,
  portfolio_limit: m.broadcast_wait_limit,
}

/** What a running broadcast waits for, until when, and how many wait with it. */
export const WaitingNotice = ({ waiting: { reason, until, people } }: { waiting: WaitingView }) => (
  <Banner tone="info" icon={Clock} isInset>
    {until !== null && reason !== 'canary' && (
      <>{rich(SENTENCES[reason], { when: <Moment at={until} /> })} </>
    )}
    {m.broadcast_waiting({ count: people })}
  </Banner>
)
