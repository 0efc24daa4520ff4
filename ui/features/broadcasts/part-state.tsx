import { CircleCheck, Clock, MoonStar, SendHorizontal } from 'lucide-preact'
import type { PartView } from '../../../worker/contract/broadcast-parts'
import { Chip } from '../../components/chip'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Moment, ZoneMoment } from './moment'

type Props = { part: PartView; isOver: boolean }

/** Whether a part was sent, is being sent, or when it is, by the clock it goes by. */
export function PartState({
  part: { left, people, opensAt, waitsFor, zone, ...part },
  isOver,
}: Props) {
  if (part.isOver) {
    return (
      <Chip icon={CircleCheck} tone="ok">
        {m.waves_over()}
      </Chip>
    )
  }
  if (isOver) return null
  if (opensAt !== null) {
    const isBegun = left < people || waitsFor === 'quiet'
    const when = zone ? <ZoneMoment at={opensAt} zone={zone} /> : <Moment at={opensAt} />
    return (
      <Chip icon={waitsFor === 'quiet' ? MoonStar : Clock} tone="info">
        {rich(isBegun ? m.waves_goes_on : m.waves_starts, { when })}
      </Chip>
    )
  }
  if (waitsFor !== null) return null
  return (
    <Chip icon={SendHorizontal} tone="accent" isIconDirectional>
      {m.waves_going()}
    </Chip>
  )
}
