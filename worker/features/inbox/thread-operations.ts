import type { AccountKeys } from '../../boundary/crypto/data-keys'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { readContent, readSurroundings } from '../../boundary/graph/message-content'
import type { Language, List } from '../../contract/common'
import type { ThreadEntry } from '../../contract/inbox'
import { firstIdAt } from '../../lib/ids'
import { groupBy } from '../../lib/lists'
import { listNames } from '../accounts/user-queries'
import { findSinglesByWamid, listSingles } from '../broadcasts/outbox-queries'
import {
  findBroadcastNames,
  findSentByWamid,
  listSentTo,
  type SentByBroadcast,
} from './broadcast-queries'
import { findConversation } from './conversation-queries'
import {
  type Around,
  type Body,
  broadcastContent,
  broadcastKey,
  keyOf,
  type OpenMark,
  toBroadcastEntry,
  toEntry,
} from './entry-operations'
import { conversationNotFound } from './errors'
import { findByWamids, listMarks, listRestOfMoment, type MessageRow, pageThread } from './queries'

type ThreadDeps = Pick<Deps, 'keys' | 'db'>
type Place = { contactId: string; numberId: string }
type Opened = { row: MessageRow; body: Body }

/** A page of a conversation before a moment, oldest last: messages, notes, acts, and what broadcasts sent. */
export async function readThread(
  deps: ThreadDeps,
  db: AccountDb,
  language: Language,
  conversationId: string,
  before: number,
  limit: number,
): Promise<List<ThreadEntry>> {
  const place = await findConversation(db, conversationId)
  if (!place) throw conversationNotFound()
  const [rows, sent] = await Promise.all([
    readRows(db, place, before, limit),
    listSentTo(db, place, before, limit + 1),
  ])
  const keys = await deps.keys.open(db)
  const opened = await Promise.all(rows.map((row) => openRow(keys, row)))
  const around = await lookAround(deps, db, keys, language, place.contactId, opened, sent)
  const entries = [
    ...opened.map(({ row, body }) => toEntry(row, body, around)),
    ...(await Promise.all(
      sent.map(async (row) => toBroadcastEntry(row, await valuesOf(keys, row), around)),
    )),
  ]
  return pageOf(entries, limit)
}

/** One more than asked for, and all of its moment: Meta's times are seconds, and many fit into one. */
async function readRows(
  db: AccountDb,
  place: Place,
  before: number,
  limit: number,
): Promise<MessageRow[]> {
  const rows = await pageThread(db, place, firstIdAt(before), limit + 1)
  const last = rows[limit]
  if (!last || last.at !== rows[limit - 1]?.at) return rows
  return [...rows, ...(await listRestOfMoment(db, place, last))]
}

const openRow = async (keys: AccountKeys, row: MessageRow): Promise<Opened> => ({
  row,
  // Sealed by this feature from objects.
  body: JSON.parse(await keys.open('messages.body', row.id, row.body)) as Body,
})

/** Sealed by the sender from values by parameter key; none once they were erased. */
async function valuesOf(
  keys: AccountKeys,
  { broadcastId, no, sealedParams }: SentByBroadcast,
): Promise<Record<string, string>> {
  if (!sealedParams) return {}
  const text = await keys.open('recipients.sealed_params', `${broadcastId}:${no}`, sealedParams)
  return JSON.parse(text) as Record<string, string>
}

/** Newest first; the next page begins before a moment, so everything of the last moment belongs to this one. */
function pageOf(entries: ThreadEntry[], limit: number): List<ThreadEntry> {
  const all = entries.toSorted((a, b) => b.at - a.at)
  const last = all[limit - 1]
  if (!last || all.length === limit) return { items: all, next: null }
  const items = all.filter(({ at }, index) => index < limit || at === last.at)
  return { items, next: `${last.at}` }
}

async function lookAround(
  deps: ThreadDeps,
  db: AccountDb,
  keys: AccountKeys,
  language: Language,
  contactId: string,
  opened: Opened[],
  sent: SentByBroadcast[],
): Promise<Around> {
  const ours = opened.filter(({ row }) => row.direction === 'out').map(({ row }) => row.wamid)
  const people = opened.flatMap(({ row, body }) => [row.author, body.to].filter(isText))
  const answered = opened.flatMap(({ row }) => row.broadcastId ?? [])
  const quotes = opened.flatMap(({ body }) => readSurroundings(body).quotes ?? [])
  const [singles, names, broadcastNames, quoted] = await Promise.all([
    listSingles(db, ours),
    listNames(deps.db.directory, [...new Set(people)]),
    findBroadcastNames(db, [...new Set(answered)]),
    readQuoted(db, keys, contactId, [...new Set(quotes)]),
  ])
  const sentHere = new Set(singles.map(({ id }) => id))
  const wamids = [
    // Of what was written here Meta's id stands in the outbox.
    ...opened.flatMap(({ row }) => (sentHere.has(row.wamid) ? [] : row.wamid)),
    ...singles.flatMap(({ wamid }) => wamid ?? []),
    ...sent.flatMap(({ wamid }) => wamid ?? []),
  ]
  return {
    names: new Map(names.map(({ id, name }) => [id, name])),
    broadcastNames: new Map(broadcastNames.map(({ id, name }) => [id, name])),
    singles: new Map(singles.map((single) => [single.id, single])),
    marks: await openMarks(db, keys, contactId, wamids),
    quoted,
    language,
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'

async function openMarks(
  db: AccountDb,
  keys: AccountKeys,
  contactId: string,
  wamids: string[],
): Promise<Map<string, OpenMark[]>> {
  const rows = await listMarks(db, contactId, wamids)
  const opened = await Promise.all(
    rows.map(async ({ wamid, kind, side, body }) => ({
      ...{ wamid, kind, side },
      body: body && (await keys.open('message_marks.body', `${wamid}:${kind}:${side}`, body)),
    })),
  )
  return groupBy(opened, ({ wamid }) => wamid)
}

/** What quotes are about, by Meta's id: what people wrote, our replies, messages of broadcasts. */
async function readQuoted(
  db: AccountDb,
  keys: AccountKeys,
  contactId: string,
  wamids: string[],
): Promise<Around['quoted']> {
  const quoted: Around['quoted'] = new Map()
  if (wamids.length === 0) return quoted
  const [singles, sent] = await Promise.all([
    findSinglesByWamid(db, wamids),
    findSentByWamid(db, contactId, wamids),
  ])
  const ofSingle = new Map(singles.map(({ id, wamid }) => [id, wamid]))
  for (const row of await findByWamids(db, [...wamids, ...ofSingle.keys()])) {
    if (row.contactId !== contactId) continue
    const { body } = await openRow(keys, row)
    const side = row.direction === 'in' ? 'in' : 'out'
    quoted.set(ofSingle.get(row.wamid) ?? row.wamid, {
      ...{ key: keyOf(row), at: row.at, side, content: readContent(body), broadcastName: null },
    })
  }
  for (const row of sent) {
    const content = broadcastContent(row.template, await valuesOf(keys, row))
    const { at, name } = row
    const key = broadcastKey(row)
    const facts = { key, at, side: 'out', content, broadcastName: name } as const
    if (row.wamid) quoted.set(row.wamid, facts)
  }
  return quoted
}
