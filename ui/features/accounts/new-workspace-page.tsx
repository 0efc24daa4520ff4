import { useSignal } from '@preact/signals'
import { NewWorkspace } from '../../../worker/contract/team'
import { SelectField, TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { useForm } from '../../lib/form'
import { countryOptions, timeZoneOptions } from '../../lib/places'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { startDocumentAt, useSession } from './session'
import { createWorkspace } from './team-api'
import { ZoneHint } from './zone-hint'

/** Another workspace of the same person, in which the session then goes on. */
export function NewWorkspacePage() {
  const { account } = useSession()
  const zone = useSignal(account.timeZone)
  const form = useForm({
    schema: NewWorkspace,
    submit: async (workspace, key) => {
      await createWorkspace(workspace, key)
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
        <div class="two-columns">
          <SelectField
            {...form.field('country')}
            label={m.auth_country()}
            hint={m.auth_country_hint()}
            options={countryOptions()}
            defaultValue={account.country}
          />
          <SelectField
            {...form.field('timeZone')}
            label={m.auth_time_zone()}
            hint={<ZoneHint zone={zone.value} />}
            options={timeZoneOptions(zone.value)}
            defaultValue={zone.value}
            onChange={(chosen) => {
              zone.value = chosen
            }}
          />
        </div>
        <div class="row">
          <SubmitButton form={form}>{m.workspace_create()}</SubmitButton>
        </div>
      </form>
    </Page>
  )
}
