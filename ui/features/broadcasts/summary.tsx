import { useSignal } from '@preact/signals'
import { ChevronUp } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { PlanView } from '../../../worker/contract/broadcast-plan'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Icon } from '../../components/icon'
import { Time } from '../../components/isolate'
import { formatClock } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import type { Writing } from './composer'
import { CostRange } from './cost-range'
import { Moment } from './moment'
import { PreviewPane } from './preview-pane'

/** What the sections add up to: people, money, time. */
export function Summary({ writing: { view, plan, isStale } }: { writing: Writing }) {
  const lastWave = view.waves ? plan?.waves?.at(-1)?.opensAt : null
  const { account } = useSession()
  const about = isStale ? '≈ ' : ''
  return (
    <dl class="sum-rail" aria-busy={isStale}>
      <div>
        <dt>{m.composer_gets_it()}</dt>
        <dd class="num">{plan ? about + m.common_people({ count: plan.people }) : '–'}</dd>
      </div>
      <div>
        <dt>{m.composer_cost()}</dt>
        <dd>
          {plan && plan.people > 0 ? (
            <CostRange low={plan.lowMicros} high={plan.highMicros} currency={plan.currency} />
          ) : (
            '–'
          )}
        </dd>
      </div>
      <div>
        <dt>{m.composer_leaves()}</dt>
        <dd>
          {lastWave
            ? rich(m.waves_last, { when: <Moment at={lastWave} /> })
            : plan && plan.people > 0
              ? leaves(plan, account.timeZone)
              : '–'}
        </dd>
      </div>
    </dl>
  )
}

function leaves(plan: PlanView, zone: string) {
  if (plan.start) return <Time at={plan.start.at} style="full" timeZone={zone} />
  const { rests, zones, seconds } = plan
  const endsAt = rests?.endsAt ?? zones?.endsAt
  if (endsAt) {
    return rich(m.composer_when_ends, {
      time: <Time at={endsAt} style="full" timeZone={zone} />,
    })
  }
  return m.composer_leaves_now({ time: formatClock(Date.now() + seconds * 1000, zone) })
}

/** The rail of a phone: two figures at the thumb, the rest and the preview behind them. */
export function SummarySheet({
  writing,
  children,
}: {
  writing: Writing
  children: ComponentChildren
}) {
  const isOpen = useSignal(false)
  const { plan, isStale } = writing
  const close = () => {
    isOpen.value = false
  }
  return (
    <>
      <div class="dock phone-only composer-sheet">
        <button
          type="button"
          class="grow"
          aria-expanded={isOpen.value}
          aria-haspopup="dialog"
          onClick={() => {
            isOpen.value = true
          }}
        >
          <b class="num">
            {plan ? (isStale ? '≈ ' : '') + m.common_people({ count: plan.people }) : '–'}
            <Icon of={ChevronUp} size="sm" />
          </b>
          <span class="sm muted">
            {plan && plan.people > 0 ? (
              <CostRange low={plan.lowMicros} high={plan.highMicros} currency={plan.currency} />
            ) : (
              m.composer_summary()
            )}
          </span>
        </button>
        {children}
      </div>
      <Dialog title={m.composer_summary()} isOpen={isOpen.value} onClose={close}>
        <Summary writing={writing} />
        <PreviewPane writing={writing} />
        <div class="dialog-acts">
          <Button onClick={close}>{m.common_close()}</Button>
        </div>
      </Dialog>
    </>
  )
}
