import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { EvidenceView } from '../../contract/consent'
import { getAccount } from '../accounts/account-operations'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { namesOf } from '../accounts/user-operations'
import { listConsents } from './consent-queries'
import { contactNotFound } from './errors'
import { importOf, type RelianceSource, toEvidenceEntry, userOf } from './evidence'
import { listBases, listImportFiles, listStops } from './evidence-queries'
import { findContactRow } from './identity-queries'
import { reachedBy } from './phone'

/** More marketing than one person gets. */
const MOST_MESSAGES = 1000

/**
 * Everything that shows what one person agreed to and refused, and which messages rested on it. It holds a
 * person's data and leaves the account, so it needs the right to export, and is written down.
 */
export async function makeEvidence(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  member: Member,
  relied: readonly RelianceSource[],
  contactId: string,
): Promise<EvidenceView> {
  requireRole(member, 'contacts.export')
  const contact = await findContactRow(db, contactId)
  if (!contact) throw contactNotFound()
  const [account, ledger, parts] = await Promise.all([
    getAccount(deps.db.directory, db.accountId),
    listConsents(db, contactId),
    Promise.all(relied.map((source) => source(db, contactId, MOST_MESSAGES))),
  ])
  const { id, name, phone, bsuid, consent } = contact
  const messages = parts.flat().sort((a, b) => b.at - a.at)
  const basisIds = messages.flatMap(({ entry }) => /^basis:(.+)$/.exec(entry ?? '')?.[1] ?? [])
  const [stops, files, bases, names] = await Promise.all([
    listStops(db, reachedBy(contact)),
    listImportFiles(db, unique(ledger.flatMap(({ source }) => importOf(source) ?? []))),
    listBases(db, unique(basisIds)),
    namesOf(deps, [member.userId, ...ledger.flatMap(({ actor }) => userOf(actor) ?? [])]),
  ])
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'contact.evidence_made',
    target: `contact:${contactId}`,
  })
  const known = { names, files: new Map(files.map((one) => [one.id, one.fileName])) }
  return {
    madeAt: deps.clock.now(),
    madeBy: names.get(member.userId) ?? member.userId,
    business: account.name,
    person: { id, name, phone, bsuid, identities: reachedBy(contact) },
    state: consent,
    stops,
    entries: ledger.map((entry) => toEvidenceEntry(entry, known)),
    bases: bases.map(({ id, basis, name, at, withdrawnAt }) => ({
      ...{ id, basis, by: name, at, withdrawnAt },
    })),
    messages,
  }
}

const unique = (ids: string[]) => [...new Set(ids)]
