import { type ReadonlySignal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { CheckView, ConnectionView } from '../../../../worker/contract/connections'
import type { SignupSettings, SignupStart } from '../../../../worker/contract/signup'
import { announce } from '../../../lib/announce'
import { queryClient } from '../../../lib/query'
import { ApiError } from '../../../lib/request'
import { m } from '../../../paraglide/messages.js'
import { finishSignup, startSignup } from '../api'
import { refreshConnections } from '../connections'
import { checksOf } from '../refusal'
import { loadMetaSdk, openMetaWindow } from './meta-window'

export type SignupState =
  | { kind: 'preparing' | 'ready' | 'open' | 'finishing' | 'cancelled' | 'closed' | 'no_script' }
  | { kind: 'meta_error'; words: string }
  | { kind: 'refused'; error: ApiError; checks: CheckView[] | null }
  | { kind: 'done'; connection: ConnectionView }

export type Signup = {
  state: ReadonlySignal<SignupState>
  /** Right at a click: browsers open a window for nothing else. */
  open: (isShared: boolean) => Promise<void>
  prepare: () => Promise<void>
}

/** The server's secret lives ten minutes; a page that stood open longer gets another one in time. */
const FRESH_MS = 8 * 60_000

/**
 * Connecting by Meta's own window, from preparing it to what the server made of its answer. `onSpent`: the
 * mailed code of a renewal was good for one window, and another needs another code.
 */
export function useSignup(renews: SignupStart['renews'] | undefined, onSpent: () => void): Signup {
  const signup = useMemo(() => createSignup(renews, onSpent), [])
  useEffect(() => {
    void signup.prepare()
    const timer = setInterval(() => {
      if (signup.state.peek().kind === 'ready') void signup.prepare()
    }, FRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return signup
}

function createSignup(renews: SignupStart['renews'] | undefined, onSpent: () => void): Signup {
  const state = signal<SignupState>({ kind: 'preparing' })
  let settings: SignupSettings | null = null
  let isSpent = false

  const prepare = async () => {
    settings = null
    if (isSpent) return onSpent()
    isSpent = renews !== undefined
    try {
      const next = await startSignup(renews ? { renews } : {})
      await loadMetaSdk(next)
      settings = next
      if (state.peek().kind === 'preparing') state.value = { kind: 'ready' }
    } catch (error) {
      state.value = error instanceof ApiError ? refused(error) : { kind: 'no_script' }
    }
  }

  const open = async (isShared: boolean) => {
    const using = settings
    if (!using) {
      state.value = { kind: 'preparing' }
      return prepare()
    }
    state.value = { kind: 'open' }
    const outcome = await openMetaWindow(using, isShared)
    if (outcome.kind !== 'finished') {
      // The secret was not used: the same window can be gone on with.
      state.value =
        outcome.kind === 'error' ? { kind: 'meta_error', words: outcome.words } : outcome
      return
    }
    state.value = { kind: 'finishing' }
    const { kind: _kind, ...answer } = outcome
    try {
      const connection = await finishSignup({ state: using.state, ...answer })
      await Promise.all([
        refreshConnections(),
        queryClient.invalidateQueries({ queryKey: ['templates'] }),
      ])
      state.value = { kind: 'done', connection }
      announce(m.connect_done())
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      state.value = refused(error)
      settings = null
      if (!renews) await prepare()
    }
  }
  return { state, open, prepare }
}

const refused = (error: ApiError): SignupState => ({
  kind: 'refused',
  error,
  checks: checksOf(error),
})
