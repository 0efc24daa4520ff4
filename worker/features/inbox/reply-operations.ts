import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { readContent } from '../../boundary/graph/message-content'
import type { Member } from '../../boundary/http/context'
import { wordsOf } from '../../contract/message-content'
import type { NewMessage } from '../../contract/messages'
import { AppError } from '../../lib/errors'
import { sendSingle } from '../broadcasts/outbox-operations'
import { findSingle, type Single } from '../broadcasts/outbox-queries'
import { type Contact, findByIdentities, findContactRow } from '../contacts/identity-queries'
import { wasMerged } from '../contacts/merge-queries'
import { spellingsOf } from '../contacts/phone'
import { relyOn } from '../contacts/reliance-operations'
import { needsReconnect } from '../meta/errors'
import { findConnection, findNumber } from '../meta/queries'
import { type Conversation, findConversation, noteSaid } from './conversation-queries'
import { windowClosed } from './errors'
import { eventStatements, noteEvents } from './event-operations'
import { conversationIdOf, messageIdOf } from './id-operations'
import { keepUpload } from './media-queries'
import { standingAfter } from './order'
import { composeOutgoing, type Outgoing } from './outgoing-operations'
import { previewOf } from './preview'
import { findByWamids, insertMessage, upsertMark } from './queries'
import { insertWords } from './search-queries'
import { isWindowOpen } from './service-window'
import { findSettings } from './settings-queries'
import { openWordHasher } from './word-operations'
import { indexedWordsOf } from './words'

type ReplyDeps = Pick<Deps, 'clock' | 'keys' | 'deliverOne' | 'live' | 'graph' | 'files'>

/**
 * Writes a message to one person down, in the thread and in the outbox at once, then has it sent, past
 * every broadcast. The same id twice is one message. Outside the 24 hours only a template leaves.
 */
export async function sendReply(
  deps: ReplyDeps,
  db: AccountDb,
  member: Pick<Member, 'userId'>,
  message: NewMessage,
): Promise<Single> {
  const { id, contactId, numberId } = message
  const known = await findSingle(db, id)
  if (known) return known
  const conversationId = await conversationIdOf(contactId, numberId)
  const [contact, number, conversation] = await Promise.all([
    findContactRow(db, contactId),
    findNumber(db, numberId),
    findConversation(db, conversationId),
  ])
  const identity = contact && (await answeredAt(deps, db, contact, conversation, message))
  if (!contact || !number || !identity) throw new AppError('not_found', 404)
  const connection = await findConnection(db, number.connectionId)
  // Said before anything is written: it could not leave.
  if (connection?.state !== 'active') throw needsReconnect()
  const now = deps.clock.now()
  const to = { contactId, connectionId: number.connectionId, identity }
  const outgoing = await composeOutgoing(deps, db, to, message)
  if (!outgoing.isTemplate && !isWindowOpen(conversation?.lastInboundAt ?? null, now)) {
    throw windowClosed()
  }
  const afterId = conversation?.lastId
  const place = { id, contactId, numberId, conversationId, afterId, now }
  const { sent: content, scope } = outgoing
  const consentEntry = scope === 'marketing' ? await relyOn(db, contact) : null
  const single = await sendSingle(
    deps,
    db,
    member,
    { id, contactId, numberId, identity, scope, consentEntry, content },
    outgoing.reactsTo === null
      ? await threadStatements(deps, db, member.userId, place, outgoing)
      : await reactionStatements(deps, db, place, outgoing.reactsTo, message),
  )
  await noteEvents(deps, db, [{ conversationId, kind: 'thread' }])
  return single
}

/**
 * Somebody who has become one of two people may have written from either number, and Meta's 24 hours are
 * open for that one only.
 */
async function answeredAt(
  deps: Pick<Deps, 'keys'>,
  db: AccountDb,
  { id, phone, bsuid }: Contact,
  conversation: Conversation | undefined,
  message: NewMessage,
): Promise<string | null> {
  const wamid = conversation?.lastInboundWamid
  const usual = phone ?? bsuid
  const isTemplate = message.content?.kind === 'template'
  if (!wamid || isTemplate || !(await wasMerged(db, id))) return usual
  const [row] = await findByWamids(db, [wamid])
  if (row?.contactId !== id) return usual
  const body = await (await deps.keys.open(db)).open('messages.body', row.id, row.body)
  // Sealed as Meta sent it.
  const { from } = JSON.parse(body) as { from?: unknown }
  if (typeof from !== 'string' || spellingsOf(`+${from}`).includes(phone ?? '')) return usual
  const [owner] = await findByIdentities(db, [
    { kind: 'phone', value: `+${from}` },
    { kind: 'wa_id', value: from },
  ])
  return owner?.contactId === id ? `+${from}` : usual
}

type Place = {
  id: string
  contactId: string
  numberId: string
  conversationId: string
  /** The newest message before it. */
  afterId: string | undefined
  now: number
}

/** `author` is who wrote it; null where nobody did. */
export async function threadStatements(
  deps: Pick<Deps, 'keys' | 'clock'>,
  db: AccountDb,
  author: string | null,
  { id, contactId, numberId, conversationId, afterId, now }: Place,
  { shown, file }: Pick<Outgoing, 'shown' | 'file'>,
) {
  const keys = await deps.keys.open(db)
  const standing = standingAfter(afterId, now)
  const { at } = standing
  const messageId = await messageIdOf(standing, id)
  const content = readContent(shown)
  const hash = await openWordHasher(deps, db)
  const words = await hash(indexedWordsOf(wordsOf(content) ?? ''))
  const settings = await findSettings(db)
  return [
    db.run(
      insertMessage(db, {
        ...{ accountId: db.accountId, contactId, id: messageId, at, numberId },
        direction: 'out',
        wamid: id,
        type: String(shown.type),
        body: await keys.seal('messages.body', messageId, JSON.stringify(shown)),
        broadcastId: null,
        author,
      }),
    ),
    db.run(
      noteSaid(db, {
        id: conversationId,
        ...{ contactId, numberId, messageId, at },
        side: 'out',
        preview: await keys.seal('conversations.preview', conversationId, previewOf(content)),
        wordsWamid: null,
        assignee: settings?.assign === 'answerer' ? (author ?? '') : '',
        isAnswer: author !== null,
      }),
    ),
    db.run(insertWords(db, words, messageId, contactId)),
    ...(file === null ? [] : [db.run(keepUpload(db, file))]),
    ...eventStatements(db, [{ conversationId, kind: 'thread' }], now),
  ]
}

/** A reaction is no entry of the thread but a mark on one. */
async function reactionStatements(
  deps: ReplyDeps,
  db: AccountDb,
  { contactId, now }: Place,
  wamid: string,
  { content }: NewMessage,
) {
  const emoji = content?.kind === 'reaction' ? content.emoji : ''
  const keys = await deps.keys.open(db)
  const body = emoji ? await keys.seal('message_marks.body', `${wamid}:reaction:out`, emoji) : null
  const mark = { kind: 'reaction', side: 'out', at: now } as const
  return [upsertMark(db, { accountId: db.accountId, contactId, wamid, ...mark, body })]
}
