import type { WaveView } from '../../../worker/contract/broadcast-parts'
import { Checkbox } from '../../components/choice'
import { Section } from '../../components/page-parts'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import type { Writing } from './composer'
import { Moment } from './moment'
import './waves.css'

/** A broadcast to more people than may be reached today: why, and the days it can be spread over. */
export function WavesChoice({ writing: { view, plan, draft } }: { writing: Writing }) {
  if (!plan?.limit || !plan.waves) return null
  const { people, used, left } = plan.limit
  return (
    <Section title={m.waves_title()} level={3}>
      <p class="md">
        {m.waves_explain({
          limit: formatNumber(people),
          used: formatNumber(used),
          left: formatNumber(left),
        })}
      </p>
      <Checkbox
        label={m.waves_choice({ count: plan.waves.length })}
        hint={m.waves_order()}
        isChecked={view.waves}
        onChange={(waves) => draft.change({ waves })}
      />
      {view.waves && <WaveList waves={plan.waves} startsAt={plan.start?.at ?? null} />}
    </Section>
  )
}

/** `startsAt`: when the broadcast does; null: once it is confirmed. */
const WaveList = ({ waves, startsAt }: { waves: WaveView[]; startsAt: number | null }) => (
  <ol class="panel waves">
    {waves.map(({ people, opensAt }, index) => {
      const at = opensAt ?? startsAt
      return (
        // Waves have no other name than their place.
        <li key={index}>
          <b>{m.waves_wave({ number: formatNumber(index + 1) })}</b>
          <span class="num">{m.common_people({ count: people })}</span>
          <span class="muted">{at === null ? m.waves_at_once() : <Moment at={at} />}</span>
        </li>
      )
    })}
  </ol>
)
