import {
  Ban,
  CircleCheck,
  type LucideIcon,
  Megaphone,
  Merge,
  MessageSquare,
  Pencil,
  Plus,
  Send,
  StickyNote,
  Tag,
  Upload,
  UserRound,
} from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { TimelineEntry } from '../../../worker/contract/contacts'
import { Icon } from '../../components/icon'
import { Name, Time, UserText } from '../../components/isolate'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { sourceName } from './consent-sources'
import './contacts.css'
import { DeliveryChip } from './delivery'
import { Edits } from './timeline-edits'

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
    case 'edit':
      return {
        icon: Pencil,
        title: byWhom(m.contacts_happened_edit, entry.by),
        more: <Edits edits={entry.edits} />,
      }
    case 'merge':
      return {
        icon: Merge,
        title: byWhom(m.contacts_happened_merge, entry.by),
        more: undone(entry),
      }
    case 'note':
      return {
        icon: StickyNote,
        title: byWhom(m.contacts_happened_note, entry.by),
        more: <UserText text={entry.text} />,
      }
    case 'import':
      return {
        icon: Upload,
        title: rich(entry.isNew ? m.contacts_happened_imported : m.contacts_happened_reimported, {
          file: (
            <a href={`/contacts/import/${entry.importId}`}>
              <Name value={entry.name ?? ''} />
            </a>
          ),
        }),
        more: undone(entry),
      }
    case 'tag':
      return {
        icon: Tag,
        title: rich(entry.isAdded ? m.contacts_happened_tagged : m.contacts_happened_untagged, {
          tag: <Name value={entry.name ?? '–'} />,
        }),
        more: undone(entry) ?? byWhom(m.contacts_happened_many, entry.by),
      }
    case 'added':
      return { icon: Plus, title: m.contacts_happened_added() }
    case 'assigned':
      return {
        icon: UserRound,
        title: entry.to
          ? rich(m.contacts_happened_assigned, { name: <Name value={entry.to.name} /> })
          : m.contacts_happened_unassigned(),
        more: entry.by && byWhom(m.contacts_happened_by, entry.by),
      }
  }
}

type By = { name: string } | null

/** Who has closed their account is called so. */
const byWhom = (sentence: (slots: { name: string }) => string, by: By) =>
  rich(sentence, { name: by ? <Name value={by.name} /> : m.contacts_note_gone() })

const undone = ({ isUndone }: { isUndone: boolean }) =>
  isUndone ? m.contacts_happened_undone() : undefined

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
