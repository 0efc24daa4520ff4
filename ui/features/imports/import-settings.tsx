import type { ImportSettings } from '../../../worker/contract/imports'
import { Choices } from '../../components/choice'
import { Field, SelectField, TextField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { dayIn } from '../../lib/day'
import { countryOptions } from '../../lib/places'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'

type Props = {
  settings: ImportSettings
  /** Start was pressed: what is missing is shown beside its field. */
  isChecked: boolean
  onChange: (change: Partial<ImportSettings>) => void
}

export const ImportSettingsForm = (props: Props) => (
  <Section title={m.imports_settings()}>
    <div class="panel pad import-settings">
      <div class="stack close">
        <SelectField
          label={m.imports_country()}
          options={countryOptions()}
          value={props.settings.country}
          onChange={(country) => props.onChange({ country })}
        />
        <TextField
          label={m.imports_tag()}
          hint={m.imports_tag_hint()}
          isOptional
          maxLength={200}
          defaultValue={props.settings.tag ?? ''}
          onInput={(event) => props.onChange({ tag: event.currentTarget.value })}
        />
        <Existing {...props} />
      </div>
      <Consent {...props} />
    </div>
  </Section>
)

const Existing = ({ settings, onChange }: Props) => (
  <Choices
    legend={m.imports_existing()}
    name="existing"
    value={settings.existing}
    onChange={(existing) => onChange({ existing })}
    choices={[
      {
        value: 'update',
        label: m.imports_existing_update(),
        hint: m.imports_existing_update_hint(),
      },
      {
        value: 'fill_blanks',
        label: m.imports_existing_fill_blanks(),
        hint: m.imports_existing_fill_blanks_hint(),
      },
      { value: 'skip', label: m.imports_existing_skip(), hint: m.imports_existing_skip_hint() },
    ]}
  />
)

function Consent({ settings, isChecked, onChange }: Props) {
  const { timeZone } = useSession().account
  const lacksSource = isChecked && !settings.consentSource?.trim()
  return (
    <div class="stack close">
      <Choices
        legend={m.imports_consent()}
        name="consent"
        value={settings.consent}
        onChange={(consent) => onChange({ consent })}
        choices={[
          {
            value: 'column',
            label: m.imports_consent_column(),
            hint: m.imports_consent_column_hint(),
          },
          {
            value: 'everyone',
            label: m.imports_consent_everyone(),
            hint: m.imports_consent_everyone_hint(),
          },
          { value: 'none', label: m.imports_consent_none(), hint: m.imports_consent_none_hint() },
        ]}
      />
      {settings.consent !== 'none' && (
        <TextField
          label={m.imports_consent_source()}
          hint={m.imports_consent_source_hint()}
          error={lacksSource ? m.form_required() : undefined}
          maxLength={200}
          defaultValue={settings.consentSource ?? ''}
          onInput={(event) => onChange({ consentSource: event.currentTarget.value })}
        />
      )}
      {settings.consent === 'everyone' && (
        <Field label={m.imports_consent_day()} hint={m.imports_consent_day_hint()} isOptional>
          {(wired) => (
            <input
              {...wired}
              class="input"
              type="date"
              max={dayIn(timeZone, Date.now())}
              value={settings.consentDay ?? ''}
              onChange={(event) => onChange({ consentDay: event.currentTarget.value || null })}
            />
          )}
        </Field>
      )}
      <p class="sm muted">{m.imports_opt_out_stays()}</p>
    </div>
  )
}
