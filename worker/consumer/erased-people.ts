// What is applied again must not bring back whom somebody has deleted since.

import type { AccountDb } from '../boundary/db'
import { isBefore, itemsIn, keepItems, namesIn } from '../boundary/graph/webhook-times'
import type { Change } from '../boundary/graph/webhooks'
import { findLastOf } from '../features/accounts/audit-queries'
import { findNamesSince } from '../features/contacts/identity-queries'
import { MINUTE_MS } from '../lib/time'

const ERASURES = ['contact.deleted', 'contact.bulk_deleted']

/** They name people in lists of their own, all of whom the phone has. */
const ADDRESS_BOOKS = ['history', 'smb_app_state_sync']

/** A contact is made when the first message comes, which is a little after it was said. */
const COMES_WITHIN_MS = 5 * MINUTE_MS

/**
 * Changes without what was said, before the last deletion of a contact, by and to people who were no contacts
 * then as far as is known now: whoever of them was deleted is nowhere written down.
 */
export async function withoutErased(db: AccountDb, changes: Change[]): Promise<Change[]> {
  const erasedAt = await findLastOf(db, ERASURES)
  if (erasedAt === null) return changes
  const names = changes.flatMap((change) => itemsIn(change).flatMap(namesIn))
  const since = await findNamesSince(db, [...new Set(names)])
  return changes.flatMap((change) => {
    if (ADDRESS_BOOKS.includes(change.field)) return (change.at ?? 0) < erasedAt ? [] : change
    const kept = keepItems(change, (item) => {
      const people = namesIn(item)
      if (people.length === 0 || !isBefore(item, erasedAt)) return true
      return people.some((name) => {
        const from = since.get(name)
        return from !== undefined && !isBefore(item, from - COMES_WITHIN_MS)
      })
    })
    return kept ?? []
  })
}
