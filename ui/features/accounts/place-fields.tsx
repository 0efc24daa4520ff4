import { useSignal } from '@preact/signals'
import { SelectField } from '../../components/field'
import type { Form } from '../../lib/form'
import { countryOptions, timeZoneOptions } from '../../lib/places'
import { m } from '../../paraglide/messages.js'
import { ZoneHint } from './zone-hint'

type Props = { form: Form; country: string; zone: string }

/** Where a new workspace is: what numbers and clocks are read by. */
export function PlaceFields({ form, country, zone: first }: Props) {
  const zone = useSignal(first)
  return (
    <div class="two-columns">
      <SelectField
        {...form.field('country')}
        label={m.auth_country()}
        hint={m.auth_country_hint()}
        options={countryOptions()}
        defaultValue={country}
        autocomplete="country"
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
  )
}
