import type { PlanStart, Start } from '../../../worker/contract/schedule'
import { Choices } from '../../components/choice'
import { Time } from '../../components/isolate'
import { Banner } from '../../components/page-parts'
import { dayIn } from '../../lib/day'
import { formatClock } from '../../lib/format'
import { isolatedLtr, rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import type { Writing } from './composer'
import { HereTime } from './here-time'
import { LocalTime } from './local-time'
import { StartProblem, startProblem } from './start-problem'
import { useWallTime } from './wall-time'
import { WhenRests } from './when-rests'
import './when.css'
import { zoneName } from './zone-name'
import { ZonesRest } from './zones-rest'

type At = Extract<Start, { kind: 'at' }>

/** Now, or when the workspace's or each recipient's clock shows a time; and what quiet hours do to it. */
export function WhenSection({ writing }: { writing: Writing }) {
  const { view, draft, plan } = writing
  const { account } = useSession()
  const { start } = view
  const wallTime = start.kind === 'now' ? tomorrowMorning(account.timeZone) : start.wallTime
  const choose = (kind: Start['kind']) => draft.change({ start: STARTS[kind](wallTime) })
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
          {
            value: 'local',
            label: m.composer_when_local(),
            hint: m.composer_when_local_hint(),
          },
        ]}
      />
      {start.kind === 'at' && <AtTime writing={writing} start={start} zone={account.timeZone} />}
      {start.kind === 'local' && <LocalTime writing={writing} start={start} />}
      {start.kind !== 'local' && plan?.zones && (
        <ZonesRest zones={plan.zones} zone={account.timeZone} />
      )}
      {plan?.rests && <WhenRests rests={plan.rests} zone={account.timeZone} />}
    </div>
  )
}

type AtProps = { writing: Writing; start: At; zone: string }

function AtTime({ writing, start, zone }: AtProps) {
  const { isWhole, fields } = useWallTime(start.wallTime, (wallTime) =>
    writing.draft.change({ start: { kind: 'at', wallTime, isSecond: false } }),
  )
  const { plan, isStale } = writing
  const resolved = isWhole && !isStale ? plan?.start : null
  return (
    <div class="when-at stack close">
      {fields}
      <p class="sm muted">{m.composer_when_zone({ zone: zoneName(zone) })}</p>
      {!isWhole && <p class="sm t-danger">{m.composer_when_incomplete()}</p>}
      {resolved && <Resolved writing={writing} start={start} resolved={resolved} />}
      <p class="sm muted">{m.composer_when_late()}</p>
    </div>
  )
}

type ResolvedProps = { writing: Writing; start: At; resolved: PlanStart }

/** What the chosen time comes to: the zone with its offset, and what a change of clocks does to it. */
function Resolved({ writing, start, resolved }: ResolvedProps) {
  const { at, zone, shown, choices } = resolved
  const chosen = isolatedLtr(start.wallTime.slice(11))
  const full = (instant: number) => <Time at={instant} style="full" timeZone={zone} />
  if (startProblem(writing.plan)) return <StartProblem plan={writing.plan} />
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
function tomorrowMorning(timeZone: string): string {
  return `${dayIn(timeZone, Date.now() + DAY_MS)}T10:00`
}

/** Another kind of start keeps the time that was chosen. */
const STARTS: Record<Start['kind'], (wallTime: string) => Start> = {
  now: () => ({ kind: 'now' }),
  at: (wallTime) => ({ kind: 'at', wallTime, isSecond: false }),
  local: (wallTime) => ({ kind: 'local', wallTime, passed: 'next_day' }),
}

const DAY_MS = 24 * 60 * 60 * 1000
