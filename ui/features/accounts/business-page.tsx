import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import { BusinessChange, type BusinessView } from '../../../worker/contract/account'
import { SelectField, TextArea, TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { LeaveGuard } from '../../components/leave-guard'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { type Form, useForm } from '../../lib/form'
import { countryOptions, timeZoneOptions } from '../../lib/places'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { changeBusiness, fetchBusiness } from './api'
import { canManage, refreshSession, useSession } from './session'
import { SettingsFrame } from './settings-frame'
import { ZoneHint } from './zone-hint'

const BUSINESS = ['account']

export function BusinessPage() {
  const business = useQuery({ queryKey: BUSINESS, queryFn: fetchBusiness })
  return (
    <SettingsFrame current="business">
      <Loaded query={business} skeleton={<Skeleton shape="text" count={9} />}>
        {(data) => <BusinessForm business={data} />}
      </Loaded>
    </SettingsFrame>
  )
}

/** Left empty means: not told. */
const orNull = (text: string | undefined) => (text?.trim() ? text : null)

function BusinessForm({ business }: { business: BusinessView }) {
  const mayChange = canManage(useSession())
  const form = useForm({
    schema: BusinessChange,
    toInput: (values) => ({
      ...values,
      legalName: orNull(values.legalName),
      registrationNumber: orNull(values.registrationNumber),
      address: orNull(values.address),
    }),
    submit: async (change) => {
      queryClient.setQueryData(BUSINESS, await changeBusiness(change))
      await refreshSession()
      showToast({ text: m.common_saved() })
    },
  })
  return (
    <form {...form.props} class="stack">
      <LeaveGuard form={form} />
      {!mayChange && <p class="md muted">{m.settings_business_read_only()}</p>}
      <FormErrors form={form} />
      <fieldset class="stack" disabled={!mayChange}>
        <IdentityFields form={form} business={business} />
        <PlaceFields form={form} business={business} />
        <div class="row">
          <SubmitButton form={form}>{m.common_save()}</SubmitButton>
        </div>
      </fieldset>
    </form>
  )
}

type FieldsProps = { form: Form; business: BusinessView }

const IdentityFields = ({ form, business }: FieldsProps) => (
  <Section title={m.settings_business_about()}>
    <div class="panel pad stack close">
      <TextField
        {...form.field('name')}
        label={m.auth_business_name()}
        defaultValue={business.name}
        autocomplete="organization"
      />
      <div class="two-columns">
        <TextField
          {...form.field('legalName')}
          label={m.settings_business_legal()}
          defaultValue={business.legalName ?? ''}
          isOptional
        />
        <TextField
          {...form.field('registrationNumber')}
          label={m.settings_business_registration()}
          defaultValue={business.registrationNumber ?? ''}
          dir="ltr"
          isOptional
        />
      </div>
      <TextArea
        {...form.field('address')}
        label={m.settings_business_address()}
        defaultValue={business.address ?? ''}
        isOptional
      />
    </div>
  </Section>
)

function PlaceFields({ form, business }: FieldsProps) {
  const zone = useSignal(business.timeZone)
  return (
    <Section title={m.settings_business_places()}>
      <div class="panel pad two-columns">
        <SelectField
          {...form.field('timeZone')}
          label={m.auth_time_zone()}
          hint={
            <>
              <ZoneHint zone={zone.value} />. {m.settings_business_time_zone_hint()}
            </>
          }
          options={timeZoneOptions(zone.value)}
          defaultValue={zone.value}
          onChange={(chosen) => {
            zone.value = chosen
          }}
        />
        <SelectField
          {...form.field('country')}
          label={m.auth_country()}
          hint={m.auth_country_hint()}
          options={countryOptions()}
          defaultValue={business.country}
        />
      </div>
    </Section>
  )
}
