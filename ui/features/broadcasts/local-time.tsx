import type { PlanZones, Start } from '../../../worker/contract/schedule'
import { Choices } from '../../components/choice'
import { isolatedLtr } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import type { Writing } from './composer'
import { StartProblem, startProblem } from './start-problem'
import { useWallTime } from './wall-time'
import { ZoneList } from './zone-list'
import { ZonesSpan } from './zones-span'

type Local = Extract<Start, { kind: 'local' }>

type Props = { writing: Writing; start: Local }

/** A time of each recipient's clock: what that comes to, country by country. */
export function LocalTime({ writing, start }: Props) {
  const { plan, isStale, draft } = writing
  const change = (part: Partial<Local>) => draft.change({ start: { ...start, ...part } })
  const { isWhole, fields } = useWallTime(start.wallTime, (wallTime) => change({ wallTime }))
  const zones = isWhole && !isStale ? plan?.zones : null
  return (
    <div class="when-at stack close">
      {fields}
      <p class="sm muted">{m.composer_zones_how()}</p>
      {!isWhole && <p class="sm t-danger">{m.composer_when_incomplete()}</p>}
      {zones && startProblem(plan) && <StartProblem plan={plan} />}
      {zones && !startProblem(plan) && (
        <>
          {zones.zones.some(({ passed }) => passed) && (
            <Passed zones={zones} start={start} onChange={(passed) => change({ passed })} />
          )}
          <ZonesSpan zones={zones} />
          <ZoneList zones={zones} />
        </>
      )}
      {plan && !isStale && !plan.zones && <p class="sm muted">{m.composer_zones_nobody()}</p>}
      <p class="sm muted">{m.composer_zones_late()}</p>
    </div>
  )
}

type PassedProps = {
  zones: PlanZones
  start: Local
  onChange: (passed: Local['passed']) => void
}

/** Where the time is over already: never decided in silence. */
function Passed({ zones, start, onChange }: PassedProps) {
  const people = zones.zones
    .filter(({ passed }) => passed)
    .reduce((sum, zone) => sum + zone.people, 0)
  return (
    <Choices
      legend={m.composer_zones_passed({
        count: people,
        time: isolatedLtr(start.wallTime.slice(11)),
      })}
      name="passed"
      value={start.passed}
      onChange={onChange}
      choices={[
        { value: 'next_day', label: m.composer_zones_next_day() },
        { value: 'now', label: m.composer_zones_now() },
      ]}
    />
  )
}
