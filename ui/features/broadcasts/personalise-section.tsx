import type { PlanView } from '../../../worker/contract/broadcast-plan'
import type { ParameterSource } from '../../../worker/contract/broadcasts'
import type { TemplateParameter } from '../../../worker/contract/templates'
import { TextField } from '../../components/field'
import { Code } from '../../components/isolate'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useFields } from '../contacts/model'
import { mediaHint, mediaName } from '../templates/media'
import { ParameterName, partName } from '../templates/parameter-name'
import type { Writing } from './composer'
import { SourceSelect } from './source-select'

/** Each place of the template: where its value comes from, and what stands there when that is empty. */
export function PersonaliseSection({ writing }: { writing: Writing }) {
  const { template, view, plan, draft } = writing
  const { data: fields } = useFields()
  if (!template) return <p class="md muted">{m.composer_message_none()}</p>
  if (template.parameters.length === 0) {
    return <p class="md muted">{m.composer_nothing_to_fill()}</p>
  }
  const set = (key: string, source: ParameterSource | null) => {
    const { [key]: _, ...rest } = view.mapping
    draft.change({ mapping: source ? { ...rest, [key]: source } : rest })
  }
  return (
    <ul class="parameters">
      {template.parameters.map((parameter) => (
        <ParameterRow
          key={`${template.id} ${parameter.key}`}
          parameter={parameter}
          source={view.mapping[parameter.key] ?? null}
          fallbacks={plan?.fallbacks ?? []}
          fields={fields?.items ?? []}
          onChange={(source) => set(parameter.key, source)}
        />
      ))}
    </ul>
  )
}

type RowProps = {
  parameter: TemplateParameter
  source: ParameterSource | null
  fallbacks: PlanView['fallbacks']
  fields: { key: string; name: string }[]
  onChange: (source: ParameterSource | null) => void
}

function ParameterRow(props: RowProps) {
  const { parameter, source, fallbacks, fields, onChange } = props
  const used = fallbacks.find(({ key }) => key === parameter.key)?.count ?? 0
  return (
    <li>
      <div class="parameter-name">
        <h3>{parameterName(parameter)}</h3>
        {parameter.sample && (
          <p class="sm muted">
            {rich(m.composer_sample, { sample: <bdi>{parameter.sample}</bdi> })}
          </p>
        )}
      </div>
      <div class="parameter-fields">
        <SourceSelect parameter={parameter} source={source} fields={fields} onChange={onChange} />
        {source && <Value parameter={parameter} source={source} onChange={onChange} />}
      </div>
      {used > 0 && (
        <p class="sm muted parameter-note">{m.composer_fallback_used({ count: used })}</p>
      )}
    </li>
  )
}

type ValueProps = {
  parameter: TemplateParameter
  source: ParameterSource
  onChange: (source: ParameterSource) => void
}

/** The text for everybody, or the one that stands in where a contact's own is missing. */
function Value({ parameter, source, onChange }: ValueProps) {
  if (source.from !== 'fixed') {
    return (
      <TextField
        key="fallback"
        label={m.composer_fallback()}
        hint={m.composer_fallback_hint()}
        isOptional
        maxLength={200}
        defaultValue={source.fallback ?? ''}
        onInput={(event) =>
          onChange({ ...source, fallback: event.currentTarget.value.trim() || null })
        }
      />
    )
  }
  const { kind } = parameter
  const isMedia = kind !== 'text'
  return (
    <TextField
      key="fixed"
      label={isMedia ? m.composer_media_link() : m.composer_fixed_text()}
      {...(isMedia ? { hint: mediaHint(kind), dir: 'ltr' as const } : {})}
      error={source.value.trim() === '' ? m.form_required() : undefined}
      maxLength={1000}
      defaultValue={source.value}
      onInput={(event) => onChange({ from: 'fixed', value: event.currentTarget.value })}
    />
  )
}

const MEDIA: Partial<Record<TemplateParameter['kind'], () => string>> = {
  image: m.composer_parameter_image,
  video: m.composer_parameter_video,
  document: m.composer_parameter_document,
  location: m.composer_parameter_location,
}

export function parameterName(parameter: TemplateParameter) {
  const { part, name, kind, card } = parameter
  if (card !== undefined) {
    return (
      <>
        {partName(parameter)} · <ParameterName parameter={parameter} />
      </>
    )
  }
  if (kind !== 'text') return MEDIA[kind]?.() ?? mediaName(kind)
  if (part === 'button') {
    return m.composer_parameter_button({ number: formatNumber(Number(name) + 1) })
  }
  const variable = { name: <Code>{`{{${name}}}`}</Code> }
  return part === 'header'
    ? rich(m.composer_parameter_header, variable)
    : rich(m.composer_parameter, variable)
}
