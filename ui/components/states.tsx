import { type LucideIcon, RotateCw, TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ApiError } from '../lib/request'
import { m } from '../paraglide/messages.js'
import { Button } from './button'
import { CopyButton } from './copy'
import { describeFailure } from './failure'
import { Icon } from './icon'
import './states.css'

type EmptyProps = {
  icon: LucideIcon
  /** What this page is for, in one sentence. */
  title: string
  children?: ComponentChildren
  actions?: ComponentChildren
}

export const EmptyState = ({ icon, title, children, actions }: EmptyProps) => (
  <section class="empty">
    <span class="glyph">
      <Icon of={icon} size="lg" />
    </span>
    <h2>{title}</h2>
    {children && <p>{children}</p>}
    {actions && <div class="acts">{actions}</div>}
  </section>
)

/** Not the same as empty: the filters hide everything, and can be cleared. */
export const NoResults = ({
  onClear,
  children,
}: {
  onClear: () => void
  children?: ComponentChildren
}) => (
  <section class="empty" role="status">
    <h2>{m.common_no_results()}</h2>
    {children}
    <div class="acts">
      <Button onClick={onClear}>{m.common_clear_filters()}</Button>
    </div>
  </section>
)

type ErrorProps = {
  error: unknown
  /** What the failure did not do: nothing was sent, the draft is kept. */
  notDone: string
  onRetry?: () => void
  /** Another way out, beside trying again. */
  actions?: ComponentChildren
}

/** What happened, what did not, what to do, and a code that can be copied. */
export function ErrorState({ error, notDone, onRetry, actions }: ErrorProps) {
  const failure = error instanceof ApiError ? error : null
  const isOurs = !failure || failure.isUnsettled
  return (
    <section class="oops" role="alert">
      <span class="glyph">
        <Icon of={TriangleAlert} size="lg" />
      </span>
      <h2>{failure?.status === 404 ? m.error_not_found() : m.error_title()}</h2>
      <dl>
        <div>
          <dt>{m.error_happened()}</dt>
          <dd>{failure ? describeFailure(failure) : m.error_our_fault()}</dd>
        </div>
        <div>
          <dt>{m.error_not_done()}</dt>
          <dd>{notDone}</dd>
        </div>
        <div>
          <dt>{m.error_what_to_do()}</dt>
          <dd>{isOurs ? m.error_try_later() : m.error_go_back()}</dd>
        </div>
      </dl>
      <div class="acts">
        {onRetry && (
          <Button variant="primary" icon={RotateCw} onClick={onRetry}>
            {m.error_retry()}
          </Button>
        )}
        {actions}
        {failure?.requestId && <CopyButton text={failure.requestId} label={m.error_code()} />}
      </div>
    </section>
  )
}

const PATIENCE_MS = 150

type SkeletonProps = { shape: 'text' | 'rows' | 'cards'; count?: number }

/** The shape of what comes; nothing at all for the first 150 ms. */
export function Skeleton({ shape, count = 6 }: SkeletonProps) {
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  return (
    <div
      class={`skeleton ${shape === 'cards' ? 'cards-shape' : shape}`}
      role="status"
      aria-label={m.common_loading()}
    >
      {Array.from({ length: count }, (_, index) => (
        // Equal grey bars.
        <span key={index} />
      ))}
    </div>
  )
}

type Loading<T> = {
  data: T | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

type LoadedProps<T> = {
  query: Loading<T>
  skeleton: ComponentChildren
  notDone?: string
  children: (data: T) => ComponentChildren
}

/** Loading, failed and ready of one query. What was loaded once stays while it is refreshed. */
export function Loaded<T>({ query, skeleton, notDone, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.isPending) return <>{skeleton}</>
  return (
    <ErrorState
      error={query.error}
      notDone={notDone ?? m.error_nothing_changed()}
      onRetry={() => void query.refetch()}
    />
  )
}
