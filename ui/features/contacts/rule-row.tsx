import { X } from 'lucide-preact'
import type { Rule } from '../../../worker/contract/segments'
import { IconButton } from '../../components/button'
import { m } from '../../paraglide/messages.js'
import { useFields } from './model'
import { newRule, opName, opsOf, subjectOf, subjects, withOp } from './rule-kinds'
import { PlainSelect } from './rule-select'
import { RuleValue } from './rule-value'
import './segments.css'

type Props = {
  rule: Rule
  /** "Condition 2", for whoever can't see where the row stands. */
  name: string
  onChange: (rule: Rule) => void
  onRemove: () => void
}

/** Field, operator, value. */
export function RuleRow({ rule, name, onChange, onRemove }: Props) {
  const { data } = useFields()
  const fields = data?.items ?? []
  const field = fields.find((one) => rule.on === 'field' && one.key === rule.key)
  const ops = opsOf(rule, field)
  return (
    <fieldset class="rule">
      <legend class="vh">{name}</legend>
      <PlainSelect
        label={m.segments_about()}
        value={subjectOf(rule)}
        options={subjects(fields).map(({ value, text }) => ({ value, text: text() }))}
        onChange={(subject) => onChange(newRule(subject))}
      />
      <PlainSelect
        label={m.segments_comparison()}
        value={rule.op}
        options={ops.map((op) => ({ value: op, text: opName(op) }))}
        onChange={(op) => onChange(withOp(rule, op))}
      />
      <div class="rule-value">
        <RuleValue rule={rule} field={field} onChange={onChange} />
      </div>
      <IconButton
        icon={X}
        variant="quiet"
        label={m.segments_remove_row({ name })}
        onClick={onRemove}
      />
    </fieldset>
  )
}
