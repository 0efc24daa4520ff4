import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { PlanView } from '../../../worker/contract/broadcast-plan'
import type { BroadcastView } from '../../../worker/contract/broadcasts'
import type { TemplateView } from '../../../worker/contract/templates'
import { Button } from '../../components/button'
import { Code } from '../../components/isolate'
import { StepSection } from '../../components/steps'
import { useShortcut } from '../../lib/keyboard'
import { m } from '../../paraglide/messages.js'
import { categoryName } from '../templates/status'
import { AudienceSection } from './audience-section'
import { AudienceText } from './audience-text'
import './composer.css'
import { composerPlace } from './composer-place'
import { doneSteps, firstOpenStep, STEPS, type Step, stepAfter, unfilled } from './composer-steps'
import { ConfirmSend, SendButton, useConfirming } from './confirm-send'
import type { Draft } from './draft'
import { isScheduled } from './is-scheduled'
import { MessageSection } from './message-section'
import { usePlan } from './model'
import { PersonaliseSection } from './personalise-section'
import { PreviewPane } from './preview-pane'
import { ReviewSection } from './review-section'
import { StartText } from './start-text'
import { Summary, SummarySheet } from './summary'
import { useChosenTemplate } from './templates'
import { WhenSection } from './when-section'

/** What every section needs to know. */
export type Writing = {
  draft: Draft
  view: BroadcastView
  template: TemplateView | null
  plan: PlanView | null
  /** What the plan says may no longer be so: something is being saved or counted. */
  isStale: boolean
  planError: unknown
  retryPlan: () => void
}

const TITLES: Record<Step, () => string> = {
  message: m.composer_step_message,
  audience: m.composer_step_audience,
  personalise: m.composer_step_personalise,
  when: m.composer_step_when,
  review: m.composer_step_review,
}

/** One page of five sections that open in turn, and beside it what they add up to. */
export function Composer({ draft }: { draft: Draft }) {
  const writing = useWriting(draft)
  const { view, template } = writing
  const done = doneSteps(view, template)
  const open = useOpenStep(done, view.templateId === null || template !== null)
  const { isConfirming, isAsked, ask, forget } = useConfirming(writing)
  const goTo = (step: Step) => {
    forget()
    composerPlace.set({ step }, { push: true })
  }
  const next = () => {
    if (open === 'review') ask()
    else goTo(stepAfter(open))
  }
  useShortcut({ codes: ['Enter'], withModifier: true, label: m.common_continue, run: next })
  const primary =
    open === 'review' ? (
      <SendButton writing={writing} isAsked={isAsked} onPress={next} />
    ) : (
      <Button variant="primary" onClick={next}>
        {m.common_continue()}
      </Button>
    )
  return (
    <>
      <div key={draft.edition.value} class="with-rail composer">
        <div class="panel">
          {STEPS.map((step, index) => (
            <StepSection
              key={step}
              number={index + 1}
              title={TITLES[step]()}
              state={step === open ? 'open' : done[step] ? 'done' : 'waiting'}
              summary={<FoldedSummary step={step} writing={writing} />}
              onOpen={() => goTo(step)}
              openLabel={done[step] ? m.common_change() : m.composer_open_step()}
            >
              {SECTIONS[step](writing)}
              <div class="composer-go not-phone">
                {step === 'review' && (
                  <p class="sm muted grow">
                    {isScheduled(view.start, writing.plan)
                      ? m.composer_schedule_note()
                      : m.composer_hold_note()}
                  </p>
                )}
                {primary}
              </div>
            </StepSection>
          ))}
        </div>
        <aside class="rail not-phone" aria-label={m.composer_summary()}>
          <Summary writing={writing} />
          <PreviewPane writing={writing} />
        </aside>
      </div>
      <SummarySheet writing={writing}>{primary}</SummarySheet>
      <ConfirmSend writing={writing} isOpen={isConfirming} />
    </>
  )
}

/** The section in the address; else the first that was not done when the page was opened. */
function useOpenStep(done: Record<Step, boolean>, isKnown: boolean): Step {
  const first = useRef<Step | null>(null)
  // Kept: choosing a template must not close the section in which it is chosen.
  if (isKnown) first.current ??= firstOpenStep(done)
  return composerPlace.value.value.step || (first.current ?? 'message')
}

function useWriting(draft: Draft): Writing {
  const view = draft.view.value
  const template = useChosenTemplate(view.templateId)
  const plan = usePlan(view.id, view.version, view.templateId !== null)
  return {
    draft,
    view,
    template: view.templateId === null ? null : (template.data ?? null),
    plan: view.templateId === null ? null : (plan.data ?? null),
    isStale: draft.autosave.state.value !== 'saved' || plan.isFetching,
    planError: plan.isError ? plan.error : null,
    retryPlan: () => void plan.refetch(),
  }
}

const SECTIONS: Record<Step, (writing: Writing) => ComponentChildren> = {
  message: (writing) => <MessageSection writing={writing} />,
  audience: (writing) => <AudienceSection writing={writing} />,
  personalise: (writing) => <PersonaliseSection writing={writing} />,
  when: (writing) => <WhenSection writing={writing} />,
  review: (writing) => <ReviewSection writing={writing} />,
}

/** What a folded section came to, in one line. */
function FoldedSummary({ step, writing }: { step: Step; writing: Writing }) {
  const { view, template, plan } = writing
  switch (step) {
    case 'message':
      return template ? (
        <>
          <Code>{template.name}</Code> · {categoryName(template.category)}
        </>
      ) : (
        <span>{m.composer_message_none()}</span>
      )
    case 'audience':
      return <AudienceText audience={view.audience} retry={view.retry} />
    case 'personalise':
      return <>{template && describeFilling(view, template, plan)}</>
    case 'when':
      return <StartText start={view.start} plan={plan} />
    case 'review':
      return null
  }
}

function describeFilling(view: BroadcastView, { parameters }: TemplateView, plan: PlanView | null) {
  if (parameters.length === 0) return m.composer_nothing_to_fill()
  const open = unfilled(parameters, view.mapping).length
  if (open > 0) return m.composer_unfilled({ count: open })
  const used = Math.max(0, ...(plan?.fallbacks.map(({ count }) => count) ?? []))
  const filled = m.composer_filled({ count: parameters.length })
  return used > 0 ? `${filled} · ${m.composer_fallback_used({ count: used })}` : filled
}
