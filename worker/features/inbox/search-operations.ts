import type { AccountKeys } from '../../boundary/crypto/data-keys'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { readContent } from '../../boundary/graph/message-content'
import type { ConversationView, FoundView } from '../../contract/inbox'
import { wordsOf } from '../../contract/message-content'
import { type ContactSearch, pageContacts } from '../contacts/queries'
import { listNumberRows } from '../meta/queries'
import { findListed } from './conversation-queries'
import { keyOf } from './entry-operations'
import { conversationIdOf } from './id-operations'
import { toViews } from './list-operations'
import { findById, listMarks, type MarkRow, type MessageRow } from './queries'
import { countWords, findMessagesWith } from './search-queries'
import { openWordHasher } from './word-operations'
import { indexedWordsOf, soughtWordsOf } from './words'

const MOST_PEOPLE = 10
const MOST_MESSAGES = 30
/** A word in more messages than these is as good as any other to begin with. */
const COMMON = 200

type SearchDeps = Pick<Deps, 'keys' | 'db' | 'clock'>
type Search = Pick<ContactSearch, 'q' | 'isBlind'> & { q: string }

/** By name, number (for who may see numbers) and the words of messages: people first, then messages, newest first. */
export async function searchInbox(
  deps: SearchDeps,
  db: AccountDb,
  search: Search,
): Promise<FoundView[]> {
  const [people, messages] = await Promise.all([
    findPeople(deps, db, search),
    findMessages(deps, db, search.q),
  ])
  return [...people.map((conversation) => ({ conversation, message: null })), ...messages]
}

async function findPeople(
  deps: SearchDeps,
  db: AccountDb,
  search: Search,
): Promise<ConversationView[]> {
  const wanted = { ...search, filters: [], now: deps.clock.now() }
  const [contacts, numbers] = await Promise.all([
    pageContacts(db, wanted, 'newest', null, MOST_PEOPLE),
    listNumberRows(db),
  ])
  const ids = contacts.flatMap(({ id }) => numbers.map((number) => conversationIdOf(id, number.id)))
  return toViews(deps, db, await findListed(db, await Promise.all(ids)))
}

async function findMessages(deps: SearchDeps, db: AccountDb, q: string): Promise<FoundView[]> {
  const words = soughtWordsOf(q)
  if (words.length === 0) return []
  const hash = await openWordHasher(deps, db)
  const counted = await countWords(db, await hash(words), COMMON)
  const rarestFirst = counted.toSorted((a, b) => a.count - b.count)
  if (rarestFirst[0]?.count === 0) return []
  const found = await findMessagesWith(
    db,
    rarestFirst.map(({ word }) => word),
    MOST_MESSAGES,
  )
  const keys = await deps.keys.open(db)
  const shown = await Promise.all(found.map((place) => findToShow(db, place)))
  const read = await Promise.all(shown.flatMap((one) => (one ? openFound(one, keys.open) : [])))
  const opened = read.filter(({ isEdited, message }) => !isEdited || holdsAll(message.text, words))
  const listed = await findListed(db, [...new Set(opened.map((one) => one.conversationId))])
  const views = new Map((await toViews(deps, db, listed)).map((view) => [view.id, view]))
  return opened.flatMap(({ conversationId, message }) => {
    const conversation = views.get(conversationId)
    return conversation ? [{ conversation, message }] : []
  })
}

type ToShow = { row: MessageRow; edit: MarkRow | undefined }

/** What its writer took back is found no more. */
async function findToShow(
  db: AccountDb,
  { contactId, id }: { contactId: string; id: string },
): Promise<ToShow | null> {
  const row = await findById(db, contactId, id)
  if (!row) return null
  const marks = await listMarks(db, contactId, [row.wamid])
  if (marks.some(({ kind }) => kind === 'revoke')) return null
  return { row, edit: marks.find(({ kind }) => kind === 'edit') }
}

/** Words that its writer has changed since are found no more either. */
function holdsAll(text: string, sought: string[]): boolean {
  const words = indexedWordsOf(text)
  return sought.every((word) => words.includes(word))
}

async function openFound({ row, edit }: ToShow, open: AccountKeys['open']) {
  const json = edit?.body
    ? await open('message_marks.body', `${edit.wamid}:edit:${edit.side}`, edit.body)
    : await open('messages.body', row.id, row.body)
  // Sealed by this feature from an object.
  const body = JSON.parse(json) as Record<string, unknown>
  const text = wordsOf(readContent(body)) ?? ''
  return {
    conversationId: await conversationIdOf(row.contactId, row.numberId),
    isEdited: edit !== undefined,
    message: { key: keyOf(row), at: row.at, text },
  }
}
