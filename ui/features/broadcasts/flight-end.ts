import type { PlanView } from '../../../worker/contract/broadcast-plan'

type Flight = Pick<PlanView, 'start' | 'rests' | 'zones' | 'waves' | 'seconds' | 'perSecond'>

/** When about the last message leaves: behind its start, its rests and the days it is spread over. */
export function endOf(
  { start, rests, zones, waves, seconds, perSecond }: Flight,
  isInWaves: boolean,
  now: number,
): number {
  const last = isInWaves ? waves?.at(-1) : undefined
  if (last?.opensAt) {
    // A wave opens when the first of its zones does.
    const zonesMs = zones?.isStart ? zones.lastStartsAt - zones.startsAt : 0
    return last.opensAt + zonesMs + Math.ceil(last.people / perSecond) * 1000
  }
  return rests?.endsAt ?? zones?.endsAt ?? (start?.at ?? now) + seconds * 1000
}
