import type * as v from 'valibot'
import type { FailureView, ProgressView } from '../../../worker/contract/broadcasts'
import { Section } from '../../components/page-parts'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { figuresOf, isFinal } from './figures'
import { HelpLinkTo } from './help-link'
import { RetryButton } from './retry-button'
import { ShowRows } from './show-rows'

/** Each reason in plain words, what helps, and the people behind it. */
export function Failures({ progress }: { progress: ProgressView }) {
  const { failed } = figuresOf(progress)
  if (failed === 0) return null
  return (
    <Section title={m.broadcast_failures({ count: failed })} aside={m.broadcast_failures_free()}>
      <ul class="panel broadcast-reasons">
        {progress.failures.map((failure) => (
          <Reason key={failure.code} failure={failure} />
        ))}
      </ul>
      {isFinal(progress) && (
        <div class="row">
          <RetryButton id={progress.id} what="failed" count={progress.retryable.failed} />
        </div>
      )}
    </Section>
  )
}

const Reason = ({ failure }: { failure: v.InferOutput<typeof FailureView> }) => (
  <li>
    <b class="num count">{formatNumber(failure.count)}</b>
    <div>
      <h3>{failure.title}</h3>
      <p class="sm muted">
        {failure.help} {failure.retryable && `${m.broadcast_may_retry()} `}
        {failure.link && <HelpLinkTo link={failure.link} />}
      </p>
    </div>
    <ShowRows state="failed" reason={String(failure.code)} count={failure.count} />
  </li>
)

/** Sent or not, nobody knows: only a person may risk a second message. */
export function NotConfirmed({ progress }: { progress: ProgressView }) {
  const { unknown } = figuresOf(progress)
  if (unknown === 0) return null
  return (
    <Section title={m.broadcast_unconfirmed({ count: unknown })}>
      <ul class="panel broadcast-reasons calm">
        <li>
          <b class="num count">{formatNumber(unknown)}</b>
          <div>
            <h3>{m.broadcast_unconfirmed_title()}</h3>
            <p class="sm muted">{m.broadcast_unconfirmed_text()}</p>
          </div>
          <ShowRows state="unknown" reason="" count={unknown} />
        </li>
      </ul>
      {isFinal(progress) && (
        <div class="row">
          <RetryButton
            id={progress.id}
            what="not_confirmed"
            count={progress.retryable.notConfirmed}
          />
        </div>
      )}
    </Section>
  )
}
