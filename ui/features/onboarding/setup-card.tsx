import { useSignal } from '@preact/signals'
import { ListChecks, X } from 'lucide-preact'
import { ONBOARDING_STEPS } from '../../../worker/contract/onboarding'
import { IconButton, LinkButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { formatNumber } from '../../lib/format'
import { currentPath } from '../../lib/navigation'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { countDone, firstOpenStep, STEP_TITLES, useOnboarding } from './model'
import './setup-card.css'

/** Pages that are the set-up itself. */
const OWN_PAGES = /^\/(?:onboarding|connect)(?:\/|$)/

/** On every page until all is done, or until somebody hides it in this browser. */
export function SetupCard() {
  const { account } = useSession()
  const key = `setup-hidden-${account.id}`
  const isHidden = useSignal(localStorage.getItem(key) !== null)
  const isWanted =
    !isHidden.value && account.state === 'active' && !OWN_PAGES.test(currentPath.value)
  const { data } = useOnboarding(isWanted)
  const next = data && firstOpenStep(data)
  if (!isWanted || !data || !next) return null
  return (
    <aside class="setup-card" aria-label={m.onboarding_title()}>
      <Icon of={ListChecks} size="sm" />
      <span>
        {m.onboarding_card({
          done: formatNumber(countDone(data)),
          all: formatNumber(ONBOARDING_STEPS.length),
          next: STEP_TITLES[next](),
        })}
      </span>
      <LinkButton size="slim" href={`/onboarding?step=${next}`}>
        {m.onboarding_go_on()}
      </LinkButton>
      <IconButton
        icon={X}
        size="slim"
        variant="quiet"
        label={m.onboarding_hide()}
        onClick={() => {
          localStorage.setItem(key, '1')
          isHidden.value = true
        }}
      />
    </aside>
  )
}
