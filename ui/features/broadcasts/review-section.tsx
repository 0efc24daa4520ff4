import { useSignal } from '@preact/signals'
import type { PlanView } from '../../../worker/contract/broadcasts'
import { type CheckItem, CheckList } from '../../components/check-list'
import { TextField } from '../../components/field'
import { Phone } from '../../components/isolate'
import { Money } from '../../components/money'
import { ErrorState, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { asE164 } from '../meta/connections'
import { qualityName } from '../meta/quality'
import { CanaryChoice } from './canary-choice'
import type { Writing } from './composer'
import { useNumber } from './confirm-send'
import { CostTable } from './cost-table'
import { TestSend } from './test-send'
import { WavesChoice } from './waves-choice'

export function ReviewSection({ writing }: { writing: Writing }) {
  const { plan, planError, retryPlan } = writing
  return (
    <>
      <NameField writing={writing} />
      {plan ? (
        <>
          <Checks writing={writing} />
          <WavesChoice writing={writing} />
          {plan.people > 0 && <CostTable plan={plan} />}
          <CanaryChoice writing={writing} />
          <TestSend writing={writing} />
        </>
      ) : planError ? (
        <ErrorState error={planError} notDone={m.composer_plan_failed()} onRetry={retryPlan} />
      ) : writing.view.templateId ? (
        <Skeleton shape="text" />
      ) : (
        <p class="md muted">{m.composer_message_none()}</p>
      )}
    </>
  )
}

function NameField({ writing: { view, draft } }: { writing: Writing }) {
  const isBlank = useSignal(false)
  return (
    <TextField
      label={m.composer_name()}
      hint={m.composer_name_hint()}
      error={isBlank.value ? m.form_required() : undefined}
      maxLength={100}
      defaultValue={view.name}
      onInput={(event) => {
        const name = event.currentTarget.value.trim()
        isBlank.value = name === ''
        // Until something is typed, the name that was saved last holds.
        if (name) draft.change({ name })
      }}
    />
  )
}

/** Which line of the checklist a problem of the plan belongs to. */
const LINE_OF: Record<string, Line> = {
  number_missing: 'number',
  connection_dead: 'number',
  number_not_connected: 'number',
  number_quality_red: 'number',
  over_messaging_limit: 'limit',
  over_budget: 'budget',
  template_missing: 'template',
  template_not_approved: 'template',
  template_unsupported: 'template',
  template_of_other_number: 'template',
  mapping_incomplete: 'personal',
  audience_missing: 'audience',
  segment_missing: 'audience',
  audience_too_long: 'audience',
  nobody: 'audience',
}

const LINES = ['number', 'limit', 'template', 'audience', 'personal', 'budget'] as const
type Line = (typeof LINES)[number]

const TITLES: Record<Line, { good: () => string; bad: () => string }> = {
  number: { good: m.composer_check_number, bad: m.composer_check_number_bad },
  limit: { good: m.composer_check_limit, bad: m.composer_check_limit_low },
  template: { good: m.composer_check_template, bad: m.composer_check_template_bad },
  audience: { good: m.composer_check_audience, bad: m.composer_check_audience_bad },
  personal: { good: m.composer_check_personal, bad: m.composer_check_personal_bad },
  budget: { good: m.composer_check_budget, bad: m.composer_check_budget_bad },
}

function Checks({ writing }: { writing: Writing }) {
  const notes = useNotes(writing)
  const problems = writing.plan?.problems ?? []
  const isLimitUnknown = writing.plan?.messagingLimit === null
  // Where no budget stops marketing, there is nothing to look at.
  const lines = LINES.filter((line) => line !== 'budget' || writing.plan?.budget)
  const known = lines.map((line): CheckItem => {
    const mine = problems.filter(({ code }) => LINE_OF[code] === line)
    const isBlocking = mine.some(({ blocking }) => blocking)
    if (mine.length === 0) {
      return {
        key: line,
        state: 'ok',
        stateText: m.composer_check_ok(),
        title:
          isLimitUnknown && line === 'limit'
            ? m.composer_check_limit_unknown()
            : TITLES[line].good(),
        note: notes[line],
      }
    }
    return {
      key: line,
      state: isBlocking ? 'failed' : 'warn',
      stateText: isBlocking ? m.composer_check_failed() : m.composer_check_warn(),
      title: TITLES[line].bad(),
      note: mine.map(({ text }) => text).join(' '),
    }
  })
  const others = problems
    .filter(({ code }) => !(code in LINE_OF))
    .map(
      ({ code, text, blocking }): CheckItem => ({
        key: code,
        state: blocking ? 'failed' : 'warn',
        stateText: blocking ? m.composer_check_failed() : m.composer_check_warn(),
        title: text,
      }),
    )
  const items = [...known, ...others]
  // What was true before the last change may not be now.
  const shown = writing.isStale ? items.map(asWaiting) : items
  return <CheckList items={shown} isTwoColumns />
}

const asWaiting = (item: CheckItem): CheckItem => ({
  ...item,
  state: 'waiting',
  stateText: m.composer_counting(),
})

function useNotes({ view, plan }: Writing): Partial<Record<Line, CheckItem['note']>> {
  const number = useNumber(view.numberId)
  const limit = plan?.limit ?? null
  return {
    number: number && (
      <>
        <Phone value={asE164(number)} /> ·{' '}
        {m.composer_check_quality({ quality: qualityName(number.qualityRating) })}
      </>
    ),
    limit:
      limit === null
        ? m.composer_check_limit_none()
        : m.composer_check_limit_text({
            people: formatNumber(plan?.people ?? 0),
            left: formatNumber(limit.left),
          }),
    audience: m.common_people({ count: plan?.people ?? 0 }),
    budget: plan?.budget && <BudgetLeft plan={plan} budget={plan.budget} />,
  }
}

type BudgetProps = { plan: PlanView; budget: NonNullable<PlanView['budget']> }

function BudgetLeft({ plan: { currency }, budget }: BudgetProps) {
  const { leftMicros, stopMicros, reservedMicros } = budget
  const money = (micros: number) => <Money micros={micros} currency={currency} />
  const left = { left: money(leftMicros), budget: money(stopMicros) }
  return reservedMicros > 0
    ? rich(m.composer_check_budget_reserved, { ...left, reserved: money(reservedMicros) })
    : rich(m.composer_check_budget_left, left)
}
