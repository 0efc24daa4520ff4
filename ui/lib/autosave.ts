import { type ReadonlySignal, signal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { holdPage } from './leaving'
import { ApiError } from './request'

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed'

export type Autosave<Change extends object> = {
  state: ReadonlySignal<SaveState>
  savedAt: ReadonlySignal<number | null>
  error: ReadonlySignal<ApiError | null>
  /** Keeps what changed and saves it when typing rests. */
  change: (change: Change) => void
  /** Saves now; false when something could not be saved. */
  flush: () => Promise<boolean>
  /** What is still to be saved. */
  unsaved: () => Change | null
  /** Forgets it. */
  discard: () => void
}

const TYPING_RESTS_MS = 800

/** Saves by itself, one request at a time; what a failed one carried goes with the next. */
export function createAutosave<Change extends object>(
  save: (change: Change) => Promise<void>,
): Autosave<Change> {
  const state = signal<SaveState>('saved')
  const savedAt = signal<number | null>(null)
  const error = signal<ApiError | null>(null)
  let pending: Change | null = null
  let running: Promise<boolean> | null = null
  let timer = 0

  const saveOnce = async (change: Change): Promise<boolean> => {
    state.value = 'saving'
    try {
      await save(change)
      savedAt.value = Date.now()
      error.value = null
      return true
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause
      pending = { ...change, ...pending }
      error.value = cause
      return false
    }
  }
  const saveAll = async (): Promise<boolean> => {
    let isSaved = true
    while (pending && isSaved) {
      const change: Change = pending
      pending = null
      isSaved = await saveOnce(change)
    }
    state.value = isSaved ? 'saved' : 'failed'
    return isSaved
  }
  const flush = () => {
    clearTimeout(timer)
    running ??= saveAll().finally(() => {
      running = null
    })
    return running
  }
  const change = (part: Change) => {
    // Spreading two changes gives a change: later members win.
    pending = { ...pending, ...part } as Change
    if (state.peek() !== 'saving') state.value = 'waiting'
    clearTimeout(timer)
    timer = window.setTimeout(() => void flush(), TYPING_RESTS_MS)
  }
  const discard = () => {
    clearTimeout(timer)
    pending = null
    error.value = null
    state.value = 'saved'
  }
  return { state, savedAt, error, change, flush, unsaved: () => pending, discard }
}

/** Lives as long as the component; leaving saves what is still waiting, and asks when that failed. */
export function useAutosave<Change extends object>(
  save: (change: Change) => Promise<void>,
): Autosave<Change> {
  const latest = useRef(save)
  latest.current = save
  const autosave = useMemo(() => createAutosave<Change>((change) => latest.current(change)), [])
  const isFailed = autosave.state.value === 'failed'
  useEffect(() => (isFailed ? holdPage() : undefined), [isFailed])
  useEffect(() => {
    const beforeTabCloses = (event: BeforeUnloadEvent) => {
      if (autosave.state.peek() === 'saved') return
      void autosave.flush()
      event.preventDefault()
    }
    addEventListener('beforeunload', beforeTabCloses)
    return () => {
      removeEventListener('beforeunload', beforeTabCloses)
      void autosave.flush()
    }
  }, [])
  return autosave
}
