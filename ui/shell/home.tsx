import { useEffect } from 'preact/hooks'
import { present, useConnections } from '../features/meta/connections'
import { navigate } from '../lib/navigation'

/** `/` leads to the next useful place: connecting first, then the work. */
export function Home() {
  const { data, isPending } = useConnections()
  const isConnected = present(data?.items ?? []).length > 0
  useEffect(() => {
    if (isPending) return
    navigate(data && !isConnected ? '/onboarding' : '/broadcasts', { replace: true })
  }, [isPending, isConnected])
  return null
}
