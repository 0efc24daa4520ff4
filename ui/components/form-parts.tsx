import type { ComponentChildren } from 'preact'
import type { Form } from '../lib/form'
import { m } from '../paraglide/messages.js'
import { Button } from './button'
import { describeFailure } from './failure'
import './field.css'

/** On top of a form: links to the bad fields when there are several, or what the server said. */
export function FormErrors({ form }: { form: Form }) {
  const errors = form.errors.value
  const failure = form.failure.value
  if (errors.length > 1) {
    return (
      <div class="errors" role="alert">
        <strong>{m.form_errors({ count: errors.length })}</strong>
        <ul>
          {errors.map((error) => (
            <li key={error.name}>
              <a href={`#${form.fieldId(error.name)}`}>
                {labelOf(form.fieldId(error.name))}: {error.text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    )
  }
  if (!failure || errors.length > 0) return null
  return (
    <div class="errors" role="alert">
      <p>{describeFailure(failure)}</p>
    </div>
  )
}

/** The label as the page shows it, so that the summary can't disagree with the form. */
const labelOf = (fieldId: string) =>
  document.querySelector(`label[for="${CSS.escape(fieldId)}"]`)?.firstChild?.textContent ?? ''

type SaveProps = {
  form: Form
  children: ComponentChildren
  variant?: 'primary' | 'danger-solid'
  size?: 'tall'
}

export const SubmitButton = ({ form, children, variant = 'primary', size }: SaveProps) => (
  <Button
    type="submit"
    variant={variant}
    size={size}
    isBlock={size === 'tall'}
    isBusy={form.isBusy.value}
  >
    {children}
  </Button>
)
