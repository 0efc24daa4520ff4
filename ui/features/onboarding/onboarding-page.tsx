import { useLocation } from 'preact-iso'
import {
  ONBOARDING_STEPS,
  type OnboardingStep,
  type OnboardingView,
} from '../../../worker/contract/onboarding'
import { LinkButton } from '../../components/button'
import { Loaded, Skeleton } from '../../components/states'
import { StepSection } from '../../components/steps'
import { navigate } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { canSend, useSession } from '../accounts/session'
import { SampleButton } from '../contacts/sample-button'
import { firstOpenStep, useOnboarding } from './model'
import { ConnectStep, ContactsStep, TemplatesStep, WebhookStep } from './step-parts'
import { STEP_TITLES } from './step-titles'
import { TestStep } from './test-step'

const PARTS: Record<OnboardingStep, (props: { view: OnboardingView }) => preact.JSX.Element> = {
  connect: ConnectStep,
  webhook: WebhookStep,
  templates: TemplatesStep,
  contacts: ContactsStep,
  test: TestStep,
}

/** Five steps to a first message; each says whether it is done, looks for itself, and may be left out. */
export function OnboardingPage() {
  const onboarding = useOnboarding()
  return (
    <Page title={m.onboarding_title()}>
      <div class="stack narrow-col">
        <p class="muted">{m.onboarding_lead()}</p>
        <Loaded query={onboarding} skeleton={<Skeleton shape="rows" count={5} />}>
          {(view) => <Steps view={view} />}
        </Loaded>
      </div>
    </Page>
  )
}

function Steps({ view }: { view: OnboardingView }) {
  const { query } = useLocation()
  const session = useSession()
  const wanted = ONBOARDING_STEPS.find((step) => step === query.step)
  const open = wanted ?? firstOpenStep(view)
  return (
    <>
      {open === null && <p class="t-ok">{m.onboarding_all_done()}</p>}
      <div class="panel">
        {ONBOARDING_STEPS.map((step, index) => {
          const Part = PARTS[step]
          return (
            <StepSection
              key={step}
              number={index + 1}
              title={STEP_TITLES[step]()}
              state={step === open ? 'open' : view.done[step] ? 'done' : 'waiting'}
              summary={view.done[step] ? m.onboarding_done() : m.onboarding_not_done()}
              openLabel={m.onboarding_open()}
              onOpen={() => navigate(`/onboarding?step=${step}`)}
            >
              <Part view={view} />
            </StepSection>
          )
        })}
      </div>
      <div class="row">
        {canSend(session) && !session.account.hasSamples && <SampleButton thenTo="/contacts" />}
        <LinkButton variant="quiet" href="/broadcasts">
          {open === null ? m.analytics_empty_act() : m.connect_skip()}
        </LinkButton>
      </div>
    </>
  )
}
