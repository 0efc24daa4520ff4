import { useSignal } from '@preact/signals'
import type { ImportSettings, ImportView, PresetView } from '../../../worker/contract/imports'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { SelectField, TextField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { deletePreset, savePreset } from './api'
import './check.css'
import { refreshPresets, usePresets } from './model'

type Props = {
  view: ImportView
  /** Saves what is on the page first; false when that failed. */
  flush: () => Promise<boolean>
  onUse: (settings: ImportSettings) => void
}

/** Matchings that are kept under a name: to use one here, and to keep this one. */
export function Presets({ view, flush, onUse }: Props) {
  const { data } = usePresets()
  const name = useSignal('')
  const chosen = useSignal('')
  const save = useAction<string>(async (text, key) => {
    if (!(await flush())) return
    await savePreset(text, view.id, key)
    name.value = ''
    await refreshPresets()
  })
  const forget = useAction<string>(async (id) => {
    await deletePreset(id)
    chosen.value = ''
    await refreshPresets()
  })
  const presets = data?.items ?? []
  const preset = presets.find(({ id }) => id === chosen.value)
  const failure = save.error.value ?? forget.error.value
  return (
    <Section title={m.imports_presets()} aside={m.imports_presets_hint()}>
      <div class="panel pad stack close">
        {presets.length > 0 && (
          <div class="preset-row">
            <SelectField
              label={m.imports_preset_use_label()}
              options={[
                { value: '', text: m.imports_preset_choose() },
                ...presets.map(({ id, name: text }) => ({ value: id, text })),
              ]}
              value={chosen.value}
              onChange={(id) => {
                chosen.value = id
              }}
            />
            <Button
              isDisabled={!preset}
              onClick={() => preset && onUse(fitted(preset, view.headers))}
            >
              {m.imports_preset_use()}
            </Button>
            <Button
              variant="quiet"
              isDisabled={!preset}
              isBusy={forget.isBusy.value}
              onClick={() => preset && void forget.run(preset.id)}
            >
              {preset
                ? m.imports_preset_delete_named({ name: isolated(preset.name) })
                : m.imports_preset_delete()}
            </Button>
          </div>
        )}
        <div class="preset-row">
          <TextField
            label={m.imports_preset_name()}
            maxLength={60}
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value
            }}
          />
          <Button
            isBusy={save.isBusy.value}
            isDisabled={name.value.trim() === ''}
            onClick={() => void save.run(name.value.trim())}
          >
            {m.imports_preset_save()}
          </Button>
        </div>
        {failure && <p class="t-danger sm">{describeFailure(failure)}</p>}
      </div>
    </Section>
  )
}

/** Columns of the same name are matched the same; others are left out, to be looked at. */
function fitted(preset: PresetView, headers: string[]): ImportSettings {
  const left = preset.headers.map((header, at) => ({ header, target: preset.settings.columns[at] }))
  const columns = headers.map((header) => {
    const at = left.findIndex((one) => one.header.toLowerCase() === header.toLowerCase())
    return (at >= 0 ? left.splice(at, 1)[0]?.target : undefined) ?? 'skip'
  })
  return { ...preset.settings, columns }
}
