import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Field } from '../../components/field'
import { m } from '../../paraglide/messages.js'

type WallTime = { isWhole: boolean; fields: ComponentChildren }

/** A day and a time as clocks show them; told once both are whole. */
export function useWallTime(saved: string, onChange: (wallTime: string) => void): WallTime {
  const [savedDay = '', savedClock = ''] = saved.split('T')
  const day = useSignal(savedDay)
  const clock = useSignal(savedClock)
  const keep = () => {
    // What is being typed is empty for a moment; until then what was saved holds.
    if (day.value && clock.value) onChange(`${day.value}T${clock.value}`)
  }
  const fields = (
    <div class="row when-fields">
      <Typed type="date" label={m.composer_when_date()} box={day} onType={keep} />
      <Typed type="time" label={m.composer_when_time()} box={clock} onType={keep} />
    </div>
  )
  return { isWhole: day.value !== '' && clock.value !== '', fields }
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
