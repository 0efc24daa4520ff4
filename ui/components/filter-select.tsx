import { ChevronDown, Plus, X } from 'lucide-preact'
import { m } from '../paraglide/messages.js'
import './chip.css'
import './filter-select.css'
import type { Option } from './field'
import { Icon } from './icon'

type Props = {
  /** What is filtered: "Tag". */
  label: string
  options: Option[]
  /** Empty while nothing is chosen. */
  value: string
  onChange: (value: string) => void
}

/**
 * A pill that adds a filter and takes it away again. The list is the browser's own, which is found
 * by typing and fits a thumb, however many tags or countries there are.
 */
export function FilterSelect({ label, options, value, onChange }: Props) {
  return (
    <span class={`pill filter-select ${value ? 'on' : 'add'}`}>
      <label>
        <span class="k">{label}</span>
        <select
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          dir="auto"
          aria-label={label}
        >
          <option value="" selected={value === ''}>
            {m.common_filter_any()}
          </option>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.text}
            </option>
          ))}
        </select>
        <Icon of={ChevronDown} size="xs" />
      </label>
      {value && (
        <button
          type="button"
          class="pill-x"
          aria-label={m.common_filter_remove({ name: label })}
          onClick={() => onChange('')}
        >
          <Icon of={X} size="xs" />
        </button>
      )}
    </span>
  )
}

type AddProps = { label: string; options: Option[]; onAdd: (value: string) => void }

/** A pill that adds one of many to what is chosen already; each choice leaves it ready for the next. */
export const AddSelect = ({ label, options, onAdd }: AddProps) => (
  <span class="pill add filter-select">
    <label>
      <Icon of={Plus} size="xs" />
      <span class="k">{label}</span>
      <select
        aria-label={label}
        onChange={(event) => {
          const { value } = event.currentTarget
          event.currentTarget.value = ''
          if (value) onAdd(value)
        }}
      >
        <option value="" />
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  </span>
)
