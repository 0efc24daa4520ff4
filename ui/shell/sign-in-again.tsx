import { signal } from '@preact/signals'
import { ErrorBoundary, lazy } from 'preact-iso'
import { Dialog } from '../components/dialog'
import { refreshSession, useSession } from '../features/accounts/session'
import { onSessionEnd } from '../lib/request'
import { m } from '../paraglide/messages.js'

const CodeSignIn = lazy(() => import('../features/accounts/code-sign-in').then((c) => c.CodeSignIn))

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

/** The session ended while somebody worked: sign in here, and the work goes on where it was. */
export function SignInAgain() {
  const { user } = useSession()
  return (
    <Dialog title={m.auth_again_title()} isOpen={isAsking.value} onClose={() => finish(false)}>
      <p class="muted md">{m.auth_again_lead()}</p>
      <ErrorBoundary>
        <CodeSignIn email={user.email} onDone={() => finish(true)} />
      </ErrorBoundary>
    </Dialog>
  )
}
