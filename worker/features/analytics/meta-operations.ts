import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import {
  type PricingPoint,
  readMessageCounts,
  readPricing,
  readTemplateClicks,
  TEMPLATES_PER_QUESTION,
} from '../../boundary/graph/analytics'
import { GraphError } from '../../boundary/graph/errors'
import { groupBy, inPieces } from '../../lib/lists'
import { logFailure } from '../../lib/log'
import type { Secret } from '../../lib/secret'
import { DAY_MS, SECOND_MS } from '../../lib/time'
import { addDays, type Zone } from '../../lib/zones'
import { listConnections } from '../meta/operations'
import type { Connection, PhoneNumberRow } from '../meta/queries'
import { priceCategory } from '../meta/rates'
import { withToken } from '../meta/token-operations'
import { listUsedTemplates, saveClicks, saveMetaDays } from './meta-queries'
import { isCharged, type MetaLine } from './money'
import { openPlaces } from './rollup-operations'
import { saveState } from './rollup-queries'

/** Meta's figures of a day settle within it; clicks count for a week after the message. */
const ASKED_DAYS = 8

/**
 * Asks Meta what it counted and bills for the last days of each WABA, and writes it over what it said
 * before. What can't be had, as from a business in the EU, is said on the page.
 */
export async function askMeta(
  deps: Pick<Deps, 'clock' | 'db' | 'keys' | 'live' | 'graph'>,
  db: AccountDb,
): Promise<void> {
  const now = deps.clock.now()
  const [places, { rows, numbers }] = await Promise.all([openPlaces(deps, db), listConnections(db)])
  let problem: string | null = null
  for (const connection of rows.filter(({ state }) => state === 'active')) {
    const mine = numbers.filter(({ connectionId }) => connectionId === connection.id)
    const { zone } = places(mine[0]?.id ?? '')
    try {
      await withToken(deps, db, connection.id, (token) =>
        askOne(deps, db, { token, connection, numbers: mine, zone, now }),
      )
    } catch (error) {
      logFailure('usage.meta_not_read', error)
      problem = error instanceof GraphError ? String(error.code ?? 0) : 'no_answer'
    }
  }
  await saveState(db, { metaAskedAt: now, metaProblem: problem })
}

type Asked = {
  token: Secret
  connection: Connection
  numbers: PhoneNumberRow[]
  zone: Zone
  now: number
}

async function askOne(
  { graph }: Pick<Deps, 'graph'>,
  db: AccountDb,
  { token, connection, numbers, zone, now }: Asked,
): Promise<void> {
  const today = zone.dayAt(now)
  const first = addDays(today, -(ASKED_DAYS - 1))
  const range = {
    from: zone.resolve(`${first}T00:00`).at, // Meta reads whole seconds, and what was sent in this one belongs to it.
    to: now + SECOND_MS,
  }
  const points = await readPricing(graph, token, connection.wabaId, range)
  const counts = await readMessageCounts(graph, token, connection.wabaId, range)
  const pointsOf = groupBy(points, ({ at }) => zone.dayAt(at))
  const countsOf = new Map(counts.map((one) => [zone.dayAt(one.at), one]))
  const idOf = new Map(numbers.map((one) => [digitsOf(one.displayPhoneNumber), one.id]))
  const days = Array.from({ length: ASKED_DAYS }, (_, nth) => addDays(first, nth))
  await saveMetaDays(
    db,
    days.map((day) => ({
      day,
      connectionId: connection.id,
      lines: (pointsOf.get(day) ?? []).map((point) => toLine(point, idOf)),
      sent: countsOf.get(day)?.sent ?? null,
      delivered: countsOf.get(day)?.delivered ?? null,
      askedAt: now,
    })),
  )
  await askClicks({ graph }, db, { token, connection, zone, range })
}

async function askClicks(
  { graph }: Pick<Deps, 'graph'>,
  db: AccountDb,
  asked: Pick<Asked, 'token' | 'connection' | 'zone'> & { range: { from: number; to: number } },
): Promise<void> {
  const { token, connection, zone, range } = asked
  const used = await listUsedTemplates(db, connection.id, range.from - 7 * DAY_MS)
  try {
    for (const templateIds of inPieces(used, TEMPLATES_PER_QUESTION)) {
      const clicks = await readTemplateClicks(graph, token, connection.wabaId, {
        ...range,
        templateIds,
      })
      await saveClicks(
        db,
        clicks.map(({ at, ...one }) => ({ day: zone.dayAt(at), ...one })),
      )
    }
  } catch (error) {
    // Not offered everywhere, and only once the business allowed it: the rest stands without it.
    if (!(error instanceof GraphError)) throw error
    logFailure('usage.clicks_not_read', error)
  }
}

const digitsOf = (phone: string) => phone.replaceAll(/\D/g, '')

const toLine = (point: PricingPoint, idOf: Map<string, string>): MetaLine => ({
  numberId: idOf.get(digitsOf(point.phone)) ?? '',
  country: point.country,
  category: priceCategory(point.category),
  type: point.type,
  tier: point.tier,
  volume: point.volume,
  costMicros: costOf(point),
})

/** What costs nothing may come without its cost. */
function costOf({ cost, type }: PricingPoint): number | null {
  if (cost === null) return isCharged({ type }) ? null : 0
  return Math.round(cost * 1_000_000)
}
