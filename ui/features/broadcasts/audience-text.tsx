import {
  type Audience,
  type BroadcastView,
  isAudienceChosen,
} from '../../../worker/contract/broadcasts'
import { formatList } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useSegments, useTags } from '../contacts/model'

/** "VIP or Newsletter, without Wholesale". */
function describeAudience(audience: Audience, named: { id: string; name: string }[]): string {
  const names = (ids: string[]) =>
    formatList(
      ids.map((id) => isolated(named.find((one) => one.id === id)?.name ?? '…')),
      'disjunction',
    )
  const chosen = audience.everyone
    ? m.broadcasts_everyone()
    : isAudienceChosen(audience)
      ? names([...(audience.segments ?? []), ...audience.tags])
      : m.broadcasts_audience_none()
  const without = [...(audience.withoutSegments ?? []), ...audience.withoutTags]
  if (without.length === 0) return chosen
  return m.broadcasts_audience_without({ audience: chosen, excluded: names(without) })
}

type Props = Pick<BroadcastView, 'audience' | 'retry'>

export function AudienceText({ audience, retry }: Props) {
  const { data: tags } = useTags()
  const { data: segments } = useSegments()
  if (retry) return <span>{m.composer_retry_summary()}</span>
  return (
    <span>{describeAudience(audience, [...(segments?.items ?? []), ...(tags?.items ?? [])])}</span>
  )
}
