import type { ComponentChildren } from 'preact'
import type { PlanView } from '../../../worker/contract/broadcast-plan'
import {
  type Audience,
  type BroadcastView,
  isAudienceChosen,
} from '../../../worker/contract/broadcasts'
import type { TagView } from '../../../worker/contract/contacts'
import type { SegmentView } from '../../../worker/contract/segments'
import { Choices } from '../../components/choice'
import { Name } from '../../components/isolate'
import { ErrorState, Loaded, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { ChosenList } from '../contacts/chosen-list'
import { useSegments, useTags } from '../contacts/model'
import './audience.css'
import type { Writing } from './composer'
import { countryName } from './country-name'
import { LeftOut } from './left-out'
import { useBroadcast } from './model'
import { RestHours } from './rest-hours'

type Retry = NonNullable<BroadcastView['retry']>

export function AudienceSection({ writing }: { writing: Writing }) {
  const tags = useTags()
  const segments = useSegments()
  if (writing.view.retry) {
    return (
      <>
        <RetryAudience retry={writing.view.retry} />
        <Outcome writing={writing} />
      </>
    )
  }
  const saved = segments.data?.items
  return (
    <>
      <Loaded query={tags} skeleton={<Skeleton shape="text" />}>
        {({ items }) =>
          // Until the segments are known, one that is chosen would be taken for a tag.
          saved ? (
            <Choice writing={writing} tags={items} segments={saved} />
          ) : (
            <Skeleton shape="text" />
          )
        }
      </Loaded>
      <RestHours writing={writing} />
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

type ChoiceProps = { writing: Writing; tags: TagView[]; segments: SegmentView[] }

function Choice({ writing, tags, segments }: ChoiceProps) {
  const { audience } = writing.view
  const change = (part: Partial<Audience>) =>
    writing.draft.change({ audience: { ...audience, ...part } })
  const hasNothing = tags.length === 0 && segments.length === 0
  const groups = [
    ...segments.map(({ id, name }) => ({ value: id, text: m.segments_named({ name }) })),
    ...tags.map(({ id, name }) => ({ value: id, text: name })),
  ]
  /** Ids say by themselves whether they are a segment's or a tag's. */
  const isSegment = (id: string) => segments.some((one) => one.id === id)
  const parted = (ids: string[]) => ({
    tags: ids.filter((id) => !isSegment(id)),
    segments: ids.filter(isSegment),
  })
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
      {hasNothing && !audience.everyone && <p class="md muted">{m.composer_no_tags()}</p>}
      {!audience.everyone && (
        <Picked label={m.composer_include()}>
          <ChosenList
            addLabel={m.composer_add_tag()}
            options={groups}
            chosen={[...(audience.segments ?? []), ...audience.tags]}
            onChange={(chosen) => change(parted(chosen))}
          />
        </Picked>
      )}
      <Picked label={m.composer_exclude()}>
        <ChosenList
          addLabel={m.composer_add_exclusion()}
          look="cut"
          options={groups}
          chosen={[...(audience.withoutSegments ?? []), ...audience.withoutTags]}
          onChange={(chosen) => {
            const { tags: withoutTags, segments: withoutSegments } = parted(chosen)
            change({ withoutTags, withoutSegments })
          }}
        />
      </Picked>
    </div>
  )
}

const Picked = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <fieldset class="pick">
    <legend class="k">{label}</legend>
    {children}
  </fieldset>
)

function Outcome({ writing }: { writing: Writing }) {
  const { view, plan, isStale, planError, retryPlan } = writing
  if (!view.retry && !isAudienceChosen(view.audience)) return null
  if (view.templateId === null) return <p class="md muted">{m.composer_template_first()}</p>
  if (!plan && planError) {
    return <ErrorState error={planError} notDone={m.composer_plan_failed()} onRetry={retryPlan} />
  }
  if (!plan) return <Skeleton shape="text" count={3} />
  return (
    <>
      <Equation plan={plan} isStale={isStale} />
      {plan.onBasis > 0 && <p class="sm muted">{m.composer_on_basis({ count: plan.onBasis })}</p>}
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
