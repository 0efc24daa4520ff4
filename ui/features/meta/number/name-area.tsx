import { DisplayName, type NumberSetup } from '../../../../worker/contract/numbers'
import { Button } from '../../../components/button'
import { describeFailure } from '../../../components/failure'
import { TextField } from '../../../components/field'
import { FormErrors, SubmitButton } from '../../../components/form-parts'
import { Code, Name } from '../../../components/isolate'
import { Section } from '../../../components/page-parts'
import { showToast } from '../../../components/toast'
import { useAction } from '../../../lib/action'
import { useForm } from '../../../lib/form'
import { rich } from '../../../lib/i18n'
import { m } from '../../../paraglide/messages.js'
import { askForNumberName, takeNumberName } from '../api'
import { PinForm } from '../pin-form'

type Props = {
  numberId: string
  name: NumberSetup['name']
  /** Whether the PIN that a registration takes is kept here. */
  hasPin: boolean
  onChanged: () => Promise<void>
}

/** The name over chats. Meta reviews another one, and shows it once the number is registered again. */
export function NameArea({ numberId, name, hasPin, onChanged }: Props) {
  return (
    <Section title={m.number_name()} level={3}>
      <div class="panel pad stack close">
        <p class="md">
          {rich(m.number_name_now, { name: name.shown ? <Name value={name.shown} /> : '–' })}
        </p>
        <Review name={name} />
        {name.wanted === 'APPROVED' ? (
          <UseName numberId={numberId} hasPin={hasPin} onChanged={onChanged} />
        ) : (
          name.wanted !== 'PENDING_REVIEW' && (
            <AskForm key={name.shown} numberId={numberId} onChanged={onChanged} />
          )
        )}
      </div>
    </Section>
  )
}

function Review({ name: { status, wanted } }: Pick<Props, 'name'>) {
  const word = wanted ?? status
  switch (word) {
    case 'PENDING_REVIEW':
      return <p class="md t-warn">{m.number_name_pending()}</p>
    case 'DECLINED':
      return <p class="md t-danger">{m.number_name_declined()}</p>
    case 'EXPIRED':
      return <p class="md t-warn">{m.number_name_expired()}</p>
    case 'APPROVED':
    case 'AVAILABLE_WITHOUT_REVIEW':
    case null:
      return wanted ? <p class="md t-ok">{m.number_name_approved()}</p> : null
    default:
      return <Code>{word}</Code>
  }
}

function AskForm({ numberId, onChanged }: Pick<Props, 'numberId' | 'onChanged'>) {
  const form = useForm({
    schema: DisplayName,
    submit: async ({ name }) => {
      await askForNumberName(numberId, name)
      await onChanged()
      showToast({ text: m.number_name_asked() })
    },
  })
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <TextField
        {...form.field('name')}
        label={m.number_name_other()}
        hint={m.number_name_hint()}
        maxLength={75}
        autocomplete="off"
      />
      <div class="row">
        <SubmitButton form={form}>{m.number_name_ask()}</SubmitButton>
      </div>
    </form>
  )
}

function UseName({ numberId, hasPin, onChanged }: Omit<Props, 'name'>) {
  const use = useAction<string>(async (id) => {
    await takeNumberName(id)
    await onChanged()
    showToast({ text: m.number_name_used() })
  })
  if (!hasPin) return <PinForm numberId={numberId} />
  return (
    <>
      <div class="row">
        <Button variant="primary" isBusy={use.isBusy.value} onClick={() => void use.run(numberId)}>
          {m.number_name_use()}
        </Button>
      </div>
      {use.error.value && <p class="t-danger">{describeFailure(use.error.value)}</p>}
    </>
  )
}
