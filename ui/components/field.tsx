import { ChevronDown, CircleAlert } from 'lucide-preact'
import type { ComponentChildren, InputEventHandler } from 'preact'
import { useId } from 'preact/hooks'
import { m } from '../paraglide/messages.js'
import './field.css'
import { Icon } from './icon'

type Common = {
  label: ComponentChildren
  hint?: ComponentChildren
  error?: string | undefined
  isOptional?: boolean
  id?: string
}

type Wired = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean | undefined
}

type FieldProps = Common & { children: (wired: Wired) => ComponentChildren }

/** A visible label, a hint and the error, tied to whatever control stands between them. */
export function Field({ label, hint, error, isOptional, id, children }: FieldProps) {
  const own = useId()
  const control = id ?? own
  const described = [hint ? `${control}-hint` : '', error ? `${control}-error` : '']
  return (
    <div class="field">
      <label for={control}>
        {label}
        {isOptional && <span class="optional"> {m.common_optional()}</span>}
      </label>
      {children({
        id: control,
        'aria-describedby': described.filter(Boolean).join(' ') || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p class="hint" id={`${control}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${control}-error`}>
          <Icon of={CircleAlert} size="sm" />
          {error}
        </p>
      )}
    </div>
  )
}

type InputAttributes = {
  name?: string
  type?: 'text' | 'email' | 'tel' | 'url' | 'password'
  autocomplete?: string
  inputMode?: 'text' | 'email' | 'tel' | 'numeric' | 'decimal'
  autocapitalize?: 'characters' | 'none'
  spellcheck?: boolean
  maxLength?: number
  placeholder?: string
  autofocus?: boolean
  disabled?: boolean
  defaultValue?: string
  onInput?: InputEventHandler<HTMLInputElement>
}

type TextFieldProps = Common &
  InputAttributes & {
    /** Phones, e-mails, URLs, ids and codes run left to right; people's words as they are. */
    dir?: 'ltr' | 'auto'
    size?: 'tall'
    value?: string
  }

export function TextField(props: TextFieldProps) {
  const { label, hint, error, isOptional, id, dir = 'auto', size, type, ...attributes } = props
  // Preact's types want one literal here; all of ours take the same attributes.
  const inputType = (type ?? 'text') as 'text'
  const shared = { ...attributes, type: inputType, class: `input ${size ?? ''}`, dir }
  return (
    <Field {...{ label, hint, error, isOptional: isOptional ?? false, ...(id ? { id } : {}) }}>
      {(wired) => <input {...shared} {...wired} />}
    </Field>
  )
}

type TextAreaProps = Common & {
  name?: string
  defaultValue?: string
  maxLength?: number
  rows?: number
  onInput?: InputEventHandler<HTMLTextAreaElement>
}

export function TextArea(props: TextAreaProps) {
  const { label, hint, error, isOptional, id, ...attributes } = props
  return (
    <Field {...{ label, hint, error, isOptional: isOptional ?? false, ...(id ? { id } : {}) }}>
      {(wired) => <textarea {...attributes} {...wired} class="input" dir="auto" />}
    </Field>
  )
}

export type Option = { value: string; text: string }

type SelectProps = Common & {
  name?: string
  options: Option[]
  defaultValue?: string
  value?: string
  onChange?: (value: string) => void
  autocomplete?: string
  size?: 'tall'
}

export function SelectField(props: SelectProps) {
  const { label, hint, error, isOptional, id, options, onChange, size, ...attributes } = props
  const chosen = props.value ?? props.defaultValue
  return (
    <Field {...{ label, hint, error, isOptional: isOptional ?? false, ...(id ? { id } : {}) }}>
      {(wired) => (
        <span class="select">
          <select
            {...wired}
            name={attributes.name}
            autocomplete={attributes.autocomplete}
            class={`input ${size ?? ''}`}
            onChange={(event) => onChange?.(event.currentTarget.value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} selected={option.value === chosen}>
                {option.text}
              </option>
            ))}
          </select>
          <Icon of={ChevronDown} size="sm" />
        </span>
      )}
    </Field>
  )
}
