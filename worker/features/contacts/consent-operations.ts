import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { ContactView } from '../../contract/contacts'
import { timeOrderedId } from '../../lib/ids'
import { actorOf } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { listConsents, writeOptIn, writeOptOut, writeRetraction } from './consent-queries'
import { consentNotUndoable, contactNotFound } from './errors'
import { findContactRow } from './identity-queries'
import { isCorrectable, stateOf } from './ledger'
import { getContact } from './operations'
import { reachedBy } from './phone'
import type { Evidence, SuppressionScope } from './tables'

export type ConsentNews = {
  contactId: string
  /** How the person was named where the news came from: a phone, a wa_id or a BSUID. */
  identities: string[]
  /** `message`, `form`, `meta`, `api`, `agent`, or a sentence of the account. */
  source: string
  /** What the person saw or wrote. */
  wording: string | null
  /** `contact`, `meta` or `user:<id>`. */
  actor: string
  evidence?: Evidence
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

/** As `recordOptIn`, also where the person had agreed before; `id` makes a repetition the same entry. */
export async function recordProof(
  db: AccountDb,
  news: ConsentNews,
  id: string,
  now: number,
): Promise<void> {
  await writeOptIn(db, { ...toEntry(news, now), id, isProof: true }, now)
}

/** Somebody who had stopped asks for more again; of anybody else such a word means nothing. */
export async function recordReturn(db: AccountDb, news: ConsentNews, now: number): Promise<void> {
  const contact = await findContactRow(db, news.contactId)
  if (contact?.consent === 'opted_out') await recordOptIn(db, news, now)
}

/**
 * A message was taken for a request to stop and was none: what held before it holds again. The ledger keeps
 * both, the entry and who took it back, and why.
 */
export async function undoOptOut(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  contactId: string,
  reason: string,
): Promise<ContactView> {
  requireRole(member, 'consent.correct')
  const contact = await findContactRow(db, contactId)
  if (!contact) throw contactNotFound()
  const ledger = await listConsents(db, contactId)
  const wrong = ledger.findLast(({ change }) => change === 'opted_out')
  if (!wrong || !isCorrectable(ledger, wrong)) throw consentNotUndoable()
  const now = clock.now()
  const isTakenBack = await writeRetraction(
    db,
    wrong,
    { id: timeOrderedId(now), reason, actor: actorOf(member) },
    stateOf(ledger.filter((entry) => entry !== wrong)),
    reachedBy(contact),
    now,
  )
  if (!isTakenBack) throw consentNotUndoable()
  return getContact(db, contactId)
}

const toEntry = (
  { contactId, identities, source, wording, actor, evidence }: ConsentNews,
  now: number,
) => ({
  id: timeOrderedId(now),
  contactId,
  // Meta's wa_id is the same number without the plus.
  identities: identities.map((identity) => (/^\d+$/.test(identity) ? `+${identity}` : identity)),
  source,
  wording,
  actor,
  evidence: evidence ?? null,
})
