import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import './field.css'

type CheckboxProps = {
  label: ComponentChildren
  hint?: ComponentChildren
  name?: string
  isChecked?: boolean
  onChange?: (isChecked: boolean) => void
}

export function Checkbox({ label, hint, name, isChecked, onChange }: CheckboxProps) {
  const id = useId()
  return (
    <div class="choice">
      <input
        id={id}
        class="check"
        type="checkbox"
        name={name}
        checked={isChecked ?? false}
        onChange={(event) => onChange?.(event.currentTarget.checked)}
      />
      <label for={id}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
    </div>
  )
}

export type Choice<Value extends string> = {
  value: Value
  label: ComponentChildren
  hint?: ComponentChildren
}

type ChoicesProps<Value extends string> = {
  legend: ComponentChildren
  name: string
  choices: Choice<Value>[]
  value: Value
  onChange: (value: Value) => void
  /** `segmented`: two or three short words side by side. */
  look?: 'segmented'
}

/** One of a few, as radio buttons. */
export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { legend, name, choices, value, onChange, look } = props
  const radios = choices.map((choice) => (
    <label key={choice.value} class={look ? '' : 'choice'}>
      <input
        class={look ? '' : 'check'}
        type="radio"
        name={name}
        value={choice.value}
        checked={choice.value === value}
        onChange={() => onChange(choice.value)}
      />
      <span>
        {choice.label}
        {choice.hint && <small>{choice.hint}</small>}
      </span>
    </label>
  ))
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      <div class={look ? 'segmented' : 'stack close'}>{radios}</div>
    </fieldset>
  )
}
