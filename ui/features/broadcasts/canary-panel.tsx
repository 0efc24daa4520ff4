import { Play } from 'lucide-preact'
import type { CanaryView, Rate } from '../../../worker/contract/broadcast-canary'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { formatNumber, formatPercent } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { goOnWithBroadcast } from './api'
import './canary.css'
import { keepBroadcast } from './model'

/** How the sample stands that goes first, by which figures it is judged, and what may be done sooner. */
export function CanaryPanel({ progress }: { progress: ProgressView }) {
  const { canary, id, state } = progress
  const maySend = canSend(useSession())
  if (!canary || state === 'cancelled' || state === 'cancelling') return null
  const isWatched = state === 'running' || state === 'paused'
  const mayGoOn = maySend && state === 'running' && OPEN.has(canary.state)
  // A sample that was the whole audience decides about nobody.
  if (!isWatched && OPEN.has(canary.state)) return null
  return (
    <Section title={m.broadcast_canary()}>
      <div class="panel pad canary">
        <div class="canary-head">
          <p role="status">{describe(canary)}</p>
          {mayGoOn && <GoOn id={id} />}
        </div>
        <dl>
          <Figure
            title={m.broadcast_canary_failed()}
            rate={canary.failed}
            limit={m.broadcast_canary_most({ share: share(canary.mostFailedPercent) })}
          />
          <Figure
            title={m.broadcast_canary_stopped()}
            rate={canary.stopped}
            limit={m.broadcast_canary_most({ share: share(canary.mostStoppedPercent) })}
          />
          {canary.leastReadPercent !== null && (
            <Figure
              title={m.broadcast_canary_read()}
              rate={canary.read}
              limit={m.broadcast_canary_least({ share: share(canary.leastReadPercent) })}
            />
          )}
        </dl>
        <p class="xs muted">{m.broadcast_canary_note()}</p>
      </div>
    </Section>
  )
}

const OPEN = new Set<CanaryView['state']>(['sampling', 'waiting', 'asking'])

const share = (percent: number) => formatPercent(percent / 100, 0)

function describe({ state, people, decidesAt }: CanaryView) {
  switch (state) {
    case 'sampling':
      return m.broadcast_canary_sampling({ count: people })
    case 'waiting':
      return rich(m.broadcast_canary_waiting, {
        time: decidesAt === null ? null : <Time at={decidesAt} style="full" />,
      })
    case 'asking':
      return m.broadcast_canary_asking()
    case 'went_on':
      return m.broadcast_canary_went_on()
    case 'stopped':
      return m.broadcast_canary_is_stopped()
  }
}

function Figure({ title, rate, limit }: { title: string; rate: Rate; limit: string }) {
  const { count, of, low, high } = rate
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <b class="num">
          {m.broadcast_canary_count({ count: formatNumber(count), of: formatNumber(of) })}
        </b>
        <small>
          {of > 0 &&
            `${m.broadcast_canary_range({ low: formatPercent(low), high: formatPercent(high) })} `}
          {limit}
        </small>
      </dd>
    </div>
  )
}

function GoOn({ id }: { id: string }) {
  const goOn = useAction<null>(async (_, key) => keepBroadcast(await goOnWithBroadcast(id, key)))
  const press = async () => {
    const isDone = await goOn.run(null)
    const error = goOn.error.peek()
    if (!isDone && error) showToast({ text: describeFailure(error), tone: 'danger' })
  }
  return (
    <Button icon={Play} isBusy={goOn.isBusy.value} onClick={() => void press()}>
      {m.broadcast_canary_go_on()}
    </Button>
  )
}
