import { NewWorkspace } from '../../../worker/contract/team'
import { TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { useForm } from '../../lib/form'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { PlaceFields } from './place-fields'
import { startDocumentAt, useSession } from './session'
import { switchWorkspace } from './session-api'
import { createWorkspace } from './team-api'

/** Another workspace of the same person, in which the session then goes on. */
export function NewWorkspacePage() {
  const { account } = useSession()
  const form = useForm({
    schema: NewWorkspace,
    submit: async (workspace, key) => {
      const { id } = await createWorkspace(workspace, key)
      await switchWorkspace(id)
      startDocumentAt('/')
    },
  })
  return (
    <Page title={m.workspace_new_title()}>
      <form {...form.props} class="panel pad stack close narrow-col">
        <p class="md muted">{m.workspace_new_lead()}</p>
        <FormErrors form={form} />
        <TextField
          {...form.field('businessName')}
          label={m.auth_business_name()}
          autocomplete="organization"
        />
        <PlaceFields form={form} country={account.country} zone={account.timeZone} />
        <div class="row">
          <SubmitButton form={form}>{m.workspace_create()}</SubmitButton>
        </div>
      </form>
    </Page>
  )
}
