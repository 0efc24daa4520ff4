import { PinInput } from '../../../worker/contract/numbers'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { showToast } from '../../components/toast'
import { useForm } from '../../lib/form'
import { m } from '../../paraglide/messages.js'
import { registerNumber } from './api'
import { refreshConnections } from './connections'

/** Registers a number with the two-step PIN that its owner knows. */
export function PinForm({ numberId }: { numberId: string }) {
  const form = useForm({
    schema: PinInput,
    submit: async ({ pin }) => {
      await registerNumber(numberId, pin)
      showToast({ text: m.pin_done() })
      await refreshConnections()
    },
  })
  const pin = form.field('pin')
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <TextField
        {...pin}
        error={pin.error ? m.pin_invalid() : undefined}
        label={m.pin_label()}
        hint={m.pin_hint()}
        dir="ltr"
        inputMode="numeric"
        autocomplete="off"
        spellcheck={false}
      />
      <div class="row">
        <SubmitButton form={form}>{m.pin_submit()}</SubmitButton>
      </div>
    </form>
  )
}
