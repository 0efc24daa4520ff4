import { useQuery } from '@tanstack/preact-query'
import { CONSENT_STATES, type FieldView } from '../../../worker/contract/contacts'
import type { Rule } from '../../../worker/contract/segments'
import type { Option } from '../../components/field'
import { formatLanguage } from '../../lib/format'
import { countryOptions } from '../../lib/places'
import { m } from '../../paraglide/messages.js'
import { fetchBroadcasts } from '../broadcasts/api'
import { ChosenList } from './chosen-list'
import { consentName } from './consent'
import { useTags } from './model'
import { PlainSelect } from './rule-select'

type Props = { rule: Rule; field: FieldView | undefined; onChange: (rule: Rule) => void }

/** What a row compares with; nothing where its operator says it all. */
export function RuleValue({ rule, field, onChange }: Props) {
  switch (rule.on) {
    case 'column':
      return isComplete(rule.op) ? null : <TextValue rule={rule} onChange={onChange} />
    case 'field':
      return isComplete(rule.op) ? null : <FieldValue {...{ rule, field, onChange }} />
    case 'search':
      return <TextValue rule={rule} onChange={onChange} />
    case 'tag':
      return <Tags rule={rule} onChange={onChange} />
    case 'country':
      return <Countries rule={rule} onChange={onChange} />
    case 'consent':
      return (
        <PlainSelect
          label={m.segments_value()}
          value={rule.value}
          options={CONSENT_STATES.map((value) => ({ value, text: consentName(value) }))}
          onChange={(value) => {
            const state = CONSENT_STATES.find((one) => one === value)
            if (state) onChange({ ...rule, value: state })
          }}
        />
      )
    case 'language':
      return (
        <PlainSelect
          label={m.segments_value()}
          value={rule.value}
          options={[{ value: '', text: '–' }, ...languageOptions()]}
          onChange={(value) => onChange({ ...rule, value })}
        />
      )
    case 'last_message':
      return rule.op === 'ever' || rule.op === 'never' ? null : (
        <NumberValue
          value={rule.days}
          unit={m.segments_days()}
          most={3650}
          onChange={(days) => onChange({ ...rule, days })}
        />
      )
    case 'read_rate':
      return (
        <NumberValue
          value={rule.percent}
          unit="%"
          most={100}
          onChange={(percent) => onChange({ ...rule, percent })}
        />
      )
    case 'broadcast':
      return <Broadcasts rule={rule} onChange={onChange} />
  }
}

const isComplete = (op: string) => op === 'blank' || op === 'filled'

type Texts = Extract<Rule, { on: 'column' | 'field' | 'search' }>
type TextProps = { rule: Texts; type?: 'text' | 'date'; onChange: (rule: Rule) => void }

const TextValue = ({ rule, type = 'text', onChange }: TextProps) => (
  <input
    class="input"
    // Preact's types want one literal here; both of ours take the same attributes.
    type={type as 'text'}
    dir="auto"
    maxLength={100}
    aria-label={m.segments_value()}
    value={rule.value}
    onInput={(event) => onChange({ ...rule, value: event.currentTarget.value })}
  />
)

type FieldProps = Props & { rule: Extract<Rule, { on: 'field' }> }

function FieldValue({ rule, field, onChange }: FieldProps) {
  const choices = choicesOf(field)
  if (choices) {
    return (
      <PlainSelect
        label={m.segments_value()}
        value={rule.value}
        options={[{ value: '', text: '–' }, ...choices]}
        onChange={(value) => onChange({ ...rule, value })}
      />
    )
  }
  return (
    <TextValue rule={rule} type={field?.type === 'date' ? 'date' : 'text'} onChange={onChange} />
  )
}

export function choicesOf(field: FieldView | undefined): Option[] | null {
  if (field?.type === 'yes_no') {
    return [
      { value: 'yes', text: m.contacts_yes() },
      { value: 'no', text: m.contacts_no() },
    ]
  }
  if (field?.type !== 'choice') return null
  return field.choices.map((choice) => ({ value: choice, text: choice }))
}

type NumberProps = {
  value: number
  unit: string
  most: number
  onChange: (value: number) => void
}

const NumberValue = ({ value, unit, most, onChange }: NumberProps) => (
  <label class="rule-number">
    <input
      class="input"
      type="number"
      min={0}
      max={most}
      aria-label={`${m.segments_value()} (${unit})`}
      value={value}
      onInput={(event) => onChange(Math.round(event.currentTarget.valueAsNumber || 0))}
    />
    <span>{unit}</span>
  </label>
)

/** Those that WhatsApp templates are written in most; others can come from the API. */
const LANGUAGES = 'he en ar ru fr es pt de it am uk ro tr fa hi zh ja'.split(' ')

export const languageOptions = (): Option[] =>
  LANGUAGES.map((value) => ({ value, text: formatLanguage(value) }))

type Of<On extends Rule['on']> = {
  rule: Extract<Rule, { on: On }>
  onChange: (rule: Rule) => void
}

function Tags({ rule, onChange }: Of<'tag'>) {
  const { data: tags } = useTags()
  return (
    <ChosenList
      addLabel={m.segments_add_tag()}
      options={(tags?.items ?? []).map(({ id, name }) => ({ value: id, text: name }))}
      chosen={rule.tags}
      onChange={(chosen) => onChange({ ...rule, tags: chosen })}
    />
  )
}

const Countries = ({ rule, onChange }: Of<'country'>) => (
  <ChosenList
    addLabel={m.segments_add_country()}
    options={countryOptions()}
    chosen={rule.countries}
    onChange={(countries) => onChange({ ...rule, countries })}
  />
)

/** Those that have been sent; the newest are what people ask for. */
function Broadcasts({ rule, onChange }: Of<'broadcast'>) {
  const { data } = useQuery({
    queryKey: ['broadcasts', 'list', 'sent'],
    queryFn: () => fetchBroadcasts({ state: 'sent', after: '' }),
  })
  const sent = (data?.items ?? []).map(({ broadcast: { id, name } }) => ({ value: id, text: name }))
  const chosen = rule.broadcastId ?? ''
  const isListed = chosen === '' || sent.some(({ value }) => value === chosen)
  const select = (
    <PlainSelect
      label={m.segments_value()}
      value={chosen}
      options={[
        { value: '', text: m.segments_any_broadcast() },
        ...(isListed ? [] : [{ value: chosen, text: m.segments_older_broadcast() }]),
        ...sent,
      ]}
      onChange={(value) => onChange({ ...rule, broadcastId: value || null })}
    />
  )
  if (rule.code === undefined) return select
  return (
    <>
      {select}
      <span class="sm muted">{m.segments_for_code({ code: String(rule.code) })}</span>
    </>
  )
}
