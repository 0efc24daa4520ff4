import { signal } from '@preact/signals'
import { lazyPart } from '../components/lazy-part'
import { refreshSession } from '../features/accounts/session'
import { onSessionEnd } from '../lib/request'

const SignInDialog = lazyPart(
  () => import('./sign-in-dialog').then((c) => c.SignInDialog),
  ({ onEnd }) => onEnd(false),
)

/** Those who wait for the sign-in: requests that were refused and will be repeated. */
let waiting: ((isSignedIn: boolean) => void)[] = []
const isAsking = signal(false)

onSessionEnd(() => {
  isAsking.value = true
  return new Promise((resolve) => waiting.push(resolve))
})

function finish(isSignedIn: boolean) {
  isAsking.value = false
  for (const resolve of waiting) resolve(isSignedIn)
  waiting = []
  if (isSignedIn) void refreshSession()
}

/** Asks to sign in again, in place, when the session ended. */
export const SignInAgain = () => (isAsking.value ? <SignInDialog onEnd={finish} /> : null)
