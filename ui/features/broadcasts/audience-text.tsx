import type { Audience } from '../../../worker/contract/broadcasts'
import type { TagView } from '../../../worker/contract/contacts'
import { formatList } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { useTags } from '../contacts/model'

/** "VIP or Newsletter, without Wholesale". */
export function describeAudience(audience: Audience, tags: TagView[]): string {
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

export function AudienceText({ audience }: { audience: Audience }) {
  const { data } = useTags()
  return <span>{describeAudience(audience, data?.items ?? [])}</span>
}
