import { Dialog } from '../components/dialog'
import { CodeSignIn } from '../features/accounts/code-sign-in'
import { useSession } from '../features/accounts/session'
import { m } from '../paraglide/messages.js'

/** The session ended while somebody worked: sign in here, and the work goes on where it was. */
export function SignInDialog({ onEnd }: { onEnd: (isSignedIn: boolean) => void }) {
  const { user } = useSession()
  return (
    <Dialog title={m.auth_again_title()} isOpen onClose={() => onEnd(false)}>
      <p class="muted md">{m.auth_again_lead()}</p>
      <CodeSignIn email={user.email} onDone={() => onEnd(true)} />
    </Dialog>
  )
}
