import type { QuietHours } from '../../../worker/contract/schedule'
import { Checkbox } from '../../components/choice'
import { Field } from '../../components/field'
import { Section } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import { weekdayName, weekOrder } from './calendar-days'

type Hours = QuietHours['hours']

const USUAL = { from: '09:00', to: '20:00' }

/** The hours of each weekday, in the order in which the reader's week goes. */
export function QuietWeek({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const set = (weekday: number, open: Hours[number]) =>
    onChange(hours.map((one, index) => (index === weekday ? open : one)))
  return (
    <Section title={m.quiet_week()}>
      <ul class="panel quiet-week">
        {weekOrder().map((weekday) => {
          const open = hours[weekday] ?? null
          const day = weekdayName(weekday, 'long')
          return (
            <li key={weekday}>
              <Checkbox
                label={day}
                isChecked={open !== null}
                onChange={(isOpen) => set(weekday, isOpen ? USUAL : null)}
              />
              {open ? (
                <span class="quiet-hours">
                  <ClockInput
                    label={m.quiet_from_on({ day })}
                    value={open.from}
                    onChange={(from) => set(weekday, { ...open, from })}
                  />
                  <span aria-hidden="true">–</span>
                  <ClockInput
                    label={m.quiet_to_on({ day })}
                    // Inputs know no 24:00; midnight as an end is the end of the day.
                    value={open.to === '24:00' ? '00:00' : open.to}
                    onChange={(to) => set(weekday, { ...open, to: to === '00:00' ? '24:00' : to })}
                  />
                </span>
              ) : (
                <span class="sm muted">{m.quiet_closed()}</span>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

type ClockProps = { label: string; value: string; onChange: (clock: string) => void }

const ClockInput = ({ label, value, onChange }: ClockProps) => (
  <input
    class="input"
    type="time"
    aria-label={label}
    value={value}
    required
    onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
  />
)

export const ClockField = ({ label, value, onChange }: ClockProps) => (
  <Field label={label}>
    {(wired) => (
      <input
        {...wired}
        class="input"
        type="time"
        value={value}
        required
        onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
      />
    )}
  </Field>
)
