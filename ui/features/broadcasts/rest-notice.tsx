import { MoonStar } from 'lucide-preact'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Time } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { quietReason } from './quiet-words'

type Props = { rests: NonNullable<ProgressView['rests']>; waiting: number }

/** Why nothing leaves just now, and until when. */
export function RestNotice({ rests: { until, reason }, waiting }: Props) {
  const { timeZone } = useSession().account
  return (
    <Banner tone="info" icon={MoonStar} isInset>
      {rich((slots) => m.broadcast_resting({ count: waiting, ...slots }), {
        until: <Time at={until} style="full" timeZone={timeZone} />,
        reason: quietReason(reason),
      })}
    </Banner>
  )
}
