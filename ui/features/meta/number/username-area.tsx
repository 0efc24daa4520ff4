import { type NumberSetup, Username } from '../../../../worker/contract/numbers'
import { Button } from '../../../components/button'
import { describeFailure } from '../../../components/failure'
import { TextField } from '../../../components/field'
import { FormErrors, SubmitButton } from '../../../components/form-parts'
import { Code } from '../../../components/isolate'
import { Section } from '../../../components/page-parts'
import { useAction } from '../../../lib/action'
import { useForm } from '../../../lib/form'
import { rich } from '../../../lib/i18n'
import { m } from '../../../paraglide/messages.js'
import { chooseUsername, giveUsernameUp } from '../api'

type Props = {
  numberId: string
  username: NumberSetup['username']
  onChanged: () => Promise<void>
}

export function UsernameArea({ numberId, username, onChanged }: Props) {
  const form = useForm({
    schema: Username,
    submit: async (input) => {
      await chooseUsername(numberId, input.username)
      await onChanged()
    },
  })
  const giveUp = useAction<string>(async (id) => {
    await giveUsernameUp(id)
    await onChanged()
  })
  return (
    <Section title={m.number_username()} level={3}>
      <div class="panel pad stack close">
        {username ? (
          <>
            <p class="md">
              {rich(m.number_username_now, {
                name: <Code>{username.name}</Code>,
                status: <Code>{username.status}</Code>,
              })}
            </p>
            <div class="row">
              <Button isBusy={giveUp.isBusy.value} onClick={() => void giveUp.run(numberId)}>
                {m.number_username_give_up()}
              </Button>
            </div>
            {giveUp.error.value && <p class="t-danger">{describeFailure(giveUp.error.value)}</p>}
          </>
        ) : (
          <form {...form.props} class="stack close">
            <p class="md muted">{m.number_username_none()}</p>
            <FormErrors form={form} />
            <TextField
              {...form.field('username')}
              label={m.number_username()}
              hint={m.number_username_hint()}
              dir="ltr"
              autocapitalize="none"
              autocomplete="off"
              spellcheck={false}
            />
            <div class="row">
              <SubmitButton form={form}>{m.number_username_choose()}</SubmitButton>
            </div>
          </form>
        )}
      </div>
    </Section>
  )
}
