import { useSignal } from '@preact/signals'
import { lazyPart } from '../../components/lazy-part'
import { currentPath } from '../../lib/navigation'
import { useSession } from '../accounts/session'
import { firstOpenStep, useOnboarding } from './model'

const SetupCardView = lazyPart(() => import('./setup-card-view').then((c) => c.SetupCardView))

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
  const hide = () => {
    localStorage.setItem(key, '1')
    isHidden.value = true
  }
  return <SetupCardView view={data} next={next} onHide={hide} />
}
