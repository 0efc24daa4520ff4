import { useSignal } from '@preact/signals'
import type { CodeSent } from '../../../worker/contract/auth'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Address } from '../../components/isolate'
import { useAction } from '../../lib/action'
import { locale } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { signIn, verifyCode } from './api'
import { CodeEntry } from './code-entry'

/** Signs a known person in again, without leaving the page. */
export function CodeSignIn({ email, onDone }: { email: string; onDone: () => void }) {
  const sent = useSignal<CodeSent | null>(null)
  const askForCode = () => signIn({ email, language: locale.peek() })
  const ask = useAction<null>(async () => {
    sent.value = await askForCode()
  })
  const failure = ask.error.value
  if (sent.value) {
    return (
      <CodeEntry
        email={email}
        sent={sent.value}
        onAgain={askForCode}
        onCode={async (code) => {
          await verifyCode(code)
          onDone()
        }}
      />
    )
  }
  return (
    <div class="stack close">
      <p>
        <Address value={email} />
      </p>
      {failure && (
        <p class="t-danger md" role="alert">
          {describeFailure(failure)}
        </p>
      )}
      <Button
        variant="primary"
        isBlock
        autofocus
        isBusy={ask.isBusy.value}
        onClick={() => void ask.run(null)}
      >
        {m.auth_send_code()}
      </Button>
    </div>
  )
}
