import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { sampleOf } from '../../../worker/contract/broadcast-canary'
import type { WaveView } from '../../../worker/contract/broadcast-parts'
import type { PlanZones } from '../../../worker/contract/schedule'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Code, Phone } from '../../components/isolate'
import { type Fact, Facts } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import type { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { asE164, present, useConnections } from '../meta/connections'
import { launchBroadcast } from './api'
import type { Writing } from './composer'
import { CostRange } from './cost-range'
import { isScheduled } from './is-scheduled'
import { keepBroadcast, refreshPlan } from './model'
import { Moment } from './moment'
import { StartText } from './start-text'
import { WhenRests } from './when-rests'
import { ZoneList } from './zone-list'
import { ZonesRest } from './zones-rest'
import { ZonesSpan } from './zones-span'

const blocking = ({ plan }: Writing) => plan?.problems.filter((problem) => problem.blocking) ?? []

/** Known, and nothing stands in the way. */
const mayConfirm = (writing: Writing) =>
  writing.plan !== null && !writing.isStale && blocking(writing).length === 0

/**
 * A press saves what is still being typed, and asks for confirmation as soon as it is counted. What
 * can't be sent then must not ask later, by itself: the press is forgotten.
 */
export function useConfirming(writing: Writing) {
  const { draft, isStale } = writing
  const isConfirming = useSignal(false)
  const isAsked = useSignal(false)
  const forget = () => {
    isAsked.value = false
  }
  const ask = () => {
    isAsked.value = isStale
    isConfirming.value = mayConfirm(writing)
    if (isStale) void draft.autosave.flush().then((isSaved) => isSaved || forget())
  }
  useEffect(() => {
    if (isStale || !isAsked.peek()) return
    forget()
    isConfirming.value = mayConfirm(writing)
  }, [isStale])
  return { isConfirming, isAsked: isAsked.value, ask, forget }
}

type SendProps = {
  writing: Writing
  /** Pressed while it was still being counted. */
  isAsked: boolean
  onPress: () => void
}

export function SendButton({ writing, isAsked, onPress }: SendProps) {
  const { plan, isStale } = writing
  const count = blocking(writing).length
  return (
    <>
      {isStale && <span class="sm muted not-phone">{m.composer_counting()}</span>}
      {count > 0 && !isStale && (
        <span class="sm t-danger not-phone">{m.composer_blocked({ count })}</span>
      )}
      <Button
        variant="primary"
        isDisabled={!plan || (count > 0 && !isStale)}
        isBusy={isAsked}
        onClick={onPress}
      >
        {sendLabel(writing)}
      </Button>
    </>
  )
}

const sendLabel = ({ plan, view }: Writing) => {
  const count = plan?.people ?? 0
  return isScheduled(view.start, plan) ? m.composer_schedule({ count }) : m.composer_send({ count })
}

type Props = { writing: Writing; isOpen: Signal<boolean> }
type Confirmed = { version: number; people: number; maxCostMicros: number }

/** Restates people, money and who is left out. What it shows becomes the limit of what is sent. */
export function ConfirmSend({ writing, isOpen }: Props) {
  const { view, plan, isStale } = writing
  const { account } = useSession()
  const launch = useAction<Confirmed>(async (confirmed, key) => {
    const launched = await launchBroadcast(view.id, confirmed, key)
    keepBroadcast(launched)
    navigate(`/broadcasts/${launched.id}`, { replace: true })
  })
  const close = () => {
    launch.reset()
    isOpen.value = false
  }
  const send = async () => {
    if (!plan || isStale) return
    const { version } = view
    const { people, highMicros } = plan
    const isSent = await launch.run({ version, people, maxCostMicros: highMicros })
    if (!isSent) await afterRefusal(launch.error.peek(), view.id)
  }
  if (!plan || blocking(writing).length > 0) return null
  const isNow = !isScheduled(view.start, plan)
  const count = plan.people
  return (
    <ConfirmDialog
      title={isNow ? m.composer_confirm({ count }) : m.composer_schedule_confirm({ count })}
      isOpen={isOpen.value}
      confirmLabel={sendLabel(writing)}
      isBusy={launch.isBusy.value || isStale}
      onConfirm={() => void send()}
      onCancel={close}
    >
      {launch.error.value && (
        <div class="errors" role="alert">
          <p>{describeRefusal(launch.error.value)}</p>
        </div>
      )}
      <Facts facts={useFacts(writing)} />
      {plan.rests && <WhenRests rests={plan.rests} zone={account.timeZone} />}
      {plan.zones?.isStart && <ZonesConfirm zones={plan.zones} />}
      {plan.zones && !plan.zones.isStart && (
        <ZonesRest zones={plan.zones} zone={account.timeZone} />
      )}
      <p class="sm muted">{isNow ? m.composer_confirm_hold() : m.composer_schedule_hold()}</p>
    </ConfirmDialog>
  )
}

/** Which people begin when is confirmed too. */
const ZonesConfirm = ({ zones }: { zones: PlanZones }) => (
  <div class="stack close">
    <ZonesSpan zones={zones} />
    <ZoneList zones={zones} />
  </div>
)

const PLAN_CHANGED = 'broadcast.plan_changed'
const ALREADY_SENT = 'broadcast.not_launchable'

/** The new figures are shown to be confirmed; a second press finds the broadcast on its way. */
async function afterRefusal(error: ApiError | null, id: string) {
  if (error?.code === ALREADY_SENT) navigate(`/broadcasts/${id}`, { replace: true })
  else await refreshPlan(id)
}

const describeRefusal = (error: ApiError) =>
  error.code === PLAN_CHANGED
    ? m.composer_plan_changed()
    : `${describeFailure(error)} ${error.isUnsettled ? '' : m.composer_not_sent()}`

function useFacts({ plan, view, template }: Writing): Fact[] {
  const number = useNumber(view.numberId)
  if (!plan) return []
  const facts: (Fact | null)[] = [
    plan.start || plan.zones?.isStart
      ? {
          key: 'starts',
          label: m.composer_starts(),
          value: <StartText start={view.start} plan={plan} />,
        }
      : null,
    {
      key: 'cost',
      label: m.composer_cost(),
      value: <CostRange low={plan.lowMicros} high={plan.highMicros} currency={plan.currency} />,
    },
    view.waves && plan.waves
      ? {
          key: 'waves',
          label: m.waves_confirm(),
          value: <WavesSpan waves={plan.waves} />,
        }
      : null,
    {
      key: 'left-out',
      label: m.composer_confirm_left_out(),
      value: m.common_people({ count: plan.chosen - plan.people }),
    },
    view.canary && {
      key: 'canary',
      label: m.composer_canary(),
      value: m.common_people({ count: sampleOf(plan.people) }),
    },
    template
      ? {
          key: 'template',
          label: m.composer_confirm_template(),
          value: <Code>{template.name}</Code>,
        }
      : null,
    number
      ? { key: 'from', label: m.composer_confirm_from(), value: <Phone value={asE164(number)} /> }
      : null,
  ]
  return facts.filter((fact) => fact !== null)
}

const WavesSpan = ({ waves }: { waves: WaveView[] }) => {
  const last = waves.at(-1)?.opensAt
  return (
    <>
      {m.waves_count({ count: waves.length })}
      {last && <> · {rich(m.waves_last, { when: <Moment at={last} /> })}</>}
    </>
  )
}

export function useNumber(id: string | null) {
  const { data } = useConnections()
  const numbers = present(data?.items ?? []).flatMap((connection) => connection.numbers)
  return numbers.find((number) => number.id === id) ?? null
}
