import { useSignal } from '@preact/signals'
import { WifiOff } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { lazyPart } from '../components/lazy-part'
import { Banner } from '../components/page-parts'
import { useSession } from '../features/accounts/session'
import { present, useLiveConnections, worstOf } from '../features/meta/connections'
import { m } from '../paraglide/messages.js'

const HealthBanner = lazyPart(() => import('./health-banner').then((c) => c.HealthBanner))

const SampleBanner = lazyPart(() => import('./sample-banner').then((c) => c.SampleBanner))

/** States of the whole workspace: at most one at a time, the worst first. */
export function Banners() {
  const { account } = useSession()
  const isOffline = useIsOffline()
  const connections = present(useLiveConnections().data?.items ?? [])
  if (account.state === 'deleting') {
    return (
      <Banner tone="danger" action={<a href="/settings/data">{m.shell_banner_closing_act()}</a>}>
        {m.shell_banner_closing()}
      </Banner>
    )
  }
  if (account.state === 'suspended') {
    return <Banner tone="danger">{m.shell_banner_suspended()}</Banner>
  }
  const worst = worstOf(connections)
  if (worst) {
    return <HealthBanner problem={worst} />
  }
  if (isOffline) return <Banner icon={WifiOff}>{m.shell_banner_offline()}</Banner>
  return account.hasSamples ? <SampleBanner /> : null
}

function useIsOffline() {
  const isOffline = useSignal(!navigator.onLine)
  useEffect(() => {
    const update = () => {
      isOffline.value = !navigator.onLine
    }
    addEventListener('online', update)
    addEventListener('offline', update)
    return () => {
      removeEventListener('online', update)
      removeEventListener('offline', update)
    }
  }, [])
  return isOffline.value
}
