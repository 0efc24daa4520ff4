import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { ConversationAct, ConversationChange, NewNote } from '../../contract/inbox'
import { timeOrderedId } from '../../lib/ids'
import { recordAudit } from '../accounts/audit-operations'
import { listTeam } from './assign-operations'
import {
  type Conversation,
  changeConversation,
  findConversation,
  listDueSnoozes,
} from './conversation-queries'
import {
  conversationChanged,
  conversationNotFound,
  labelNotFound,
  messageUnseen,
  notOnTeam,
} from './errors'
import { noteEvents } from './event-operations'
import { messageIdOf } from './id-operations'
import { insertMessage } from './queries'
import { listLabelRows } from './settings-queries'

type ChangeDeps = Pick<Deps, 'clock' | 'keys' | 'live' | 'db'>

/** What a wish does to a conversation as it is; null where it is so already. */
type Step = {
  change: Parameters<typeof changeConversation>[2]
  act: ConversationAct
  detail: { to?: string | null; until?: number; label?: string }
} | null

/** Assigns, closes, opens again, snoozes or labels; each leaves a line in the thread and in the audit. */
export async function actOnConversation(
  deps: ChangeDeps,
  db: AccountDb,
  userId: string,
  id: string,
  wish: ConversationChange,
): Promise<void> {
  const seen = await findConversation(db, id)
  if (!seen) throw conversationNotFound()
  const step = await stepFor(deps, db, seen, wish)
  if (!step) return
  if (!(await changeConversation(db, seen, step.change))) throw conversationChanged()
  await noteAct(deps, db, seen, userId, step)
}

async function stepFor(
  deps: ChangeDeps,
  db: AccountDb,
  seen: Conversation,
  wish: ConversationChange,
): Promise<Step> {
  const now = deps.clock.now()
  switch (wish.do) {
    case 'assign': {
      const to = wish.to ?? ''
      if (to === seen.assignee) return null
      if (to && !(await listTeam(deps, db)).some((one) => one.id === to)) throw notOnTeam()
      return {
        change: { assignee: to },
        act: to ? 'assigned' : 'unassigned',
        detail: { to: wish.to ?? seen.assignee },
      }
    }
    case 'close':
      if ((seen.lastInboundAt ?? 0) > (wish.seenUpTo ?? Infinity)) throw messageUnseen()
      return seen.state === 'closed'
        ? null
        : {
            change: { state: 'closed', closedAt: now, snoozedUntil: null },
            act: 'closed',
            detail: {},
          }
    case 'reopen':
      return seen.state === 'open'
        ? null
        : {
            change: { state: 'open', closedAt: null, snoozedUntil: null },
            act: 'reopened',
            detail: {},
          }
    case 'snooze':
      return {
        change: { state: 'snoozed', snoozedUntil: wish.until, closedAt: null },
        act: 'snoozed',
        detail: { until: wish.until },
      }
    case 'label':
    case 'unlabel': {
      const isOn = seen.labels.includes(wish.label)
      if (isOn === (wish.do === 'label')) return null
      const label = (await listLabelRows(db)).find((one) => one.id === wish.label)
      if (!label) throw labelNotFound()
      const others = seen.labels.filter((one) => one !== wish.label)
      return {
        change: { labels: isOn ? others : [...others, wish.label] },
        act: isOn ? 'unlabelled' : 'labelled',
        detail: { label: label.name },
      }
    }
  }
}

/** How the audit log calls each act. */
const AUDITED: Record<ConversationAct, string> = {
  assigned: 'conversation.assigned',
  unassigned: 'conversation.unassigned',
  closed: 'conversation.closed',
  reopened: 'conversation.reopened',
  snoozed: 'conversation.snoozed',
  woken: 'conversation.woken',
  labelled: 'conversation.labelled',
  unlabelled: 'conversation.unlabelled',
}

/** Who did what, in the thread where everybody reads it, and in the audit without words. */
async function noteAct(
  deps: ChangeDeps,
  db: AccountDb,
  { id: conversationId, contactId, numberId, state, assignee }: Conversation,
  userId: string | null,
  { act, detail, change }: NonNullable<Step>,
): Promise<void> {
  const now = deps.clock.now()
  const id = timeOrderedId(now)
  const keys = await deps.keys.open(db)
  await db.batch([
    db.run(
      insertMessage(db, {
        ...{ accountId: db.accountId, contactId, id, at: now, numberId, type: act },
        direction: 'act',
        wamid: id,
        body: await keys.seal('messages.body', id, JSON.stringify(detail)),
        broadcastId: null,
        author: userId,
      }),
    ),
    recordAudit(db, deps.clock, {
      actor: userId === null ? 'system' : `user:${userId}`,
      action: AUDITED[act],
      target: `conversation:${conversationId}`,
      before: act.endsWith('assigned') ? assignee : state,
      after: change.assignee ?? change.state ?? '',
    }),
  ])
  await noteEvents(deps, db, [{ conversationId, kind: 'thread' }])
}

/** A note that only the team reads; whoever is mentioned is told. The same id twice is one note. */
export async function addNote(
  deps: ChangeDeps,
  db: AccountDb,
  userId: string,
  conversationId: string,
  { id: written, text, mentions }: NewNote,
): Promise<void> {
  const place = await findConversation(db, conversationId)
  if (!place) throw conversationNotFound()
  const team = new Set((await listTeam(deps, db)).map(({ id }) => id))
  if (mentions.some((id) => !team.has(id))) throw notOnTeam()
  const { contactId, numberId } = place
  const now = deps.clock.now()
  const id = await messageIdOf({ at: now, late: 0, no: 0 }, written)
  const keys = await deps.keys.open(db)
  await db.run(
    insertMessage(db, {
      ...{ accountId: db.accountId, contactId, id, at: now, numberId, wamid: written },
      direction: 'note',
      type: 'note',
      body: await keys.seal('messages.body', id, JSON.stringify({ text, mentions })),
      broadcastId: null,
      author: userId,
    }),
  )
  await noteEvents(deps, db, [
    { conversationId, kind: 'thread' },
    ...mentions.map((mentioned) => ({
      conversationId,
      kind: 'mention' as const,
      userId: mentioned,
    })),
  ])
}

/** Conversations whose snooze is over are open again. */
export async function wakeSnoozed(deps: ChangeDeps): Promise<void> {
  const now = deps.clock.now()
  for (const shard of deps.db.shards) {
    for (const { accountId, id } of await listDueSnoozes(deps.db.shard(shard), now)) {
      const db = await deps.db.account(accountId, shard)
      const seen = await findConversation(db, id)
      if (seen?.state !== 'snoozed' || (seen.snoozedUntil ?? 0) > now) continue
      const change = { state: 'open', snoozedUntil: null } as const
      if (await changeConversation(db, seen, change)) {
        await noteAct(deps, db, seen, null, { change, act: 'woken', detail: {} })
      }
    }
  }
}
