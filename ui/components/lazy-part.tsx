import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { ErrorBoundary, lazy } from 'preact-iso'
import { m } from '../paraglide/messages.js'
import { showToast } from './toast'

/**
 * A part of a page whose code is a file of its own, fetched when it is first shown. Where the file can't
 * be fetched this is told, and `giveUp` takes back what should have opened. Browsers ask once for a file:
 * only a new document asks again.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  giveUp?: (props: Props) => void,
): ComponentType<Props> {
  const missing = () => (props: Props) => {
    useEffect(() => {
      showToast({ text: m.error_part_missing(), tone: 'danger' })
      giveUp?.(props)
    }, [])
    return null
  }
  const Part = lazy<ComponentType<Props>>(() => load().catch(missing))
  return (props) => (
    <ErrorBoundary>
      <Part {...props} />
    </ErrorBoundary>
  )
}
