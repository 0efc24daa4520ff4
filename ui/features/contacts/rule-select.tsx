import type { Option } from '../../components/field'

type SelectProps = {
  label: string
  value: string
  options: Option[]
  onChange: (value: string) => void
}

/** Named for screen readers; the row itself reads as a sentence. */
export const PlainSelect = ({ label, value, options, onChange }: SelectProps) => (
  <select
    class="input"
    aria-label={label}
    dir="auto"
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  >
    {options.map((option) => (
      <option key={option.value} value={option.value} selected={option.value === value}>
        {option.text}
      </option>
    ))}
  </select>
)
