import type { ProgressView } from '../../../worker/contract/broadcasts'
import { Section } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'
import { isFinal } from './figures'
import { PartState } from './part-state'
import { zoneName } from './zone-name'
import './zones.css'

/** Whose clock has come, and when that of the others does. */
export function ZonesPanel({ progress }: { progress: ProgressView }) {
  const parts = progress.parts.filter(({ zone, people }) => zone !== null && people > 0)
  if (parts.length < 2) return null
  return (
    <Section title={m.broadcast_zones()}>
      <ol class="panel zones">
        {parts.map((part) => (
          <li key={part.first}>
            <b>{part.zone && zoneName(part.zone)}</b>
            <span class="num">{m.common_people({ count: part.people })}</span>
            <span class="state">
              {part.kind === 'canary' && <>{m.broadcast_canary()} · </>}
              <PartState part={part} isOver={isFinal(progress)} />
            </span>
          </li>
        ))}
      </ol>
      <p class="sm muted">{m.broadcast_zones_note()}</p>
    </Section>
  )
}
