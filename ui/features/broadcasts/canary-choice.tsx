import {
  CANARY_MINUTES,
  type Canary,
  sampleOf,
  USUAL_CANARY,
} from '../../../worker/contract/broadcast-canary'
import { Checkbox } from '../../components/choice'
import { SelectField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { formatDuration, formatPercent } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import './canary.css'
import type { Writing } from './composer'

const MOST_FAILED = [2, 5, 10, 20, 30]
const MOST_STOPPED = [1, 2, 4, 6, 10]
const LEAST_READ = [5, 10, 20, 30, 50]

/** A sample first, or everybody at once. */
export function CanaryChoice({ writing: { draft, view, plan } }: { writing: Writing }) {
  const { canary } = view
  const change = (part: Partial<Canary>) =>
    draft.change({ canary: { ...USUAL_CANARY, ...canary, ...part } })
  return (
    <Section title={m.composer_canary()} level={3}>
      <Checkbox
        label={m.composer_canary_on({ count: sampleOf(plan?.people ?? 0) })}
        hint={m.composer_canary_hint()}
        isChecked={canary !== null}
        onChange={(isChecked) => draft.change({ canary: isChecked ? USUAL_CANARY : null })}
      />
      {canary && (
        <div class="canary-fields">
          <SelectField
            label={m.composer_canary_wait()}
            value={String(canary.waitMinutes)}
            options={CANARY_MINUTES.map((minutes) => ({
              value: String(minutes),
              text: formatDuration(minutes * 60),
            }))}
            onChange={(value) => {
              const waitMinutes = CANARY_MINUTES.find((minutes) => String(minutes) === value)
              if (waitMinutes) change({ waitMinutes })
            }}
          />
          <SelectField
            label={m.composer_canary_failed()}
            value={String(canary.mostFailedPercent)}
            options={percents(MOST_FAILED, canary.mostFailedPercent)}
            onChange={(value) => change({ mostFailedPercent: Number(value) })}
          />
          <SelectField
            label={m.composer_canary_stopped()}
            value={String(canary.mostStoppedPercent)}
            options={percents(MOST_STOPPED, canary.mostStoppedPercent)}
            onChange={(value) => change({ mostStoppedPercent: Number(value) })}
          />
          <SelectField
            label={m.composer_canary_read()}
            value={String(canary.leastReadPercent ?? '')}
            options={[
              { value: '', text: m.composer_canary_read_any() },
              ...percents(LEAST_READ, canary.leastReadPercent),
            ]}
            onChange={(value) => change({ leastReadPercent: value === '' ? null : Number(value) })}
          />
          <p class="sm muted">{m.composer_canary_note()}</p>
          {view.start.kind === 'local' && <p class="sm muted">{m.composer_zones_canary()}</p>}
        </div>
      )}
    </Section>
  )
}

/** What a program has set stays among the choices. */
const percents = (usual: number[], present: number | null) =>
  [...new Set([...usual, ...(present === null ? [] : [present])])]
    .sort((a, b) => a - b)
    .map((percent) => ({ value: String(percent), text: formatPercent(percent / 100, 0) }))
