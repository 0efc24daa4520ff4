import { Ban, CircleCheck, type LucideIcon, Megaphone, MessageSquare, Send } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { TimelineEntry } from '../../../worker/contract/contacts'
import { Icon } from '../../components/icon'
import { Name, Time, UserText } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { sourceName } from './consent-sources'
import './contacts.css'
import { DeliveryChip } from './delivery'

/** Everything that happened with one person, newest first. */
export const Timeline = ({ entries }: { entries: TimelineEntry[] }) =>
  entries.length === 0 ? (
    <p class="pad md muted">{m.contacts_activity_none()}</p>
  ) : (
    <ol class="happened">
      {entries.map((entry, index) => {
        const { icon, title, more } = describe(entry)
        return (
          // Several things can happen in one millisecond; the list is drawn whole.
          <li key={`${entry.at} ${index}`}>
            <Icon of={icon} size="sm" />
            <span>{title}</span>
            <span class="when">
              <Time at={entry.at} />
            </span>
            {more && <div class="more">{more}</div>}
          </li>
        )
      })}
    </ol>
  )

type Told = { icon: LucideIcon; title: ComponentChildren; more?: ComponentChildren }

function describe(entry: TimelineEntry): Told {
  switch (entry.kind) {
    case 'broadcast':
      return {
        icon: Megaphone,
        title: rich(m.contacts_happened_broadcast, {
          name: (
            <a href={`/broadcasts/${entry.broadcastId}/recipients/${entry.no}`}>
              <Name value={entry.broadcastName} />
            </a>
          ),
        }),
        more: <DeliveryChip state={entry.state} />,
      }
    case 'message':
      return {
        icon: entry.direction === 'in' ? MessageSquare : Send,
        title: entry.direction === 'in' ? m.contacts_happened_in() : m.contacts_happened_out(),
        more: entry.text && <UserText text={entry.text} />,
      }
    case 'consent':
      return {
        icon: entry.change === 'opted_in' ? CircleCheck : Ban,
        title: consentTitle(entry),
        more: (
          <>
            {rich(m.contacts_happened_source, {
              source: <Name value={sourceName(entry.source)} />,
            })}
            {entry.wording && <UserText text={entry.wording} />}
          </>
        ),
      }
  }
}

/** What was taken back was an agreement that a file named, or a stop that a message was taken for. */
const consentTitle = ({ change, source }: Extract<TimelineEntry, { kind: 'consent' }>) =>
  change === 'retracted' && source === 'correction'
    ? m.contacts_happened_stop_undone()
    : CONSENT_TITLES[change]()

const CONSENT_TITLES = {
  opted_in: m.contacts_happened_opted_in,
  opted_out: m.contacts_happened_opted_out,
  retracted: m.contacts_happened_retracted,
}
