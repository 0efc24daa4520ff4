import type { AccountKeys } from '../../boundary/crypto/data-keys'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { List } from '../../contract/common'
import { toList } from '../../lib/lists'
import { fold } from '../contacts/folding'
import type { TimelineSource } from '../contacts/timeline'
import { broadcastNotFound } from './errors'
import {
  findRecipient,
  listRowsOfContact,
  pageRecipients,
  type RecipientFilter,
  type RecipientRow,
} from './recipient-queries'

/** A page of a broadcast's rows in their order; `after` is a row number. */
export async function listRecipients(
  db: AccountDb,
  broadcastId: string,
  { state, reason, q, isBlind = false }: RecipientFilter,
  after: string | undefined,
  limit: number,
): Promise<List<RecipientRow>> {
  const filter = { state, reason, q: q ? fold(q) : undefined, isBlind }
  const rows = await pageRecipients(db, broadcastId, filter, Number(after ?? 0) || 0, limit + 1)
  return toList(rows, limit, ({ no }) => String(no))
}

/** One row, and the exact values that were sent; null until Meta had them. */
export async function openRecipient(
  { keys }: Pick<Deps, 'keys'>,
  db: AccountDb,
  broadcastId: string,
  no: number,
): Promise<{ row: RecipientRow; parameters: Record<string, string> | null }> {
  const row = await findRecipient(db, broadcastId, no)
  if (!row) throw broadcastNotFound()
  return { row, parameters: await openParameters(await keys.open(db), broadcastId, row) }
}

/** The values that a row's message was filled with; null until Meta had it. */
export async function openParameters(
  account: AccountKeys,
  broadcastId: string,
  { no, sealedParams }: RecipientRow,
): Promise<Record<string, string> | null> {
  if (!sealedParams) return null
  const text = await account.open('recipients.sealed_params', `${broadcastId}:${no}`, sealedParams)
  // Sealed by the sender from values of this type.
  return JSON.parse(text) as Record<string, string>
}

/** What a person was sent by broadcasts, as a source of the timeline. */
export const broadcastTimeline: TimelineSource = async ({ db }, contactId, before, limit) => {
  const rows = await listRowsOfContact(db, contactId, before, limit)
  return rows.map((row) => ({ kind: 'broadcast', ...row }))
}
