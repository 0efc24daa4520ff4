import { ChevronDown, X } from 'lucide-preact'
import { Icon } from '../../components/icon'
import { Menu } from '../../components/menu'
import { formatLanguage } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { templateFilters, useTemplateLanguages } from './model'
import { categoryName, FILTER_CATEGORIES, FILTER_STATUSES, statusName } from './status'

type Key = 'status' | 'lang' | 'category'

export function FilterMenus() {
  const languages = useTemplateLanguages()
  return (
    <div class="pills scroll">
      <FilterMenu
        name="status"
        label={m.templates_status()}
        values={FILTER_STATUSES}
        describe={statusName}
      />
      <FilterMenu
        name="lang"
        label={m.templates_language()}
        values={languages}
        describe={formatLanguage}
      />
      <FilterMenu
        name="category"
        label={m.templates_category()}
        values={FILTER_CATEGORIES}
        describe={categoryName}
      />
    </div>
  )
}

type Props = {
  name: Key
  label: string
  values: string[]
  describe: (value: string) => string
}

/** A pill that adds a filter, and takes it away again once it is there. */
function FilterMenu({ name, label, values, describe }: Props) {
  const chosen = templateFilters.value.value[name]
  const choose = (value: string) =>
    templateFilters.set({ [name]: value, after: '' }, { push: true })
  return (
    <span class="filter">
      <Menu
        from="start"
        trigger={{
          class: `pill ${chosen ? 'on' : 'add'}`,
          content: (
            <>
              <span class="k">{label}</span>
              {chosen && <span>{describe(chosen)}</span>}
              <Icon of={ChevronDown} size="xs" />
            </>
          ),
        }}
        items={[
          ...values.map((value) => ({
            label: describe(value),
            isChosen: value === chosen,
            onSelect: () => choose(value),
          })),
          ...(chosen
            ? ['line' as const, { label: m.common_all(), icon: X, onSelect: () => choose('') }]
            : []),
        ]}
      />
    </span>
  )
}
