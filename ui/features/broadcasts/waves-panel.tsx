import { CircleCheck, Clock, SendHorizontal } from 'lucide-preact'
import type { PartView } from '../../../worker/contract/broadcast-parts'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Chip } from '../../components/chip'
import { Section } from '../../components/page-parts'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { isFinal } from './figures'
import { Moment } from './moment'
import './waves.css'

/** What went out already, what is going out, and when the rest begins. */
export function WavesPanel({ progress }: { progress: ProgressView }) {
  const waves = progress.parts.filter(({ kind }) => kind === 'wave')
  if (waves.length < 2) return null
  return (
    <Section title={m.waves_heading({ count: waves.length })}>
      <ol class="panel waves">
        {waves.map((wave, index) => (
          <li key={wave.first}>
            <b>{m.waves_wave({ number: formatNumber(index + 1) })}</b>
            <span class="num">{m.common_people({ count: wave.people })}</span>
            <WaveState wave={wave} isOver={isFinal(progress)} />
          </li>
        ))}
      </ol>
      {!isFinal(progress) && <p class="sm muted">{m.waves_order()}</p>}
    </Section>
  )
}

function WaveState({ wave: { left, people, opensAt, ...wave }, isOver }: StateProps) {
  if (wave.isOver) {
    return (
      <Chip icon={CircleCheck} tone="ok">
        {m.waves_over()}
      </Chip>
    )
  }
  if (isOver) return null
  if (opensAt !== null) {
    return (
      <Chip icon={Clock} tone="info">
        {rich(left < people ? m.waves_goes_on : m.waves_starts, { when: <Moment at={opensAt} /> })}
      </Chip>
    )
  }
  return (
    <Chip icon={SendHorizontal} tone="accent" isIconDirectional>
      {m.waves_going()}
    </Chip>
  )
}

type StateProps = { wave: PartView; isOver: boolean }
