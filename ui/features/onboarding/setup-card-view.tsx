import { ListChecks, X } from 'lucide-preact'
import {
  ONBOARDING_STEPS,
  type OnboardingStep,
  type OnboardingView,
} from '../../../worker/contract/onboarding'
import { IconButton, LinkButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { countDone } from './model'
import './setup-card.css'
import { STEP_TITLES } from './step-titles'

type Props = { view: OnboardingView; next: OnboardingStep; onHide: () => void }

/** How far the set-up has come, and its next step. */
export const SetupCardView = ({ view, next, onHide }: Props) => (
  <aside class="setup-card" aria-label={m.onboarding_title()}>
    <Icon of={ListChecks} size="sm" />
    <span>
      {m.onboarding_card({
        done: formatNumber(countDone(view)),
        all: formatNumber(ONBOARDING_STEPS.length),
        next: STEP_TITLES[next](),
      })}
    </span>
    <LinkButton size="slim" href={`/onboarding?step=${next}`}>
      {m.onboarding_go_on()}
    </LinkButton>
    <IconButton icon={X} size="slim" variant="quiet" label={m.onboarding_hide()} onClick={onHide} />
  </aside>
)
