import * as v from 'valibot'
import { TIMELINE_GROUPS, type TimelineGroup } from '../../../worker/contract/contacts'
import { ListFoot } from '../../components/list-foot'
import { Section, Tabs } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { urlState } from '../../lib/url-state'
import { m } from '../../paraglide/messages.js'
import { useTimeline } from './model'
import { Timeline } from './timeline'

const place = urlState(
  v.object({
    after: v.optional(v.pipe(v.string(), v.maxLength(300)), ''),
    what: v.optional(v.picklist(['', ...TIMELINE_GROUPS]), ''),
  }),
)

const WORDS: Record<TimelineGroup, () => string> = {
  messages: m.contacts_happened_messages,
  broadcasts: m.contacts_happened_broadcasts,
  consents: m.contacts_happened_consents,
  notes: m.contacts_happened_notes,
  changes: m.contacts_happened_changes,
}

/** Everything that happened with one person, or one kind of it. */
export function Activity({ id }: { id: string }) {
  const { after, what } = place.value.value
  const timeline = useTimeline(id, after, what)
  const tabs = ['' as const, ...TIMELINE_GROUPS].map((key) => ({
    key,
    label: key === '' ? m.contacts_happened_all() : WORDS[key](),
    href: place.href({ what: key, after: '' }),
  }))
  return (
    <Section title={m.contacts_activity()}>
      <Tabs label={m.contacts_activity()} tabs={tabs} current={what} />
      <div class="panel">
        <Loaded query={timeline} skeleton={<Skeleton shape="rows" count={4} />}>
          {(list) => (
            <>
              {what && list.items.length === 0 ? (
                <p class="pad md muted">{m.contacts_happened_none()}</p>
              ) : (
                <Timeline entries={list.items} />
              )}
              {(after || list.next) && (
                <ListFoot
                  nextHref={list.next ? place.href({ after: list.next }) : null}
                  firstHref={after ? place.href({ after: '' }) : null}
                >
                  {m.contacts_newest_first()}
                </ListFoot>
              )}
            </>
          )}
        </Loaded>
      </div>
    </Section>
  )
}
