import type { ContactView, TimelineEntry } from '../../worker/contract/contacts'
import type { MergeView } from '../../worker/contract/merges'
import { mergeJob } from '../../worker/features/contacts/merge-jobs'
import { MERGE_PARTS } from '../../worker/features/deletion/merge-parts-operations'
import { snapshot } from './lists'
import type { Shop } from './shop'

export const see = (shop: Shop, id: string) => shop.get<ContactView>(`/contacts/${id}`)

/** The wish of somebody who looks at both now. */
export async function wishToMerge(shop: Shop, keptId: string, droppedId: string, take: string[]) {
  const [kept, dropped] = await Promise.all([see(shop, keptId), see(shop, droppedId)])
  return { keptId, keptVersion: kept.version, droppedId, droppedVersion: dropped.version, take }
}

export const merge = async (shop: Shop, kept: string, dropped: string, ...take: string[]) =>
  shop.post<MergeView>('/contacts/merges', await wishToMerge(shop, kept, dropped, take))

export const undo = (shop: Shop, id: string) => shop.post<MergeView>(`/contacts/merges/${id}/undo`)

/** What the queue does. */
export const follow = (shop: Shop, mergeId: string) =>
  mergeJob(MERGE_PARTS)(shop.deps, { type: 'contacts.merge', accountId: shop.accountId, mergeId })

type Rows = Record<string, unknown>[]

const FOLLOWING = ['messages', 'message_marks', 'message_words', 'outbox', 'contact_notes'] as const

/** Everything that says whose it is, without the moments of changes. */
export async function whose(shop: Shop) {
  const { contacts = [], ...tables } = await snapshot(shop.accountId)
  const people = (contacts as Rows).map(({ updated_at: _, ...row }) => row)
  const rows = await Promise.all(
    FOLLOWING.map(async (table) => [
      table,
      await shop.query(`SELECT * FROM ${table} WHERE account_id = ? ORDER BY 1, 2, 3`),
    ]),
  )
  const talks = await shop.query(
    'SELECT id, contact_id, state, assignee, labels, last_id, preview, unread, read_id FROM conversations WHERE account_id = ? ORDER BY id',
  )
  const rest = { ...tables, consents: withoutMerge(tables.consents as Rows) }
  return { people, ...rest, ...Object.fromEntries(rows), talks }
}

/** The ledger is only added to: that two were one for a while stays written there. */
const withoutMerge = (consents: Rows) => consents.filter(({ source }) => source !== 'merge')

export const timeline = async (shop: Shop, id: string, query = '') =>
  (await shop.get<{ items: TimelineEntry[] }>(`/contacts/${id}/timeline${query}`)).items
