import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { NewRateCard, RateCardView } from '../../contract/usage'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import { productCards } from '../meta/rates'
import { badCard, cardDateTaken, cardDateWrong } from './errors'
import { readCard } from './rate-card-file'
import { listCards } from './report-queries'
import { rateCards } from './tables'

const QUARTER = /^\d{4}-(01|04|07|10)-01$/

/** Takes Meta's card of a quarter. One that stands is never changed: what messages cost, they cost. */
export async function importCard(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  member: Member,
  { currency, effective, csv }: NewRateCard,
): Promise<RateCardView[]> {
  requireRole(member, 'rates.import')
  if (!QUARTER.test(effective)) throw cardDateWrong(effective)
  const { rates, problems } = readCard(csv, { currency, effective })
  if (problems.length > 0) throw badCard(problems)

  const importedBy = actorOf(member)
  const row = {
    accountId: db.accountId,
    currency,
    effective,
    rates,
    importedBy,
    importedAt: clock.now(),
  }
  const written = await db.insert(rateCards).values(row).onConflictDoNothing().returning()
  if (written.length === 0) throw cardDateTaken(currency, effective)
  await recordAudit(db, clock, {
    actor: importedBy,
    action: 'rate_card.imported',
    target: `rate_card:${currency}:${effective}`,
    after: String(Object.keys(rates).length),
  })
  return describeCards(db)
}

/** All cards that prices are taken from, the newest first. */
export async function describeCards(db: AccountDb): Promise<RateCardView[]> {
  const imported = (await listCards(db)).map(
    ({ currency, effective, rates, importedAt }): RateCardView => ({
      currency,
      effective,
      markets: Object.keys(rates).length,
      source: 'imported',
      singleSource: 0,
      importedAt,
    }),
  )
  const product = productCards().map(
    (card): RateCardView => ({ ...card, source: 'product', importedAt: null }),
  )
  return [...imported, ...product].sort((a, b) => (a.effective < b.effective ? 1 : -1))
}
