import type { OnboardingStep } from '../../../worker/contract/onboarding'
import { m } from '../../paraglide/messages.js'

export const STEP_TITLES: Record<OnboardingStep, () => string> = {
  connect: m.onboarding_connect,
  webhook: m.onboarding_webhook,
  templates: m.onboarding_templates,
  contacts: m.onboarding_contacts,
  test: m.onboarding_test,
}
