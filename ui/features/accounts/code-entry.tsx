import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { CODE_LENGTH, type CodeSent, VerifyCode } from '../../../worker/contract/auth'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Address } from '../../components/isolate'
import { useAction } from '../../lib/action'
import { announce } from '../../lib/announce'
import { useForm } from '../../lib/form'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'

type Props = {
  email: string
  sent: CodeSent
  /** Checks the code; what it throws is shown beside the field. */
  onCode: (code: string) => Promise<void>
  /** Sends another code, which replaces the earlier one. */
  onAgain: () => Promise<CodeSent>
  /** Back to the address, where another one can be chosen. */
  onOther?: () => void
}

export function CodeEntry({ email, sent, onCode, onAgain, onOther }: Props) {
  const latest = useSignal(sent)
  const form = useForm({ schema: VerifyCode, submit: ({ code }) => onCode(code) })
  const code = form.field('code')
  const error = code.error ? m.auth_code_invalid() : undefined
  return (
    <form {...form.props} class="stack close">
      <p class="md muted">{rich(m.auth_code_lead, { email: <Address value={email} /> })}</p>
      <FormErrors form={form} />
      <TextField
        {...code}
        error={error}
        label={m.auth_code()}
        hint={m.auth_code_hint()}
        size="tall"
        dir="ltr"
        autocomplete="one-time-code"
        autocapitalize="characters"
        inputMode="text"
        spellcheck={false}
        autofocus
        onInput={(event) => {
          const typed = event.currentTarget.value.replace(/[\s-]/g, '')
          // A pasted code is complete: no need to look for the button.
          const isPasted = event instanceof InputEvent && event.inputType === 'insertFromPaste'
          if (isPasted && typed.length === CODE_LENGTH) event.currentTarget.form?.requestSubmit()
        }}
      />
      <SubmitButton form={form} size="tall">
        {m.auth_code_submit()}
      </SubmitButton>
      <AnotherCode
        sent={latest.value}
        onAgain={async () => {
          latest.value = await onAgain()
        }}
      />
      <p class="sm muted">{m.auth_code_spam()}</p>
      {onOther && (
        <Button variant="quiet" onClick={onOther}>
          {m.auth_other_email()}
        </Button>
      )}
    </form>
  )
}

function AnotherCode({ sent, onAgain }: { sent: CodeSent; onAgain: () => Promise<void> }) {
  const now = useSecondClock()
  const again = useAction<null>(async () => {
    await onAgain()
    announce(m.auth_code_again_sent())
  })
  const seconds = Math.ceil((sent.resendAt - now) / 1000)
  const failure = again.error.value
  return (
    <div class="stack close" aria-live="off">
      {now > sent.expiresAt && <p class="sm t-danger">{m.auth_code_expired()}</p>}
      {failure && (
        <p class="sm t-danger" role="alert">
          {describeFailure(failure)}
        </p>
      )}
      {seconds > 0 ? (
        <p class="sm muted num">{m.auth_code_again_in({ seconds: formatNumber(seconds) })}</p>
      ) : (
        <Button isBlock isBusy={again.isBusy.value} onClick={() => void again.run(null)}>
          {m.auth_code_again()}
        </Button>
      )}
    </div>
  )
}

function useSecondClock(): number {
  const now = useSignal(Date.now())
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now()
    }, 1000)
    return () => clearInterval(timer)
  }, [])
  return now.value
}
