import type { AccountDb } from '../../boundary/db'
import { timeOrderedId } from '../../lib/ids'
import { writeOptIn, writeOptOut } from './consent-queries'
import { findContactRow } from './identity-queries'
import type { SuppressionScope } from './tables'

export type ConsentNews = {
  contactId: string
  /** How the person was named where the news came from: a phone, a wa_id or a BSUID. */
  identities: string[]
  /** `message`, `meta`, `api`, `agent`, or a sentence of the account. */
  source: string
  /** What the person saw or wrote. */
  wording: string | null
  /** `contact`, `meta` or `user:<id>`. */
  actor: string
}

/**
 * A person wants no more: ledger, state, and a stop against every identity that messages could go to.
 * Repeated, it changes nothing. `all` also stops utility messages.
 */
export async function recordOptOut(
  db: AccountDb,
  news: ConsentNews & { scope?: SuppressionScope },
  now: number,
): Promise<void> {
  await writeOptOut(db, toEntry(news, now), news.scope ?? 'marketing', now)
}

/** A person agrees, or comes back. Meta's word lifts only a stop that Meta reported. */
export async function recordOptIn(db: AccountDb, news: ConsentNews, now: number): Promise<void> {
  await writeOptIn(db, toEntry(news, now), now)
}

/** Somebody who had stopped asks for more again; of anybody else such a word means nothing. */
export async function recordReturn(db: AccountDb, news: ConsentNews, now: number): Promise<void> {
  const contact = await findContactRow(db, news.contactId)
  if (contact?.consent === 'opted_out') await recordOptIn(db, news, now)
}

const toEntry = ({ contactId, identities, source, wording, actor }: ConsentNews, now: number) => ({
  id: timeOrderedId(now),
  contactId,
  // Meta's wa_id is the same number without the plus.
  identities: identities.map((identity) => (/^\d+$/.test(identity) ? `+${identity}` : identity)),
  source,
  wording,
  actor,
})
