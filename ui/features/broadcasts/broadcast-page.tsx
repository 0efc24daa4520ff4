import { useEffect } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import type { BroadcastView, ProgressView } from '../../../worker/contract/broadcasts'
import { isSampleId } from '../../../worker/contract/samples'
import { Name } from '../../components/isolate'
import { Loaded, Skeleton } from '../../components/states'
import { formatPercent } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { SampleBadge } from '../contacts/contact-name'
import { BroadcastMenu } from './broadcast-menu'
import { CanaryPanel } from './canary-panel'
import { useControls } from './controls'
import { CostPanel } from './cost-panel'
import { Details } from './details'
import { Failures, NotConfirmed } from './failures'
import { figuresOf, isFinal, wholePercents } from './figures'
import { FollowUps } from './follow-ups'
import { LeftOutPanel } from './left-out-panel'
import './live.css'
import { LivePanel } from './live-panel'
import { useBroadcast, useProgress } from './model'
import { OutcomePanel } from './outcome-panel'
import { Recipients } from './recipients'
import { StateChip } from './state'
import { StateNotice } from './state-notice'
import { useAnnouncements } from './use-announcements'
import { WavesPanel } from './waves-panel'
import { ZonesPanel } from './zones-panel'

/** One broadcast while it is sent and ever after. */
export function BroadcastPage() {
  const { params } = useRoute()
  const id = params.id ?? ''
  const broadcast = useBroadcast(id)
  const isDraft = broadcast.data?.state === 'draft'
  const progress = useProgress(id, broadcast.data !== undefined && !isDraft)
  // Whoever takes back a schedule means to change the time.
  const step = (broadcast.data?.start.kind ?? 'now') !== 'now' ? '?step=when' : ''
  useEffect(() => {
    if (isDraft) navigate(`/broadcasts/${id}/edit${step}`, { replace: true })
  }, [isDraft])
  if (broadcast.data && progress.data && !isDraft) {
    return <Shown key={id} broadcast={broadcast.data} progress={progress.data} />
  }
  return (
    <Page title={m.broadcasts_title()} crumbs={crumbs()}>
      <Loaded query={broadcast.data ? progress : broadcast} skeleton={<Skeleton shape="text" />}>
        {() => null}
      </Loaded>
    </Page>
  )
}

const crumbs = () => [{ label: m.broadcasts_title(), href: '/broadcasts' }]

type Props = { broadcast: BroadcastView; progress: ProgressView }

function Shown({ broadcast, progress }: Props) {
  const { name, id } = broadcast
  const isMadeUp = isSampleId(id)
  const mayControl = canSend(useSession()) && !isMadeUp
  const controls = useControls(progress)
  const figures = figuresOf(progress)
  useAnnouncements(name, progress)
  return (
    <Page
      title={name}
      heading={<Name value={name} />}
      documentTitle={titleOf(name, progress)}
      crumbs={crumbs()}
      beside={
        isMadeUp ? (
          <SampleBadge />
        ) : (
          <StateChip state={progress.state} isWaiting={progress.waiting !== null} />
        )
      }
      actions={!isMadeUp && <BroadcastMenu broadcast={broadcast} isReport />}
      primary={mayControl ? controls.primary : undefined}
      secondary={mayControl && controls.secondary}
    >
      <div class="stack">
        <StateNotice progress={progress} figures={figures} />
        <CanaryPanel progress={progress} />
        <LivePanel progress={progress} />
        <WavesPanel progress={progress} />
        <ZonesPanel progress={progress} />
        <div class="with-rail">
          <div class="stack">
            <Failures progress={progress} />
            <NotConfirmed progress={progress} />
            <LeftOutPanel progress={progress} />
            {mayControl && isFinal(progress) && (
              <FollowUps broadcast={broadcast} progress={progress} />
            )}
            <OutcomePanel progress={progress} />
            {progress.total > 0 && <Recipients id={id} progress={progress} />}
          </div>
          <aside class="rail" aria-label={m.broadcast_details()}>
            <CostPanel progress={progress} />
            <Details broadcast={broadcast} progress={progress} figures={figures} />
          </aside>
        </div>
      </div>
      {controls.dialogs}
    </Page>
  )
}

/** "42% · Winter sale": readable on a narrow tab while other work is done. */
function titleOf(name: string, progress: ProgressView): string {
  const isBefore = ['scheduled', 'holding', 'freezing'].includes(progress.state)
  if (isFinal(progress) || isBefore) return name
  return `${formatPercent(wholePercents(figuresOf(progress)), 0)} · ${isolated(name)}`
}
