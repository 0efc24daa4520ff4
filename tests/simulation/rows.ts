import type { Post } from './meta'
import type { Database } from './sqlite'

/** A message to one person: a recipient of a broadcast, or a single message. */
export type Row = {
  key: string
  accountId: string
  /** The broadcast's id, or the single message's own. */
  owner: string
  isSingle: boolean
  contactId: string
  identity: string
  state: string
  rank: number
  token: string | null
  /** What the POST of its last claim carries. */
  tag: string
}

export type Broadcast = { id: string; state: string; total: number }

/** The second part of every tag: whose message it is. */
export const ownerOf = ({ tag }: Pick<Post, 'tag'>): string => tag.split('.')[1] ?? ''

export function readRows(database: Database): Row[] {
  return [...readRecipients(database), ...readSingles(database)]
}

function readRecipients(database: Database): Row[] {
  const found = database.read(
    'SELECT account_id, broadcast_id, no, contact_id, identity, state, rank, token FROM recipients',
  )
  // Columns as the statement names them.
  return (found as [string, string, number, string, string, string, number, string | null][]).map(
    ([accountId, owner, no, contactId, identity, state, rank, token]) => ({
      key: `${owner}/${no}`,
      accountId,
      owner,
      isSingle: false,
      contactId,
      identity,
      state,
      rank,
      token,
      tag: `b1.${owner}.${no}.${token}`,
    }),
  )
}

function readSingles(database: Database): Row[] {
  const found = database.read(
    'SELECT account_id, id, contact_id, identity, state, rank, token FROM outbox',
  )
  // Columns as the statement names them.
  return (found as [string, string, string, string, string, number, string | null][]).map(
    ([accountId, id, contactId, identity, state, rank, token]) => ({
      key: `single/${id}`,
      accountId,
      owner: id,
      isSingle: true,
      contactId,
      identity,
      state,
      rank,
      token,
      tag: `o1.${id}.${token}`,
    }),
  )
}

export function readBroadcasts(database: Database): Map<string, Broadcast> {
  const found = database.read('SELECT id, state, total FROM broadcasts')
  // Columns as the statement names them.
  const all = (found as [string, string, number][]).map(([id, state, total]) => ({
    id,
    state,
    total,
  }))
  return new Map(all.map((one) => [one.id, one]))
}
