import { CalendarDays } from 'lucide-preact'
import { USAGE_CATEGORIES, type UsageView } from '../../../worker/contract/usage'
import { ChoicePill } from '../../components/chip'
import { Checkbox } from '../../components/choice'
import { FilterSelect } from '../../components/filter-select'
import { Icon } from '../../components/icon'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { usageFilters, useRange } from './model'
import { categoryLabel, countryLabel } from './names'
import { PRESETS, type Preset } from './range'

const LABELS: Record<Preset, () => string> = {
  today: m.analytics_range_today,
  '7': m.analytics_range_7,
  '30': m.analytics_range_30,
  month: m.analytics_range_month,
  custom: m.analytics_range_custom,
}

/** Everything here is in the address: a link shows the same figures to somebody else. */
export function Filters({ view }: { view: UsageView | undefined }) {
  const { range, number, country, category, compare } = usageFilters.value.value
  const days = useRange()
  const set = (change: Parameters<typeof usageFilters.set>[0]) =>
    usageFilters.set(change, { push: true })
  return (
    <div class="stack close usage-filters">
      <nav class="row" aria-label={m.analytics_range()}>
        <Icon of={CalendarDays} size="sm" />
        {PRESETS.map((preset) => (
          <ChoicePill
            key={preset}
            isCurrent={range === preset}
            href={usageFilters.href({
              range: preset,
              // A choice of one's own begins with the days that are shown.
              from: preset === 'custom' ? days.from : '',
              to: preset === 'custom' ? days.to : '',
            })}
          >
            {LABELS[preset]()}
          </ChoicePill>
        ))}
      </nav>
      {range === 'custom' && <CustomDays />}
      <div class="row">
        <FilterSelect
          label={m.analytics_number()}
          value={number}
          options={(view?.filters.numbers ?? []).map(({ id, phone }) => ({
            value: id,
            text: formatPhone(phone),
          }))}
          onChange={(value) => set({ number: value })}
        />
        <FilterSelect
          label={m.analytics_country()}
          value={country}
          options={(view?.filters.countries ?? []).map((code) => ({
            value: code,
            text: countryLabel(code),
          }))}
          onChange={(value) => set({ country: value })}
        />
        <FilterSelect
          label={m.analytics_category()}
          value={category}
          options={USAGE_CATEGORIES.map((one) => ({ value: one, text: categoryLabel(one) }))}
          onChange={(value) => set({ category: value })}
        />
        <Checkbox
          label={m.analytics_compare()}
          isChecked={compare === 'yes'}
          onChange={(isChecked) => set({ compare: isChecked ? 'yes' : 'no' })}
        />
      </div>
    </div>
  )
}

function CustomDays() {
  const days = useRange()
  const field = (key: 'from' | 'to', label: string) => (
    <label class="row sm">
      <span>{label}</span>
      <input
        class="input"
        type="date"
        dir="ltr"
        value={days[key]}
        onChange={(event) => {
          const value = event.currentTarget.value
          if (value) usageFilters.set({ ...days, [key]: value })
        }}
      />
    </label>
  )
  return (
    <div class="row">
      {field('from', m.analytics_from())}
      {field('to', m.analytics_to())}
    </div>
  )
}
