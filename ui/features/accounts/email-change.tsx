import { useSignal } from '@preact/signals'
import { EmailChange } from '../../../worker/contract/account'
import type { CodeSent } from '../../../worker/contract/auth'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Address } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { askForEmailChange, confirmEmailChange } from './api'
import { CodeEntry } from './code-entry'
import { refreshSession, useSession } from './session'

export function EmailChangeSection() {
  const { user } = useSession()
  const isOpen = useSignal(false)
  const close = () => {
    isOpen.value = false
  }
  return (
    <Section title={m.auth_email()}>
      <div class="panel pad stack close">
        <div class="row">
          <span class="grow strong breaks">
            <Address value={user.email} />
          </span>
          <Button
            onClick={() => {
              isOpen.value = true
            }}
          >
            {m.settings_email_change()}
          </Button>
        </div>
        <p class="sm muted">{m.settings_profile_email_hint()}</p>
      </div>
      <Dialog title={m.settings_email_change()} isOpen={isOpen.value} onClose={close}>
        <EmailChangeSteps onDone={close} />
      </Dialog>
    </Section>
  )
}

/** The new address, then the code that was sent to it. */
function EmailChangeSteps({ onDone }: { onDone: () => void }) {
  const asked = useSignal<{ email: string; sent: CodeSent } | null>(null)
  const form = useForm({
    schema: EmailChange,
    submit: async ({ email }) => {
      asked.value = { email, sent: await askForEmailChange(email) }
    },
  })
  if (asked.value) {
    const { email, sent } = asked.value
    return (
      <CodeEntry
        email={email}
        sent={sent}
        onAgain={() => askForEmailChange(email)}
        onCode={async (code) => {
          await confirmEmailChange(code)
          await Promise.all([
            refreshSession(),
            queryClient.invalidateQueries({ queryKey: ['sessions'] }),
          ])
          showToast({ text: m.settings_email_done() })
          onDone()
        }}
      />
    )
  }
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <TextField
        {...form.field('email')}
        label={m.settings_email_new()}
        type="email"
        dir="ltr"
        autocomplete="email"
        inputMode="email"
        autofocus
      />
      <div class="dialog-acts">
        <Button onClick={onDone}>{m.common_cancel()}</Button>
        <SubmitButton form={form}>{m.settings_email_send()}</SubmitButton>
      </div>
    </form>
  )
}
