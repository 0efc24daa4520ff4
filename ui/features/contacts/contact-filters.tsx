import { ListFilter, PieChart } from 'lucide-preact'
import * as v from 'valibot'
import { CONSENT_STATES } from '../../../worker/contract/contacts'
import { countRules, FilterText } from '../../../worker/contract/segments'
import { Button, LinkButton } from '../../components/button'
import { Pill } from '../../components/chip'
import { FilterSelect } from '../../components/filter-select'
import { IgnoredNotice } from '../../components/ignored-notice'
import { SearchField } from '../../components/search-field'
import { countryOptions } from '../../lib/places'
import { m } from '../../paraglide/messages.js'
import { consentName } from './consent'
import {
  contactFilters,
  hasFilters,
  NO_FILTERS,
  presentFilters,
  useSegments,
  useTags,
} from './model'
import { builderHref, toFilter } from './segment-address'

const choose = (change: Record<string, string>) =>
  contactFilters.set({ ...change, after: '' }, { push: true })

/** What narrows the list; all of it together can be saved as a segment. */
export function Filters({ mayAdd }: { mayAdd: boolean }) {
  const { q, segment } = contactFilters.value.value
  return (
    <>
      <IgnoredNotice ignored={contactFilters.ignored} />
      <div class="toolrow">
        <SearchField
          label={m.contacts_search()}
          value={q}
          onSearch={(text) => contactFilters.set({ q: text, after: '' })}
        />
        <div class="pills scroll">
          <Selects />
          <Rows />
          {hasFilters() && (
            <Button variant="quiet" size="slim" onClick={() => choose(NO_FILTERS)}>
              {m.common_clear_filters()}
            </Button>
          )}
        </div>
        {mayAdd && hasFilters() && !segment && (
          <LinkButton
            variant="quiet"
            size="slim"
            icon={PieChart}
            href={builderHref(toFilter(presentFilters()))}
          >
            {m.segments_save_as()}
          </LinkButton>
        )}
        {segment && (
          <LinkButton
            variant="quiet"
            size="slim"
            icon={PieChart}
            href={`/contacts/segments/${segment}`}
          >
            {m.segments_open()}
          </LinkButton>
        )}
      </div>
    </>
  )
}

function Selects() {
  const { tag, consent, country, segment } = contactFilters.value.value
  const { data: tags } = useTags()
  const { data: segments } = useSegments()
  const saved = segments?.items ?? []
  return (
    <>
      {(saved.length > 0 || segment) && (
        <FilterSelect
          label={m.segments_one()}
          value={segment}
          options={saved.map(({ id, name }) => ({ value: id, text: name }))}
          onChange={(value) => choose({ segment: value })}
        />
      )}
      <FilterSelect
        label={m.contacts_tag()}
        value={tag}
        options={(tags?.items ?? []).map(({ id, name }) => ({ value: id, text: name }))}
        onChange={(value) => choose({ tag: value })}
      />
      <FilterSelect
        label={m.contacts_consent()}
        value={consent}
        options={CONSENT_STATES.map((state) => ({ value: state, text: consentName(state) }))}
        onChange={(value) => choose({ consent: value })}
      />
      <FilterSelect
        label={m.contacts_country()}
        value={country}
        options={countryOptions()}
        onChange={(value) => choose({ country: value })}
      />
    </>
  )
}

/** Rows of the builder that are in force, or the way to the first. */
function Rows() {
  const { filter } = contactFilters.value.value
  const href = builderHref(toFilter(presentFilters()))
  if (!filter) {
    return (
      <LinkButton size="slim" icon={ListFilter} href={href}>
        {m.segments_more_filters()}
      </LinkButton>
    )
  }
  const count = countRules(v.parse(FilterText, filter))
  return (
    <Pill
      icon={ListFilter}
      look="on"
      removeLabel={m.common_filter_remove({ name: m.segments_conditions({ count }) })}
      onRemove={() => choose({ filter: '' })}
    >
      <a class="plain" href={href}>
        {m.segments_conditions({ count })}
      </a>
    </Pill>
  )
}
