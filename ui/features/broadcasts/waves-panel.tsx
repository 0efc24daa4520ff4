import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Section } from '../../components/page-parts'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { isFinal } from './figures'
import { PartState } from './part-state'
import './waves.css'

/** What went out already, what is going out, and when the rest begins. */
export function WavesPanel({ progress }: { progress: ProgressView }) {
  const waves = progress.parts.filter(({ kind, zone }) => kind === 'wave' && zone === null)
  if (waves.length < 2) return null
  return (
    <Section title={m.waves_heading({ count: waves.length })}>
      <ol class="panel waves">
        {waves.map((wave, index) => (
          <li key={wave.first}>
            <b>{m.waves_wave({ number: formatNumber(index + 1) })}</b>
            <span class="num">{m.common_people({ count: wave.people })}</span>
            <PartState part={wave} isOver={isFinal(progress)} />
          </li>
        ))}
      </ol>
      {!isFinal(progress) && <p class="sm muted">{m.waves_order()}</p>}
    </Section>
  )
}
