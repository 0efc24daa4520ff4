import { type ReadonlySignal, signal, useSignalEffect } from '@preact/signals'
import { useId, useMemo, useRef } from 'preact/hooks'
import * as v from 'valibot'
import { m } from '../paraglide/messages.js'
import { type Action, createAction } from './action'
import type { ApiError } from './request'

export type FieldError = { name: string; text: string }

export type Form = {
  isBusy: ReadonlySignal<boolean>
  /** What the server said about the whole, when it is not about one field. */
  failure: ReadonlySignal<ApiError | null>
  errors: ReadonlySignal<FieldError[]>
  /** True from the first keystroke until it was saved: leaving asks. */
  isDirty: ReadonlySignal<boolean>
  /** For `<form {...form.props}>`. */
  props: {
    noValidate: true
    onSubmit: (event: SubmitEvent) => void
    onInput: () => void
    ref: { current: HTMLFormElement | null }
  }
  /** For `<TextField {...form.field('email')}>`. */
  field: (name: string) => { name: string; id: string; error: string | undefined }
  fieldId: (name: string) => string
}

type Options<S extends v.GenericSchema> = {
  schema: S
  /** From the form's values to what the schema reads; by default one text per field. */
  toInput?: (values: Record<string, string>) => unknown
  submit: (input: v.InferOutput<S>, idempotencyKey: string) => Promise<void>
}

/**
 * A native form, checked by the schema the server uses too. Typed text is kept on every failure,
 * and the first bad field gets the focus.
 */
export function useForm<S extends v.GenericSchema>(options: Options<S>): Form {
  const latest = useRef(options)
  latest.current = options
  const prefix = useId()
  const element = useRef<HTMLFormElement | null>(null)
  const form = useMemo(() => createForm(latest, prefix, element), [])
  useSignalEffect(() => {
    const first = form.errors.value[0]
    if (first) document.getElementById(form.fieldId(first.name))?.focus()
  })
  return form
}

function createForm<S extends v.GenericSchema>(
  latest: { current: Options<S> },
  prefix: string,
  element: { current: HTMLFormElement | null },
): Form {
  const errors = signal<FieldError[]>([])
  const isDirty = signal(false)
  const action: Action<v.InferOutput<S>> = createAction((input, key) =>
    latest.current.submit(input, key),
  )
  const fieldId = (name: string) => `${prefix}-${name}`

  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!element.current || action.isBusy.peek()) return
    action.reset()
    const { schema, toInput } = latest.current
    const values = textsOf(element.current)
    const result = v.safeParse(schema, toInput ? toInput(values) : values)
    errors.value = result.success ? [] : fieldErrors(result.issues)
    if (!result.success) return
    const isSaved = await action.run(result.output)
    if (isSaved) isDirty.value = false
    else errors.value = errorsFromServer(action.error.peek())
  }
  const onInput = () => {
    isDirty.value = true
  }
  return {
    isBusy: action.isBusy,
    failure: action.error,
    errors,
    isDirty,
    props: { noValidate: true, onSubmit, onInput, ref: element },
    field: (name) => ({
      name,
      id: fieldId(name),
      error: errors.value.find((error) => error.name === name)?.text,
    }),
    fieldId,
  }
}

function textsOf(form: HTMLFormElement): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') texts[name] = value
  return texts
}

function fieldErrors(issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): FieldError[] {
  const byName = new Map<string, FieldError>()
  for (const issue of issues) {
    const name = String(issue.path?.[0]?.key ?? '')
    if (!byName.has(name)) byName.set(name, { name, text: describe(name, issue) })
  }
  return [...byName.values()]
}

function describe(name: string, issue: v.BaseIssue<unknown>): string {
  const isBlank = typeof issue.input !== 'string' || issue.input.trim() === ''
  if (isBlank) return m.form_required()
  if (issue.type === 'max_length') return m.form_too_long({ most: Number(issue.requirement) })
  if (issue.type === 'min_length') return m.form_too_short()
  if (/email/i.test(name)) return m.form_email()
  return m.form_invalid()
}

/** A refusal may name the fields it is about, by path: `details.fields` is `['address']`. */
function errorsFromServer(error: ApiError | null): FieldError[] {
  const details: unknown = error?.details
  if (typeof details !== 'object' || details === null || !('fields' in details)) return []
  if (!Array.isArray(details.fields)) return []
  // Written for this field, the sentence says more than ours; the general one only lists names.
  const isAboutOne = details.fields.length === 1 && error?.code !== UNREADABLE
  const text = (isAboutOne && error?.message) || m.form_invalid()
  return details.fields.map((path) => ({ name: String(path), text }))
}

const UNREADABLE = 'request.invalid'
