import { useQuery } from '@tanstack/preact-query'
import type { Filter } from '../../../worker/contract/segments'
import { Avatar } from '../../components/chip'
import { Phone } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { ErrorState, Skeleton } from '../../components/states'
import { useDebounced } from '../../lib/debounced'
import { formatNumber } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { fetchContacts } from './api'
import { ContactName } from './contact-name'
import { useCountOf } from './model'
import { writeFilter } from './segment-address'

const TYPING_RESTS_MS = 300
const EXAMPLES = 5

type Props = {
  filter: Filter
  /** Some row lacks its value and is left out for now. */
  isUnfinished: boolean
}

/** How many match, and the first of them; "≈" while the figure is of the rows before. */
export function SegmentOutcome({ filter, isUnfinished }: Props) {
  const text = writeFilter(filter)
  const settled = useDebounced(text, TYPING_RESTS_MS)
  const count = useCountOf({ filter: settled })
  const people = useQuery({
    queryKey: ['contacts', 'examples', settled],
    queryFn: () => fetchContacts({ filter: settled, limit: EXAMPLES }),
    placeholderData: (previous) => previous,
  })
  const isStale = settled !== text || count.isPlaceholderData || count.isFetching
  if (count.error) {
    return (
      <ErrorState
        error={count.error}
        notDone={m.segments_not_counted()}
        onRetry={() => void count.refetch()}
      />
    )
  }
  return (
    <Section title={m.segments_outcome()} level={3}>
      <div class="panel pad stack close">
        {count.data ? (
          <p class="segment-count" aria-busy={isStale} role="status">
            <b class="num">
              {isStale && '≈ '}
              {formatNumber(count.data.count)}
            </b>{' '}
            <span class="muted">{m.segments_people({ count: count.data.count })}</span>
          </p>
        ) : (
          <Skeleton shape="text" />
        )}
        {isUnfinished && <p class="sm muted">{m.segments_unfinished()}</p>}
        <ul class="segment-people" aria-label={m.segments_examples()}>
          {(people.data?.items ?? []).map((contact) => (
            <li key={contact.id}>
              <Avatar name={contact.name ?? ''} />
              <span>
                <a class="plain" href={`/contacts/${contact.id}`}>
                  <ContactName contact={contact} />
                </a>
                {contact.name && contact.phone && (
                  <small class="muted">
                    <Phone value={contact.phone} />
                  </small>
                )}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  )
}
