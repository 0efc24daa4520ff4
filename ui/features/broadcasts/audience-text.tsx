import type { Audience, BroadcastView } from '../../../worker/contract/broadcasts'
import type { TagView } from '../../../worker/contract/contacts'
import { formatList } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useTags } from '../contacts/model'

/** "VIP or Newsletter, without Wholesale". */
function describeAudience(audience: Audience, tags: TagView[]): string {
  const names = (ids: string[]) =>
    formatList(
      ids.map((id) => isolated(tags.find((tag) => tag.id === id)?.name ?? '…')),
      'disjunction',
    )
  const chosen = audience.everyone
    ? m.broadcasts_everyone()
    : audience.tags.length > 0
      ? names(audience.tags)
      : m.broadcasts_audience_none()
  if (audience.withoutTags.length === 0) return chosen
  return m.broadcasts_audience_without({ audience: chosen, excluded: names(audience.withoutTags) })
}

type Props = Pick<BroadcastView, 'audience' | 'retry'>

export function AudienceText({ audience, retry }: Props) {
  const { data } = useTags()
  if (retry) return <span>{m.composer_retry_summary()}</span>
  return <span>{describeAudience(audience, data?.items ?? [])}</span>
}
