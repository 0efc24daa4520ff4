import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { readContent } from '../../boundary/graph/message-content'
import type { Mark } from '../../boundary/graph/message-events'
import type { InboundMessage } from '../../boundary/graph/webhooks'
import { wordsOf } from '../../contract/message-content'
import { renewPreview } from './conversation-queries'
import { conversationIdOf } from './id-operations'
import { previewOf } from './preview'
import { findByWamids, upsertMark } from './queries'
import { insertWords } from './search-queries'
import { openWordHasher } from './word-operations'
import { indexedWordsOf } from './words'

export type MarkNews = Mark & { at: number; side: 'in' | 'out' }

/** Something about an earlier message; kept also when that one is not here (yet). Answers the conversation. */
export async function storeMark(
  { keys }: Pick<Deps, 'keys'>,
  db: AccountDb,
  { contactId, numberId }: { contactId: string; numberId: string },
  { kind, wamid, content, at, side }: MarkNews,
): Promise<string> {
  const account = await keys.open(db)
  const body =
    content === null
      ? null
      : await account.seal('message_marks.body', `${wamid}:${kind}:${side}`, content)
  await upsertMark(db, { accountId: db.accountId, contactId, wamid, kind, side, at, body })
  const conversationId = await conversationIdOf(contactId, numberId)
  const [marked] = kind === 'reaction' ? [] : await findByWamids(db, [wamid])
  if (marked?.contactId === contactId) {
    // Written from an object by `readMark`; what was taken back has none.
    const now = content === null ? REVOKED : readContent(JSON.parse(content) as InboundMessage)
    const preview = await account.seal('conversations.preview', conversationId, previewOf(now))
    await renewPreview(db, conversationId, marked.id, preview)
    const hash = await openWordHasher({ keys }, db)
    const words = await hash(indexedWordsOf(wordsOf(now) ?? ''))
    await db.run(insertWords(db, words, marked.id, contactId))
  }
  return conversationId
}

const REVOKED = { kind: 'revoked' } as const
