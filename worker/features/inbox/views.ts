import type { ConversationView, LabelView } from '../../contract/inbox'
import type { MessageContent } from '../../contract/message-content'
import type { Listed } from './conversation-queries'
import { windowUntil } from './service-window'
import type { labels } from './tables'

/** What rows point to; `states` of last replies by conversation. */
export type Around = {
  people: Map<string, string>
  labels: Map<string, LabelView>
  states: Map<string, ConversationView['lastState']>
}

export function toConversationView(
  row: Listed,
  preview: MessageContent,
  around: Around,
): ConversationView {
  const assignee = around.people.get(row.assignee)
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
    labels: row.labels.flatMap((id) => around.labels.get(id) ?? []),
    unread: row.unread,
    lastAt: row.lastAt,
    lastSide: row.lastSide,
    lastState: around.states.get(row.id) ?? null,
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
