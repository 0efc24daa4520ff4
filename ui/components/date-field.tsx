import { useId } from 'preact/hooks'
import './date-field.css'

type Props = {
  label: string
  /** `2026-11-23`, or empty. */
  value: string
  least?: string
  most?: string
  onChange: (day: string) => void
}

/** A day as a filter; the calendar is the browser's own. */
export function DateField({ label, value, least, most, onChange }: Props) {
  const id = useId()
  return (
    <span class={`pill date-field ${value ? 'on' : 'add'}`}>
      <label class="k" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="date"
        value={value}
        min={least || undefined}
        max={most || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </span>
  )
}
