import { useSignal } from '@preact/signals'
import * as v from 'valibot'
import { TokenChange } from '../../../worker/contract/access'
import type { CodeSent } from '../../../worker/contract/auth'
import type { CheckView } from '../../../worker/contract/connections'
import { Checkbox } from '../../components/choice'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { LeaveGuard } from '../../components/leave-guard'
import { Banner, Section } from '../../components/page-parts'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { askForTokenCode, replaceToken } from './api'
import { ConnectionChecks } from './connection-checks'
import { refreshConnections } from './connections'
import { checksOf } from './refusal'
import { TokenCodeDialog } from './token-code-dialog'

const Pasted = v.omit(TokenChange, ['code'])

/** Pastes another token; the present one works until the new one has passed every check. */
export function TokenForm({ connectionId }: { connectionId: string }) {
  const checks = useSignal<CheckView[] | null>(null)
  const revokeOld = useSignal(true)
  const sent = useSignal<CodeSent | null>(null)
  const pasted = useSignal<v.InferOutput<typeof Pasted> | null>(null)
  // A secret stays in no field: another form takes this one's place.
  const round = useSignal(0)
  const form = useForm({
    schema: Pasted,
    toInput: (values) => ({ ...values, revokeOld: revokeOld.value }),
    submit: async (change) => {
      checks.value = null
      sent.value = await askForTokenCode()
      pasted.value = change
    },
  })
  const replace = async (code: string) => {
    if (!pasted.value) return
    try {
      await replaceToken(connectionId, { ...pasted.value, code })
      await refreshConnections()
      round.value++
      showToast({ text: m.access_token_replaced() })
    } catch (error) {
      checks.value = error instanceof ApiError ? checksOf(error) : null
      // What is wrong with the token stands beside it; what is wrong with the code, in the dialog.
      if (!checks.value) throw error
    }
    pasted.value = null
    sent.value = null
  }
  return (
    <Section title={m.access_rotate()}>
      <p class="md muted">{m.access_rotate_lead()}</p>
      <form {...form.props} class="panel pad stack close">
        <LeaveGuard form={form} />
        {checks.value ? (
          <Banner tone="danger" isInset>
            {m.access_token_refused()}
          </Banner>
        ) : (
          <FormErrors form={form} />
        )}
        <TextField
          key={round.value}
          {...form.field('accessToken')}
          label={m.connect_token()}
          hint={m.connect_token_hint()}
          type="password"
          dir="ltr"
          autocomplete="off"
          spellcheck={false}
        />
        <Checkbox
          label={m.access_revoke_old()}
          hint={m.access_revoke_old_hint()}
          isChecked={revokeOld.value}
          onChange={(isChecked) => {
            revokeOld.value = isChecked
          }}
        />
        <div class="row">
          <SubmitButton form={form}>
            {form.isBusy.value ? m.connect_checking() : m.access_rotate_submit()}
          </SubmitButton>
        </div>
        {checks.value && <ConnectionChecks checks={checks.value} />}
      </form>
      <TokenCodeDialog sent={sent} onCode={replace} />
    </Section>
  )
}
