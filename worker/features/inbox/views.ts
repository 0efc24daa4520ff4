import type { ConversationView, LabelView } from '../../contract/inbox'
import type { MessageContent } from '../../contract/message-content'
import type { Listed } from './conversation-queries'
import { windowUntil } from './service-window'
import type { labels } from './tables'

export type Names = { people: Map<string, string>; labels: Map<string, LabelView> }

export function toConversationView(
  row: Listed,
  preview: MessageContent,
  names: Names,
): ConversationView {
  const assignee = names.people.get(row.assignee)
  return {
    id: row.id,
    contactId: row.contactId,
    name: row.name,
    phone: row.phone,
    country: row.country,
    isOptedOut: row.consent === 'opted_out',
    numberId: row.numberId,
    state: row.state,
    snoozedUntil: row.snoozedUntil,
    assignee: assignee === undefined ? null : { id: row.assignee, name: assignee },
    labels: row.labels.flatMap((id) => names.labels.get(id) ?? []),
    unread: row.unread,
    lastAt: row.lastAt,
    lastSide: row.lastSide,
    preview,
    windowUntil: windowUntil(row.lastInboundAt),
    openedAt: row.openedAt,
    answeredAt: row.answeredAt,
    closedAt: row.closedAt,
  }
}

export const toLabelView = ({ id, name, colour }: typeof labels.$inferSelect): LabelView => ({
  ...{ id, name, colour },
})
