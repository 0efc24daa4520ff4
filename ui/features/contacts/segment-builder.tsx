import { FolderPlus, Plus } from 'lucide-preact'
import { type Filter, type Group, JOINS, type Rule } from '../../../worker/contract/segments'
import { Button } from '../../components/button'
import { m } from '../../paraglide/messages.js'
import { newRule } from './rule-kinds'
import { RuleRow } from './rule-row'
import { PlainSelect } from './rule-select'
import './segments.css'

type Props = { filter: Filter; onChange: (filter: Filter) => void }

/** Rows joined by all or any; a group is rows of its own, one deep. */
export function SegmentBuilder({ filter, onChange }: Props) {
  const { rules } = filter
  const put = (at: number, rule: Rule | Group | null) =>
    onChange({ ...filter, rules: replaced(rules, at, rule) })
  const add = (rule: Rule | Group) => onChange({ ...filter, rules: [...rules, rule] })
  return (
    <div class="rules">
      <Join of={filter} onChange={(join) => onChange({ ...filter, join })} />
      {rules.map((rule, at) => {
        const name = m.segments_row({ no: at + 1 })
        return 'rules' in rule ? (
          // Rows are told apart by their place: they have no names.
          <GroupRows key={at} name={name} group={rule} onChange={(group) => put(at, group)} />
        ) : (
          <RuleRow
            key={at}
            name={name}
            rule={rule}
            onChange={(changed) => put(at, changed)}
            onRemove={() => put(at, null)}
          />
        )
      })}
      <div class="row">
        <Button size="slim" icon={Plus} onClick={() => add(newRule('tag'))}>
          {m.segments_add_row()}
        </Button>
        <Button
          size="slim"
          variant="quiet"
          icon={FolderPlus}
          onClick={() =>
            add({ join: filter.join === 'all' ? 'any' : 'all', rules: [newRule('tag')] })
          }
        >
          {m.segments_add_group()}
        </Button>
      </div>
    </div>
  )
}

type GroupProps = { name: string; group: Group; onChange: (group: Group | null) => void }

function GroupRows({ name, group, onChange }: GroupProps) {
  const put = (at: number, rule: Rule | null) => {
    const rules = replaced(group.rules, at, rule)
    onChange(rules.length === 0 ? null : { ...group, rules })
  }
  return (
    <fieldset class="rules group">
      <legend class="vh">{name}</legend>
      <Join of={group} onChange={(join) => onChange({ ...group, join })} />
      {group.rules.map((rule, at) => (
        <RuleRow
          // Rows are told apart by their place: they have no names.
          key={at}
          name={m.segments_row_in({ group: name, no: at + 1 })}
          rule={rule}
          onChange={(changed) => put(at, changed)}
          onRemove={() => put(at, null)}
        />
      ))}
      <div class="row">
        <Button
          size="slim"
          icon={Plus}
          onClick={() => onChange({ ...group, rules: [...group.rules, newRule('tag')] })}
        >
          {m.segments_add_row()}
        </Button>
      </div>
    </fieldset>
  )
}

const replaced = <T,>(list: readonly T[], at: number, item: T | null): T[] =>
  list.flatMap((one, index) => (index === at ? (item === null ? [] : [item]) : [one]))

type JoinProps = { of: { join: Filter['join'] }; onChange: (join: Filter['join']) => void }

const Join = ({ of, onChange }: JoinProps) => (
  <div class="rule-join">
    <PlainSelect
      label={m.segments_join()}
      value={of.join}
      options={[
        { value: 'all', text: m.segments_join_all() },
        { value: 'any', text: m.segments_join_any() },
      ]}
      onChange={(value) => onChange(JOINS.find((join) => join === value) ?? 'all')}
    />
  </div>
)
