// Two conversations with one person on one number, as one.

import type { Conversation } from './conversation-queries'

const STATES = ['open', 'snoozed', 'closed'] as const

/** Without the preview, which is sealed for its own row; `shows` says whose it is. */
export function joinConversations(
  kept: Conversation,
  dropped: Conversation,
): Omit<Conversation, 'preview'> & { shows: 'kept' | 'dropped' } {
  const { preview: _, ...row } = kept
  const [last, shows] =
    dropped.lastId > kept.lastId ? ([dropped, 'dropped'] as const) : ([kept, 'kept'] as const)
  const asked = (dropped.lastInboundAt ?? 0) > (kept.lastInboundAt ?? 0) ? dropped : kept
  const state = STATES.find((one) => one === kept.state || one === dropped.state) ?? kept.state
  const isSnoozed = state === 'snoozed'
  const unread = [kept, dropped].filter((one) => one.unread > 0)
  const reads = (unread.length > 0 ? unread : [kept, dropped]).map(({ readId }) => readId).sort()
  return {
    ...row,
    state,
    assignee: kept.assignee || dropped.assignee,
    labels: [...new Set([...kept.labels, ...dropped.labels])],
    ...{ lastId: last.lastId, lastAt: last.lastAt, lastSide: last.lastSide, shows },
    ...{ lastInboundAt: asked.lastInboundAt, lastInboundWamid: asked.lastInboundWamid },
    // What one of them left unread stays unread, at the price of some that was read.
    readId: (unread.length > 0 ? reads[0] : reads.at(-1)) ?? '',
    snoozedUntil: isSnoozed ? (kept.snoozedUntil ?? dropped.snoozedUntil) : null,
    openedAt: Math.min(kept.openedAt, dropped.openedAt),
    answeredAt: kept.answeredAt ?? dropped.answeredAt,
    closedAt: state === 'closed' ? (kept.closedAt ?? dropped.closedAt) : null,
  }
}

const PARTS = [
  ...(['state', 'assignee', 'lastId', 'lastAt', 'lastSide', 'lastInboundAt'] as const),
  ...([
    'lastInboundWamid',
    'readId',
    'snoozedUntil',
    'openedAt',
    'answeredAt',
    'closedAt',
  ] as const),
] as const

/** The one that stayed as it was before; what changed since stays changed. */
export function partConversations(
  current: Conversation,
  joined: Conversation,
  before: Conversation,
): Conversation {
  const parts = Object.fromEntries(
    PARTS.map((key) => [key, current[key] === joined[key] ? before[key] : current[key]]),
    // The same keys with values of the same columns.
  ) as Pick<Conversation, (typeof PARTS)[number]>
  const isShown = current.lastId === joined.lastId
  const isLabelled = current.labels.join() === joined.labels.join()
  return {
    ...current,
    ...parts,
    labels: isLabelled ? before.labels : current.labels,
    preview: isShown ? before.preview : current.preview,
  }
}
