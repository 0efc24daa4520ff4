import { useSignal } from '@preact/signals'
import { TokenChange } from '../../../worker/contract/access'
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
import { replaceToken } from './api'
import { ConnectionChecks } from './connection-checks'
import { refreshConnections } from './connections'
import { checksOf } from './refusal'

/** Pastes another token; the present one works until the new one has passed every check. */
export function TokenForm({ connectionId }: { connectionId: string }) {
  const checks = useSignal<CheckView[] | null>(null)
  const revokeOld = useSignal(true)
  // A secret stays in no field: another form takes this one's place.
  const round = useSignal(0)
  const form = useForm({
    schema: TokenChange,
    toInput: (values) => ({ ...values, revokeOld: revokeOld.value }),
    submit: async (change, key) => {
      checks.value = null
      try {
        await replaceToken(connectionId, change, key)
        await refreshConnections()
        round.value++
        showToast({ text: m.access_token_replaced() })
      } catch (error) {
        if (error instanceof ApiError) checks.value = checksOf(error)
        throw error
      }
    },
  })
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
    </Section>
  )
}
