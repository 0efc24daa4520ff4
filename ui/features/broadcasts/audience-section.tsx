import type { Audience, BroadcastView, PlanView } from '../../../worker/contract/broadcasts'
import type { TagView } from '../../../worker/contract/contacts'
import { Pill } from '../../components/chip'
import { Choices } from '../../components/choice'
import { AddSelect } from '../../components/filter-select'
import { Name } from '../../components/isolate'
import { ErrorState, Loaded, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { isolated, rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useTags } from '../contacts/model'
import './audience.css'
import type { Writing } from './composer'
import { countryName } from './country-name'
import { LeftOut } from './left-out'
import { useBroadcast } from './model'

type Retry = NonNullable<BroadcastView['retry']>

export function AudienceSection({ writing }: { writing: Writing }) {
  const tags = useTags()
  if (writing.view.retry) {
    return (
      <>
        <RetryAudience retry={writing.view.retry} />
        <Outcome writing={writing} />
      </>
    )
  }
  return (
    <>
      <Loaded query={tags} skeleton={<Skeleton shape="text" />}>
        {({ items }) => <Choice writing={writing} tags={items} />}
      </Loaded>
      <Outcome writing={writing} />
    </>
  )
}

/** Those who get another try are given by the broadcast it is for. */
function RetryAudience({ retry }: { retry: Retry }) {
  const { data } = useBroadcast(retry.of)
  const name = <a href={`/broadcasts/${retry.of}`}>{data ? <Name value={data.name} /> : '…'}</a>
  return (
    <p class="md">
      {retry.what === 'failed'
        ? rich(m.composer_retry_failed, { name })
        : rich(m.composer_retry_not_confirmed, { name })}{' '}
      {retry.what === 'not_confirmed' && m.composer_retry_twice()}
    </p>
  )
}

function Choice({ writing, tags }: { writing: Writing; tags: TagView[] }) {
  const { audience } = writing.view
  const change = (part: Partial<Audience>) =>
    writing.draft.change({ audience: { ...audience, ...part } })
  return (
    <div class="stack close">
      <Choices
        legend={m.composer_audience_who()}
        name="audience"
        look="segmented"
        value={audience.everyone ? 'everyone' : 'tags'}
        onChange={(value) => change({ everyone: value === 'everyone' })}
        choices={[
          { value: 'tags', label: m.composer_audience_tags() },
          { value: 'everyone', label: m.composer_audience_everyone() },
        ]}
      />
      {tags.length === 0 && !audience.everyone && <p class="md muted">{m.composer_no_tags()}</p>}
      {!audience.everyone && (
        <TagPicker
          label={m.composer_include()}
          addLabel={m.composer_add_tag()}
          tags={tags}
          chosen={audience.tags}
          onChange={(chosen) => change({ tags: chosen })}
        />
      )}
      <TagPicker
        label={m.composer_exclude()}
        addLabel={m.composer_add_exclusion()}
        look="cut"
        tags={tags}
        chosen={audience.withoutTags}
        onChange={(chosen) => change({ withoutTags: chosen })}
      />
    </div>
  )
}

type PickerProps = {
  label: string
  addLabel: string
  look?: 'cut'
  tags: TagView[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** Chosen tags as pills, and a list to add one from: the browser's own, found by typing. */
function TagPicker({ label, addLabel, look, tags, chosen, onChange }: PickerProps) {
  const rest = tags.filter((tag) => !chosen.includes(tag.id))
  return (
    <fieldset class="pick">
      <legend class="k">{label}</legend>
      <div class="pills">
        {chosen.map((id) => {
          const name = tags.find((tag) => tag.id === id)?.name ?? '…'
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
          <AddSelect
            label={addLabel}
            options={rest.map((tag) => ({ value: tag.id, text: tag.name }))}
            onAdd={(id) => onChange([...chosen, id])}
          />
        )}
      </div>
    </fieldset>
  )
}

function Outcome({ writing }: { writing: Writing }) {
  const { view, plan, isStale, planError, retryPlan } = writing
  const { everyone, tags } = view.audience
  if (!view.retry && !everyone && tags.length === 0) return null
  if (view.templateId === null) return <p class="md muted">{m.composer_template_first()}</p>
  if (!plan && planError) {
    return <ErrorState error={planError} notDone={m.composer_plan_failed()} onRetry={retryPlan} />
  }
  if (!plan) return <Skeleton shape="text" count={3} />
  return (
    <>
      <Equation plan={plan} isStale={isStale} />
      <LeftOut writing={writing} plan={plan} />
    </>
  )
}

const COUNTRIES_SHOWN = 4

/** Chosen − left out = get it; the same figures stand in the rail, the dialog and on the button. */
function Equation({ plan, isStale }: { plan: PlanView; isStale: boolean }) {
  const { chosen, people, cost } = plan
  const leftOut = chosen - people
  const figures = {
    chosen: formatNumber(chosen),
    leftOut: formatNumber(leftOut),
    people: formatNumber(people),
  }
  const more = cost.length - COUNTRIES_SHOWN
  return (
    <div class={`equation ${isStale ? 'stale' : ''}`} aria-busy={isStale}>
      <p class="vh" role="status">
        {isStale ? m.composer_counting() : m.composer_equation(figures)}
      </p>
      <div aria-hidden="true">
        <b class="num">{figures.chosen}</b>
        <span>{m.composer_eq_chosen()}</span>
      </div>
      <i aria-hidden="true">−</i>
      <div aria-hidden="true">
        <b class="num">{figures.leftOut}</b>
        <span>{m.composer_eq_left_out()}</span>
      </div>
      <i aria-hidden="true">=</i>
      <div class="res" aria-hidden="true">
        <b class="num">
          {isStale && '≈ '}
          {figures.people}
        </b>
        <span>{m.composer_eq_people()}</span>
      </div>
      <ul class="by">
        {cost.slice(0, COUNTRIES_SHOWN).map((line) => (
          <li key={line.country ?? ''}>
            <span>{countryName(line.country)}</span>
            <span class="num digits">{formatNumber(line.people)}</span>
          </li>
        ))}
        {more > 0 && (
          <li>
            <span>{m.composer_more_countries({ count: more })}</span>
          </li>
        )}
      </ul>
    </div>
  )
}
