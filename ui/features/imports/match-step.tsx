import { useSignal } from '@preact/signals'
import { BookmarkCheck } from 'lucide-preact'
import type { ImportSettings, ImportView } from '../../../worker/contract/imports'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Name } from '../../components/isolate'
import { Banner, Section } from '../../components/page-parts'
import { SaveState } from '../../components/save-state'
import { useAction } from '../../lib/action'
import { type Autosave, useAutosave } from '../../lib/autosave'
import { rich } from '../../lib/i18n'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { useFields } from '../contacts/model'
import { changeImport, checkImport } from './api'
import { ColumnCard, headerOf } from './column-card'
import { clashesOf, type Missing, missingIn } from './columns'
import './imports.css'
import { ImportSettingsForm } from './import-settings'
import { isCheckedNow, keepImport } from './model'
import { Presets } from './presets'
import { stopUpload } from './uploading'

type Change = Partial<ImportSettings>

/** What each column is, and how the rows are taken in. Saved by itself while it is being filled in. */
export function MatchStep({ view }: { view: ImportView }) {
  const settings = useSignal(view.settings)
  const hasTried = useSignal(false)
  const autosave = useAutosave<Change>(async () => {
    const now = settings.peek()
    // Two columns with one meaning are kept on the page until one of them is changed.
    if (!now || missingIn(now).includes('unique')) return
    keepImport(await changeImport(view.id, withCleanTexts(now)))
  })
  const shown = settings.value
  if (!shown) return null
  const change = (part: Change) => {
    settings.value = { ...shown, ...part }
    autosave.change(part)
  }
  return (
    <>
      <div class="stack">
        <FromPreset view={view} />
        <Columns view={view} settings={shown} onChange={change} />
        <ImportSettingsForm settings={shown} isChecked={hasTried.value} onChange={change} />
        <Presets view={view} flush={autosave.flush} onUse={change} />
      </div>
      <Dock
        view={view}
        missing={missingIn(shown)}
        autosave={autosave}
        isChecked={hasTried.value}
        onTry={() => {
          hasTried.value = true
        }}
      />
    </>
  )
}

/** The same columns were matched before: that is said, so that nobody wonders. */
function FromPreset({ view }: { view: ImportView }) {
  if (view.preset === null) return null
  return (
    <Banner tone="info" icon={BookmarkCheck} isInset>
      {rich(m.imports_preset_used, { name: <Name value={view.preset} /> })}
    </Banner>
  )
}

/** The server takes no blank texts: nothing said is null. */
const withCleanTexts = (settings: ImportSettings): ImportSettings => ({
  ...settings,
  tag: settings.tag?.trim() || null,
  consentSource: settings.consentSource?.trim() || null,
  consentDay: settings.consentDay || null,
  columns: settings.columns.map(withCleanName),
})

const withCleanName = (target: ImportSettings['columns'][number]) => {
  const name = /^new:(.*)$/u.exec(target)?.[1]?.trim()
  if (name === undefined) return target
  return name ? (`new:${name}` as const) : 'skip'
}

type ColumnsProps = {
  view: ImportView
  settings: ImportSettings
  onChange: (change: Change) => void
}

function Columns({ view, settings, onChange }: ColumnsProps) {
  const { data: fields } = useFields()
  const { headers, preview } = view
  const clashes = clashesOf(settings.columns)
  return (
    <Section
      title={m.imports_match_lead()}
      aside={
        <>
          <Name value={view.fileName} /> · {m.imports_columns({ count: headers.length })}
        </>
      }
    >
      <ul class="file-columns">
        {headers.map((header, index) => {
          const other = clashes[index] ?? null
          return (
            // Columns have no other name than their place: two may be called the same.
            <ColumnCard
              key={index}
              index={index}
              header={header}
              cells={preview.map((row) => row[index] ?? '')}
              target={settings.columns[index] ?? 'skip'}
              fields={fields?.items ?? []}
              clashesWith={other === null ? null : headerOf(headers[other] ?? '', other)}
              onChange={(target) => onChange({ columns: settings.columns.with(index, target) })}
            />
          )
        })}
      </ul>
    </Section>
  )
}

type DockProps = {
  view: ImportView
  missing: Missing[]
  autosave: Autosave<Change>
  isChecked: boolean
  onTry: () => void
}

const MISSING: Record<Missing, () => string> = {
  phone: m.imports_need_phone,
  unique: m.imports_need_unique,
  consent_column: m.imports_need_consent_column,
  consent_source: m.imports_need_consent_source,
}

function Dock({ view, missing, autosave, isChecked, onTry }: DockProps) {
  const check = useAction<null>(async (_, key) => {
    if (!(await autosave.flush())) return
    // Looked at again and not changed: what was found still holds.
    if (isCheckedNow(view.id)) navigate(`/contacts/import/${view.id}`)
    else {
      keepImport(await checkImport(view.id, key))
      navigate(`/contacts/import/${view.id}`, { replace: true })
    }
  })
  const discard = useAction<null>(async () => {
    await stopUpload(view.id)
    navigate('/contacts/import', { replace: true })
  })
  const press = () => {
    onTry()
    if (missing.length === 0) void check.run(null)
  }
  const failure = check.error.value ?? discard.error.value
  return (
    <div class="dock import-dock">
      {(failure || (isChecked && missing.length > 0)) && (
        <div class="errors" role="alert">
          {failure && <p>{describeFailure(failure)}</p>}
          {isChecked && missing.map((one) => <p key={one}>{MISSING[one]()}</p>)}
        </div>
      )}
      <Button isBusy={discard.isBusy.value} onClick={() => void discard.run(null)}>
        {m.imports_discard()}
      </Button>
      <p class="grow sm muted not-phone">{m.imports_kept()}</p>
      <SaveState autosave={autosave} savedAt={view.createdAt} />
      <Button variant="primary" isBusy={check.isBusy.value} onClick={press}>
        {m.imports_check_rows()}
      </Button>
    </div>
  )
}
