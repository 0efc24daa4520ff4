import { PinInput } from '../../../../worker/contract/numbers'
import { TextField } from '../../../components/field'
import { FormErrors, SubmitButton } from '../../../components/form-parts'
import { Section } from '../../../components/page-parts'
import { showToast } from '../../../components/toast'
import { useForm } from '../../../lib/form'
import { m } from '../../../paraglide/messages.js'
import { changePin } from '../api'

type Props = { numberId: string; hasPin: boolean; onChanged: () => Promise<void> }

export function PinChange({ numberId, hasPin, onChanged }: Props) {
  const form = useForm({
    schema: PinInput,
    submit: async ({ pin }) => {
      await changePin(numberId, pin)
      await onChanged()
      showToast({ text: m.number_saved() })
    },
  })
  const pin = form.field('pin')
  return (
    <Section title={m.number_pin()} level={3}>
      <form {...form.props} class="panel pad stack close">
        <p class="md muted">{hasPin ? m.number_pin_known() : m.number_pin_unknown()}</p>
        <FormErrors form={form} />
        <TextField
          {...pin}
          error={pin.error ? m.pin_invalid() : undefined}
          label={m.number_pin()}
          dir="ltr"
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
        />
        <div class="row">
          <SubmitButton form={form}>{m.number_pin_change()}</SubmitButton>
        </div>
      </form>
    </Section>
  )
}
