import { type Signal, useSignal } from '@preact/signals'
import type { PlanStart, Start } from '../../../worker/contract/schedule'
import { Choices } from '../../components/choice'
import { Field } from '../../components/field'
import { Time } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { formatClock } from '../../lib/format'
import { isolatedLtr, rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import type { Writing } from './composer'
import { HereTime } from './here-time'
import { WhenRests } from './when-rests'
import './when.css'
import { zoneName } from './zone-name'

type At = Extract<Start, { kind: 'at' }>

/** Now, or when the workspace's clock shows a time; and what quiet hours will do to it. */
export function WhenSection({ writing }: { writing: Writing }) {
  const { view, draft, plan } = writing
  const { account } = useSession()
  const { start } = view
  const choose = (kind: Start['kind']) =>
    draft.change({ start: kind === 'now' ? { kind } : tomorrowMorning(account.timeZone) })
  return (
    <div class="stack close">
      <Choices
        legend={m.composer_when_lead()}
        name="start"
        value={start.kind}
        onChange={choose}
        choices={[
          { value: 'now', label: m.composer_when_now(), hint: m.composer_when_now_hint() },
          { value: 'at', label: m.composer_when_at(), hint: m.composer_when_at_hint() },
        ]}
      />
      {start.kind === 'at' && <AtTime writing={writing} start={start} zone={account.timeZone} />}
      {plan?.rests && <WhenRests rests={plan.rests} zone={account.timeZone} />}
    </div>
  )
}

type AtProps = { writing: Writing; start: At; zone: string }

function AtTime({ writing, start, zone }: AtProps) {
  const [savedDay = '', savedClock = ''] = start.wallTime.split('T')
  const day = useSignal(savedDay)
  const clock = useSignal(savedClock)
  const isWhole = day.value !== '' && clock.value !== ''
  const keep = () => {
    // What is being typed is empty for a moment; until then what was saved holds.
    if (!day.value || !clock.value) return
    const wallTime = `${day.value}T${clock.value}`
    writing.draft.change({ start: { kind: 'at', wallTime, isSecond: false } })
  }
  const { plan, isStale } = writing
  const resolved = isWhole && !isStale ? plan?.start : null
  return (
    <div class="when-at stack close">
      <div class="row when-fields">
        <Typed type="date" label={m.composer_when_date()} box={day} onType={keep} />
        <Typed type="time" label={m.composer_when_time()} box={clock} onType={keep} />
      </div>
      <p class="sm muted">{m.composer_when_zone({ zone: zoneName(zone) })}</p>
      {!isWhole && <p class="sm t-danger">{m.composer_when_incomplete()}</p>}
      {resolved && <Resolved writing={writing} start={start} resolved={resolved} />}
      <p class="sm muted">{m.composer_when_late()}</p>
    </div>
  )
}

type TypedProps = {
  type: 'date' | 'time'
  label: string
  box: Signal<string>
  onType: () => void
}

/** The browser's own picker; half a date is no value. */
const Typed = ({ type, label, box, onType }: TypedProps) => (
  <Field label={label}>
    {(wired) => (
      <input
        {...wired}
        class="input"
        type={type}
        value={box.value}
        onInput={(event) => {
          box.value = event.currentTarget.value
          onType()
        }}
      />
    )}
  </Field>
)

type ResolvedProps = { writing: Writing; start: At; resolved: PlanStart }

/** What the chosen time comes to: the zone with its offset, and what a change of clocks does to it. */
function Resolved({ writing, start, resolved }: ResolvedProps) {
  const { at, zone, shown, choices } = resolved
  const chosen = isolatedLtr(start.wallTime.slice(11))
  const full = (instant: number) => <Time at={instant} style="full" timeZone={zone} />
  const problem = writing.plan?.problems.find(({ code }) => code.startsWith('start_'))
  if (problem) {
    return (
      <p class="sm t-danger" role="alert">
        {problem.text}
      </p>
    )
  }
  return (
    <>
      {shown === 'never' && (
        <Banner isInset>
          {m.composer_when_skipped({ time: chosen, at: isolatedLtr(formatClock(at, zone)) })}
        </Banner>
      )}
      {shown === 'twice' && (
        <Choices
          legend={m.composer_when_twice({ time: chosen })}
          name="which"
          value={start.isSecond ? 'second' : 'first'}
          onChange={(which) =>
            writing.draft.change({ start: { ...start, isSecond: which === 'second' } })
          }
          choices={[
            {
              value: 'first',
              label: <span>{rich(m.composer_when_first, { time: full(choices[0] ?? at) })}</span>,
            },
            {
              value: 'second',
              label: <span>{rich(m.composer_when_second, { time: full(choices[1] ?? at) })}</span>,
            },
          ]}
        />
      )}
      <p class="md strong" role="status">
        {rich(m.composer_when_starts, { time: full(at) })}
      </p>
      <HereTime at={at} zone={zone} />
    </>
  )
}

/** A guess that nobody minds: ten in the morning of the next day. */
function tomorrowMorning(timeZone: string): At {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now() + DAY_MS)
  return { kind: 'at', wallTime: `${day}T10:00`, isSecond: false }
}

const DAY_MS = 24 * 60 * 60 * 1000
