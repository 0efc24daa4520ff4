import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { LegalBasisView, NewLegalBasis } from '../../contract/legal-basis'
import { timeOrderedId } from '../../lib/ids'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { findUser } from '../accounts/user-queries'
import { findBasis, insertBasis, type LegalBasis, withdrawBases } from './basis-queries'

export const viewBasis = async (db: AccountDb): Promise<LegalBasisView> =>
  toBasisView(await findBasis(db))

const toBasisView = (row: LegalBasis | undefined): LegalBasisView => ({
  declared: row ? { id: row.id, basis: row.basis, by: row.name, at: row.at } : null,
})

/** Declared once, by a named person, in words of their own; an earlier declaration ends with it. */
export async function declareBasis(
  { db: databases, clock }: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  member: Member,
  { basis }: NewLegalBasis,
): Promise<LegalBasisView> {
  requireRole(member, 'business.change')
  const user = await findUser(databases.directory, member.userId)
  const now = clock.now()
  const row: LegalBasis = {
    ...{ accountId: db.accountId, id: timeOrderedId(now), basis, at: now, withdrawnAt: null },
    ...{ declaredBy: member.userId, name: user?.name ?? member.userId },
  }
  const entry = { actor: actorOf(member), target: `legal_basis:${row.id}` }
  await db.batch([
    withdrawBases(db, now),
    insertBasis(db, row),
    recordAudit(db, clock, { ...entry, action: 'legal_basis.declared' }),
  ])
  return toBasisView(row)
}

/** From the next freeze on, nobody is written to without a recorded consent. */
export async function withdrawBasis(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
): Promise<void> {
  requireRole(member, 'business.change')
  const [withdrawn] = await withdrawBases(db, clock.now())
  if (!withdrawn) return
  const target = `legal_basis:${withdrawn.id}`
  await recordAudit(db, clock, {
    actor: actorOf(member),
    action: 'legal_basis.withdrawn',
    target,
  })
}
