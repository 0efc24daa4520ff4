import { signal } from '@preact/signals'
import * as v from 'valibot'
import { CodeSent, SignUp } from '../../../worker/contract/auth'
import { locale } from '../../lib/i18n'
import { signIn, signUp } from './api'

const KEY = 'code-sent'
const PendingCode = v.object({
  email: v.string(),
  sent: CodeSent,
  /** What was filled in, when the code is to open a workspace: asking again sends it again. */
  signUp: v.nullable(SignUp),
})
type PendingCode = v.InferOutput<typeof PendingCode>

/** A code is on its way. Kept for this tab, so that a reload still asks for it. */
export function createPendingCode() {
  const pending = signal<PendingCode | null>(restore())
  const keep = (next: PendingCode) => {
    pending.value = next
    sessionStorage.setItem(KEY, JSON.stringify(next))
    return next.sent
  }
  return {
    pending,
    askToSignIn: async (email: string) =>
      keep({ email, signUp: null, sent: await signIn({ email, language: locale.peek() }) }),
    askToSignUp: async (input: SignUp) =>
      keep({ email: input.email, signUp: input, sent: await signUp(input) }),
    forget: () => {
      pending.value = null
      sessionStorage.removeItem(KEY)
    },
  }
}

export type CodeRequest = ReturnType<typeof createPendingCode>

function restore(): PendingCode | null {
  const Kept = v.pipe(v.string(), v.parseJson(), PendingCode)
  const kept = v.safeParse(Kept, sessionStorage.getItem(KEY))
  return kept.success && kept.output.sent.expiresAt > Date.now() ? kept.output : null
}
