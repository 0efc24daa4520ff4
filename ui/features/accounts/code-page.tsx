import { m } from '../../paraglide/messages.js'
import { Solo } from '../../shell/solo'
import { verifyCode } from './api'
import { CodeEntry } from './code-entry'
import type { CodeRequest } from './pending-code'
import { startFreshAt } from './session'

type Props = {
  request: CodeRequest
  pending: NonNullable<CodeRequest['pending']['value']>
  /** Where the person goes once signed in. */
  goTo: string
}

/** The second step of signing in and of signing up. */
export const CodePage = ({ request, pending, goTo }: Props) => (
  <Solo title={m.auth_code_title()}>
    <section class="card-form panel">
      <h1>{m.auth_code_title()}</h1>
      <CodeEntry
        email={pending.email}
        sent={pending.sent}
        onOther={request.forget}
        onAgain={() =>
          pending.signUp ? request.askToSignUp(pending.signUp) : request.askToSignIn(pending.email)
        }
        onCode={async (typed) => {
          await verifyCode(typed)
          request.forget()
          await startFreshAt(goTo)
        }}
      />
    </section>
  </Solo>
)
