import { BlockChange } from '../../../../worker/contract/numbers'
import { Button } from '../../../components/button'
import { describeFailure } from '../../../components/failure'
import { TextField } from '../../../components/field'
import { FormErrors, SubmitButton } from '../../../components/form-parts'
import { Phone } from '../../../components/isolate'
import { Section } from '../../../components/page-parts'
import { useAction } from '../../../lib/action'
import { useForm } from '../../../lib/form'
import { m } from '../../../paraglide/messages.js'
import { blockPerson, unblockPerson } from '../api'

type Props = { numberId: string; blocked: string[]; onChanged: () => Promise<void> }

export function Blocked({ numberId, blocked, onChanged }: Props) {
  const form = useForm({
    schema: BlockChange,
    submit: async ({ phone }) => {
      await blockPerson(numberId, phone)
      await onChanged()
    },
  })
  const unblock = useAction<string>(async (phone) => {
    await unblockPerson(numberId, phone)
    await onChanged()
  })
  return (
    <Section title={m.number_blocked()} level={3}>
      <div class="panel pad stack close">
        <p class="md muted">{m.number_blocked_lead()}</p>
        {blocked.length === 0 && <p class="md">{m.number_blocked_none()}</p>}
        {blocked.map((phone) => (
          <div key={phone} class="row">
            <Phone value={phone} />
            <Button
              size="slim"
              isBusy={unblock.isBusy.value}
              onClick={() => void unblock.run(phone)}
            >
              {m.number_unblock()}
            </Button>
          </div>
        ))}
        {unblock.error.value && <p class="t-danger">{describeFailure(unblock.error.value)}</p>}
        <form key={blocked.length} {...form.props} class="stack close">
          <FormErrors form={form} />
          <TextField
            {...form.field('phone')}
            label={m.number_blocked_phone()}
            type="tel"
            dir="ltr"
            autocomplete="off"
          />
          <div class="row">
            <SubmitButton form={form}>{m.number_block()}</SubmitButton>
          </div>
        </form>
      </div>
    </Section>
  )
}
