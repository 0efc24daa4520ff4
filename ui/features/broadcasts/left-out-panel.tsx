import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Section } from '../../components/page-parts'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { ShowRows } from './show-rows'
import { skipPastHint, skipTitle } from './skip-reasons'

/** Who was chosen and got nothing, by reason: with those who did, they are everybody. */
export function LeftOutPanel({ progress }: { progress: ProgressView }) {
  const reasons = Object.entries(progress.skipped)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
  const count = reasons.reduce((sum, [, people]) => sum + people, 0)
  if (count === 0) return null
  return (
    <Section title={m.broadcast_left_out_title({ count })}>
      <ul class="panel broadcast-reasons calm">
        {reasons.map(([reason, people]) => (
          <li key={reason}>
            <b class="num count">{formatNumber(people)}</b>
            <div>
              <h3>{skipTitle(reason)}</h3>
              <p class="sm muted">{skipPastHint(reason)}</p>
            </div>
            <ShowRows state="skipped" reason={reason} count={people} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
