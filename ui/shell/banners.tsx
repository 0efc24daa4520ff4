import { useSignal } from '@preact/signals'
import { WifiOff } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { Banner } from '../components/page-parts'
import { useSession } from '../features/accounts/session'
import { present, useConnections } from '../features/meta/connections'
import { m } from '../paraglide/messages.js'

/** States of the whole workspace: at most one at a time, the worst first. */
export function Banners() {
  const { account } = useSession()
  const isOffline = useIsOffline()
  const connections = present(useConnections().data?.items ?? [])
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
  if (connections.some((connection) => connection.state === 'needs_reconnect')) {
    return (
      <Banner tone="danger" action={<a href="/onboarding">{m.shell_banner_reconnect_act()}</a>}>
        {m.shell_banner_reconnect()}
      </Banner>
    )
  }
  const numbers = connections.flatMap((connection) => connection.numbers)
  if (numbers.some((number) => number.qualityRating === 'RED')) {
    return (
      <Banner action={<a href="/settings/numbers">{m.shell_banner_quality_act()}</a>}>
        {m.shell_banner_quality()}
      </Banner>
    )
  }
  return isOffline ? <Banner icon={WifiOff}>{m.shell_banner_offline()}</Banner> : null
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
