import { Pill } from '../../components/chip'
import type { Option } from '../../components/field'
import { AddSelect } from '../../components/filter-select'
import { Name } from '../../components/isolate'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'

type Props = {
  addLabel: string
  look?: 'cut'
  options: Option[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** What is chosen as pills, and a list to add one from: the browser's own, found by typing. */
export function ChosenList({ addLabel, look, options, chosen, onChange }: Props) {
  const rest = options.filter(({ value }) => !chosen.includes(value))
  return (
    <div class="pills">
      {chosen.map((id) => {
        const name = options.find(({ value }) => value === id)?.text ?? '…'
        return (
          <Pill
            key={id}
            {...(look ? { look } : {})}
            removeLabel={m.common_filter_remove({ name: isolated(name) })}
            onRemove={() => onChange(chosen.filter((one) => one !== id))}
          >
            <Name value={name} />
          </Pill>
        )
      })}
      {rest.length > 0 && (
        <AddSelect label={addLabel} options={rest} onAdd={(id) => onChange([...chosen, id])} />
      )}
    </div>
  )
}
