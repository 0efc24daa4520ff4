import { useSignal } from '@preact/signals'
import { Plus, X } from 'lucide-preact'
import { MOST_TESTERS, NewTester, type TesterView } from '../../../worker/contract/broadcast-tests'
import { Button, IconButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Name, Phone } from '../../components/isolate'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { useForm } from '../../lib/form'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { canSend, useSession } from '../accounts/session'
import { addTester, removeTester } from './test-api'
import { keepTesters, refreshTesters } from './test-model'

export const testerName = ({ name, phone }: Pick<TesterView, 'name' | 'phone'>) =>
  name ?? (phone ? formatPhone(phone) : m.contacts_no_name())

/** A tester as one line. */
export const TesterText = ({ tester }: { tester: Pick<TesterView, 'name' | 'phone'> }) => (
  <>
    <Name value={testerName(tester)} />
    {tester.name && tester.phone && (
      <small class="muted">
        <Phone value={tester.phone} />
      </small>
    )}
  </>
)

export function RemoveTester({ tester }: { tester: TesterView }) {
  const remove = useAction<string>(async (contactId) => {
    await removeTester(contactId)
    await refreshTesters()
  })
  const press = async () => {
    const isGone = await remove.run(tester.contactId)
    const error = remove.error.peek()
    if (!isGone && error) showToast({ text: describeFailure(error), tone: 'danger' })
  }
  return (
    <IconButton
      icon={X}
      variant="quiet"
      size="slim"
      label={m.composer_tester_remove({ name: testerName(tester) })}
      onClick={() => void press()}
    />
  )
}

/** A name and a number; the form opens where it is asked for. */
export function AddTester({ count }: { count: number }) {
  const isOpen = useSignal(count === 0)
  const mayAdd = canSend(useSession())
  if (!mayAdd || count >= MOST_TESTERS) return null
  if (isOpen.value) {
    return (
      <TesterForm
        onDone={() => {
          isOpen.value = false
        }}
      />
    )
  }
  return (
    <div class="row">
      <Button
        size="slim"
        icon={Plus}
        onClick={() => {
          isOpen.value = true
        }}
      >
        {m.composer_tester_add()}
      </Button>
    </div>
  )
}

function TesterForm({ onDone }: { onDone: () => void }) {
  const form = useForm({
    schema: NewTester,
    submit: async (tester, key) => {
      keepTesters(await addTester(tester, key))
      onDone()
    },
  })
  return (
    <form {...form.props} class="tester-form">
      <FormErrors form={form} />
      <TextField {...form.field('name')} label={m.composer_tester_name()} maxLength={80} />
      <TextField
        {...form.field('phone')}
        label={m.contacts_phone()}
        type="tel"
        inputMode="tel"
        dir="ltr"
      />
      <SubmitButton form={form}>{m.composer_tester_add()}</SubmitButton>
    </form>
  )
}
