import { type ReadonlySignal, signal } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import { ApiError } from './request'

export type Action<Input> = {
  isBusy: ReadonlySignal<boolean>
  error: ReadonlySignal<ApiError | null>
  /** True when it went through. While it runs, another press does nothing. */
  run: (input: Input) => Promise<boolean>
  reset: () => void
}

/**
 * One button that changes something. The idempotency key stays the same while the outcome of an
 * attempt is unknown, so pressing again after a lost connection can't do the thing twice.
 */
export function createAction<Input>(
  perform: (input: Input, idempotencyKey: string) => Promise<void>,
): Action<Input> {
  const isBusy = signal(false)
  const error = signal<ApiError | null>(null)
  let unsettled: { key: string; input: string } | null = null

  const run = async (input: Input) => {
    if (isBusy.peek()) return false
    const text = JSON.stringify(input) ?? ''
    const key = unsettled?.input === text ? unsettled.key : crypto.randomUUID()
    isBusy.value = true
    error.value = null
    try {
      await perform(input, key)
      unsettled = null
      return true
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause
      unsettled = cause.isUnsettled ? { key, input: text } : null
      error.value = cause
      return false
    } finally {
      isBusy.value = false
    }
  }

  const reset = () => {
    error.value = null
  }
  return { isBusy, error, run, reset }
}

/** An action that lives as long as the component and sees its latest props. */
export function useAction<Input>(
  perform: (input: Input, idempotencyKey: string) => Promise<void>,
): Action<Input> {
  const latest = useRef(perform)
  latest.current = perform
  return useMemo(() => createAction<Input>((input, key) => latest.current(input, key)), [])
}
