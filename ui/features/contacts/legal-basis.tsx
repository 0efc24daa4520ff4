import { useQuery } from '@tanstack/preact-query'
import { NewLegalBasis } from '../../../worker/contract/legal-basis'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { TextArea } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Name, Time, UserText } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { useForm } from '../../lib/form'
import { rich } from '../../lib/i18n'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { declareBasis, fetchBasis, withdrawBasis } from './api'

const BASIS = ['legal-basis']
const refresh = () => queryClient.invalidateQueries({ queryKey: BASIS })

/** Why people whose consent nobody wrote down may get marketing: said once, by somebody with a name. */
export function LegalBasisSection() {
  const basis = useQuery({ queryKey: BASIS, queryFn: fetchBasis })
  const mayDeclare = canManage(useSession())
  return (
    <Section title={m.contacts_basis_title()}>
      <div class="panel pad stack close">
        <p class="sm muted">{m.contacts_basis_text()}</p>
        <Loaded query={basis} skeleton={<Skeleton shape="text" />}>
          {({ declared }) =>
            declared ? (
              <>
                <UserText text={declared.basis} />
                <p class="sm muted">
                  {rich(m.contacts_basis_by, {
                    name: <Name value={declared.by} />,
                    date: <Time at={declared.at} style="date" />,
                  })}
                </p>
                {mayDeclare && <Withdraw />}
              </>
            ) : mayDeclare ? (
              <Declare />
            ) : (
              <p class="md">{m.contacts_basis_none()}</p>
            )
          }
        </Loaded>
      </div>
    </Section>
  )
}

function Declare() {
  const { user } = useSession()
  const form = useForm({
    schema: NewLegalBasis,
    submit: async (input, key) => {
      await declareBasis(input, key)
      await refresh()
      showToast({ text: m.contacts_basis_declared() })
    },
  })
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <TextArea
        {...form.field('basis')}
        label={m.contacts_basis_label()}
        hint={m.contacts_basis_hint({ name: user.name })}
        maxLength={500}
      />
      <div class="row">
        <SubmitButton form={form}>{m.contacts_basis_declare()}</SubmitButton>
      </div>
    </form>
  )
}

function Withdraw() {
  const withdraw = useAction<null>(async () => {
    await withdrawBasis()
    await refresh()
    showToast({ text: m.contacts_basis_withdrawn() })
  })
  const failure = withdraw.error.value
  return (
    <div class="row">
      {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      <Button isBusy={withdraw.isBusy.value} onClick={() => void withdraw.run(null)}>
        {m.contacts_basis_withdraw()}
      </Button>
    </div>
  )
}
