import type { ImportCounts as Counts } from '../../../worker/contract/imports'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import './imports.css'

const PARTS = [
  ['created', m.imports_count_created, 'ok'],
  ['updated', m.imports_count_updated, ''],
  ['unchanged', m.imports_count_unchanged, ''],
  ['duplicates', m.imports_count_duplicates, ''],
  ['invalid', m.imports_count_invalid, 'bad'],
  ['blank', m.imports_count_blank, ''],
] as const

/** Every row is in exactly one of the first six figures; the last is their sum. */
export const ImportCounts = ({ counts }: { counts: Counts }) => (
  <div class="stack close">
    <dl class="import-counts panel">
      {PARTS.map(([key, label, tone]) => (
        <div key={key} class={counts[key] > 0 ? tone : ''}>
          <dt>{label()}</dt>
          <dd class="num">{formatNumber(counts[key])}</dd>
        </div>
      ))}
      <div class="sum">
        <dt>{m.imports_count_sum()}</dt>
        <dd class="num">{formatNumber(counts.rows)}</dd>
      </div>
    </dl>
    {counts.optedOut > 0 && (
      <p class="sm muted">{m.imports_opted_out({ count: counts.optedOut })}</p>
    )}
  </div>
)
