// Messages of the past that came without their files: what is told of the file later takes their place.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { PLACEHOLDER } from '../../boundary/graph/coexistence'
import { readContent } from '../../boundary/graph/message-content'
import { renewPreview } from './conversation-queries'
import { eventStatements } from './event-operations'
import { conversationIdOf } from './id-operations'
import { orderFile } from './media-operations'
import { previewOf } from './preview'
import { fillMessage, listMarks, type Place } from './queries'

type Told = Record<string, unknown> & { id: string; type: string }

/** A message that is stored is told of again: where it lacked its file, it has it from now on. Repeatable. */
export async function fillPlace(
  deps: Pick<Deps, 'clock' | 'jobs' | 'keys'>,
  db: AccountDb,
  place: Place,
  message: Told,
): Promise<void> {
  if (place.type === PLACEHOLDER && message.type !== PLACEHOLDER) {
    await fill(deps, db, place, message)
  }
  await orderFile(deps, db, place, message)
}

async function fill(
  { keys, clock }: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  { contactId, numberId, id, wamid }: Place,
  message: Told,
): Promise<void> {
  const account = await keys.open(db)
  const conversationId = await conversationIdOf(contactId, numberId)
  const body = await account.seal('messages.body', id, JSON.stringify(message))
  const content = previewOf(readContent(message))
  const preview = await account.seal('conversations.preview', conversationId, content)
  // What its writer said of it since is what the list shows.
  const marks = await listMarks(db, contactId, [wamid])
  const isAsCame = marks.every(({ kind }) => kind === 'reaction')
  await db.batch([
    fillMessage(db, PLACEHOLDER, { contactId, id, type: message.type, body }),
    ...(isAsCame ? [renewPreview(db, conversationId, id, preview)] : []),
    ...eventStatements(db, [{ conversationId, kind: 'thread' }], clock.now()),
  ])
}
