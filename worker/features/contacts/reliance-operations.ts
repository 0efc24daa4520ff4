import type { AccountDb } from '../../boundary/db'
import { findBasis } from './basis-queries'
import { listConsents } from './consent-queries'
import { noConsentRecorded } from './errors'
import type { Contact } from './identity-queries'

/**
 * What a marketing message to one person rests on: the newest agreement, or the account's declaration as
 * `basis:<id>`. Without either it is refused; a declaration never covers who opted out.
 */
export async function relyOn(
  db: AccountDb,
  contact: Pick<Contact, 'id' | 'consent'>,
): Promise<string | null> {
  if (contact.consent === 'opted_in') {
    const ledger = await listConsents(db, contact.id)
    return ledger.findLast(({ change }) => change === 'opted_in')?.id ?? null
  }
  const basis = contact.consent === 'unknown' ? await findBasis(db) : undefined
  if (!basis) throw noConsentRecorded()
  return `basis:${basis.id}`
}
