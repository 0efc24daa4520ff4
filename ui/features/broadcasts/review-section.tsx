import { useSignal } from '@preact/signals'
import { type CheckItem, CheckList } from '../../components/check-list'
import { TextField } from '../../components/field'
import { Phone } from '../../components/isolate'
import { ErrorState, Skeleton } from '../../components/states'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { asE164 } from '../meta/connections'
import { qualityName } from '../meta/quality'
import type { Writing } from './composer'
import { useNumber } from './confirm-send'
import { CostTable } from './cost-table'
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

const LINES = ['number', 'limit', 'template', 'audience', 'personal'] as const
type Line = (typeof LINES)[number]

const TITLES: Record<Line, { good: () => string; bad: () => string }> = {
  number: { good: m.composer_check_number, bad: m.composer_check_number_bad },
  limit: { good: m.composer_check_limit, bad: m.composer_check_limit_low },
  template: { good: m.composer_check_template, bad: m.composer_check_template_bad },
  audience: { good: m.composer_check_audience, bad: m.composer_check_audience_bad },
  personal: { good: m.composer_check_personal, bad: m.composer_check_personal_bad },
}

function Checks({ writing }: { writing: Writing }) {
  const notes = useNotes(writing)
  const problems = writing.plan?.problems ?? []
  const known = LINES.map((line): CheckItem => {
    const mine = problems.filter(({ code }) => LINE_OF[code] === line)
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
  }
}
