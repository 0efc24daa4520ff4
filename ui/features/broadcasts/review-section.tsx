import { useSignal } from '@preact/signals'
import type { PlanView } from '../../../worker/contract/broadcast-plan'
import type { HelpLink } from '../../../worker/contract/broadcasts'
import type { HealthKind, HealthProblem } from '../../../worker/contract/health'
import { type CheckItem, CheckList } from '../../components/check-list'
import { TextField } from '../../components/field'
import { Phone } from '../../components/isolate'
import { Money } from '../../components/money'
import { ErrorState, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { asE164, useConnections } from '../meta/connections'
import { actOf, problemText } from '../meta/health'
import { qualityName } from '../meta/quality'
import { CanaryChoice } from './canary-choice'
import type { Writing } from './composer'
import { composerPlace } from './composer-place'
import { useNumber } from './confirm-send'
import { CostTable } from './cost-table'
import { FillingLists } from './filling-lists'
import { FlightTime } from './flight-time'
import { HelpLinkTo } from './help-link'
import { LeftOut } from './left-out'
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
          {plan.people > 0 && <FlightTime plan={plan} isInWaves={writing.view.waves} />}
          <WavesChoice writing={writing} />
          {plan.people > 0 && <CostTable plan={plan} />}
          <LeftOut writing={writing} plan={plan} />
          <FillingLists writing={writing} plan={plan} />
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

const LINES = [
  'number',
  'limit',
  'template',
  'audience',
  'personal',
  'payment',
  'webhook',
  'budget',
] as const
type Line = (typeof LINES)[number]

const TITLES: Record<Line, { good: () => string; bad: () => string }> = {
  number: { good: m.composer_check_number, bad: m.composer_check_number_bad },
  limit: { good: m.composer_check_limit, bad: m.composer_check_limit_low },
  template: { good: m.composer_check_template, bad: m.composer_check_template_bad },
  audience: { good: m.composer_check_audience, bad: m.composer_check_audience_bad },
  personal: { good: m.composer_check_personal, bad: m.composer_check_personal_bad },
  budget: { good: m.composer_check_budget, bad: m.composer_check_budget_bad },
  payment: { good: m.composer_check_payment, bad: m.composer_check_payment_bad },
  webhook: { good: m.composer_check_webhook, bad: m.composer_check_webhook_bad },
}

/** Lines that rest on what is known of the connection. */
const LINE_OF_HEALTH: Partial<Record<HealthKind, Line>> = {
  payment_missing: 'payment',
  webhook_redirected: 'webhook',
}

type Found = {
  line: Line | null
  key: string
  text: string
  blocking: boolean
  link: HelpLink | null
}

/** What stands in the way, of the plan's finding and of what Meta said of the connection; each with its act. */
function useFound({ view, plan }: Writing): Found[] {
  const { data } = useConnections()
  const planned = (plan?.problems ?? []).map(({ code, text, blocking }) => ({
    ...{ line: LINE_OF[code] ?? null, key: code, text, blocking },
    link: linkFor(LINE_OF[code], view.templateId),
  }))
  const connection = data?.items.find(({ numbers }) =>
    numbers.some(({ id }) => id === view.numberId),
  )
  const noted = (connection?.problems ?? [])
    .filter(
      ({ level, numberId }) => level !== 'info' && (numberId ?? view.numberId) === view.numberId,
    )
    // What the plan says itself is not said twice.
    .filter(({ kind }) => !SAID_BY_PLAN.has(kind))
    .map((problem) => ({
      ...{ line: LINE_OF_HEALTH[problem.kind] ?? null, key: problem.kind, blocking: false },
      text: problemText(problem),
      link: mendLink(problem),
    }))
  return [...planned, ...noted]
}

const SAID_BY_PLAN = new Set<HealthKind>(['token_dead', 'number_not_connected', 'quality_low'])

const NUMBERS = '/settings/numbers'

function mendLink(problem: HealthProblem): HelpLink {
  const act = actOf(problem)
  return act.kind === 'link'
    ? { href: act.href, label: act.label() }
    : { href: NUMBERS, label: m.composer_mend_number() }
}

function linkFor(line: Line | undefined, templateId: string | null): HelpLink | null {
  switch (line) {
    case 'number':
      return { href: NUMBERS, label: m.composer_mend_number() }
    case 'template':
      return templateId
        ? { href: `/templates/${templateId}`, label: m.composer_mend_template() }
        : { href: composerPlace.href({ step: 'message' }), label: m.composer_mend_template() }
    case 'audience':
      return { href: composerPlace.href({ step: 'audience' }), label: m.composer_mend_audience() }
    case 'personal':
      return { href: composerPlace.href({ step: 'personalise' }), label: m.composer_mend_filling() }
    default:
      return null
  }
}

function Checks({ writing }: { writing: Writing }) {
  const notes = useNotes(writing)
  const problems = useFound(writing)
  // Where no budget stops marketing, there is nothing to look at.
  const lines = LINES.filter((line) => line !== 'budget' || writing.plan?.budget)
  const known = lines.map((line): CheckItem => {
    const mine = problems.filter((found) => found.line === line)
    const isBlocking = mine.some(({ blocking }) => blocking)
    if (mine.length === 0) {
      return {
        key: line,
        state: 'ok',
        stateText: m.composer_check_ok(),
        title: line === 'limit' ? limitTitle(writing) : TITLES[line].good(),
        note: notes[line],
      }
    }
    return {
      key: line,
      state: isBlocking ? 'failed' : 'warn',
      stateText: isBlocking ? m.composer_check_failed() : m.composer_check_warn(),
      title: TITLES[line].bad(),
      note: <Reasons found={mine} />,
    }
  })
  const others = problems
    .filter(({ line }) => line === null)
    .map(
      ({ key, text, blocking, link }): CheckItem => ({
        key,
        state: blocking ? 'failed' : 'warn',
        stateText: blocking ? m.composer_check_failed() : m.composer_check_warn(),
        title: text,
        note: link && <HelpLinkTo link={link} />,
      }),
    )
  const items = [...known, ...others]
  // What was true before the last change may not be now.
  const shown = writing.isStale ? items.map(asWaiting) : items
  return <CheckList items={shown} isTwoColumns />
}

const Reasons = ({ found }: { found: Found[] }) => (
  <>
    {found.map(({ key, text, link }) => (
      <span key={key}>
        {text} {link && <HelpLinkTo link={link} />}{' '}
      </span>
    ))}
  </>
)

/** Nothing stands in the way: nobody knows of a limit, everybody fits, or it goes out in waves. */
function limitTitle({ view, plan }: Writing): string {
  if (plan?.limit === null) return m.composer_check_limit_unknown()
  if (view.waves && plan?.waves) return m.waves_choice({ count: plan.waves.length })
  return m.composer_check_limit()
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
