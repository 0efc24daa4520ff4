import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { TemplateUse, TemplateUseView } from '../../contract/templates'
import { timeOrderedIdFrom } from '../../lib/ids'
import { groupBy, mapAtMost } from '../../lib/lists'
import { DAY_MS } from '../../lib/time'
import { CARD_CURRENCY, priceCategory, priceDay, rateFor } from '../meta/rates'
import { getTemplate } from '../templates/operations'
import { listLanguages } from '../templates/queries'
import type { ChunkCounts } from './counts'
import { sumCounts } from './progress'
import { countChunks } from './progress-queries'
import { countStops, listUses } from './template-queries'

type Use = Awaited<ReturnType<typeof listUses>>[number]

/** A month for the list, a quarter of a year for the page of one template. */
const LIST_DAYS = 30
const PAGE_DAYS = 90

/**
 * What one question may cost: so many broadcasts and recipients, newest first. A million recipients are
 * 2,000 chunk rows; their rows are counted again only where they changed.
 */
const MOST_BROADCASTS = 60
const MOST_RECIPIENTS = 1_000_000

/** What each template did in the last 30 days. */
export async function useOfTemplates(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
): Promise<TemplateUseView> {
  const since = clock.now() - LIST_DAYS * DAY_MS
  return viewOf(db, since, await listUses(db, firstId(since), null, MOST_BROADCASTS + 1))
}

/** What a template and the other languages of its name did in the last 90 days. */
export async function useOfTemplate(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  templateId: string,
): Promise<TemplateUseView> {
  const since = clock.now() - PAGE_DAYS * DAY_MS
  const { row } = await getTemplate(db, templateId)
  const languages = await listLanguages(db, row)
  const uses = await mapAtMost(4, languages, ({ id }) =>
    listUses(db, firstId(since), id, MOST_BROADCASTS + 1),
  )
  const newest = uses.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
  return viewOf(db, since, newest)
}

/** Ids begin with their time, so the first of a time bounds a range of the key. */
const firstId = (at: number) => timeOrderedIdFrom(at, new Uint8Array(10))

async function viewOf(db: AccountDb, since: number, found: Use[]): Promise<TemplateUseView> {
  const counted = withinBudget(found)
  const [counts, stops] = await Promise.all([
    mapAtMost(3, counted, async ({ id }) => sumCounts(await countChunks(db, id))),
    countStops(
      db,
      counted.map(({ id }) => id),
    ),
  ])
  const uses = counted.map((use, at) => ({
    use,
    counts: counts[at] ?? sumCounts([]),
    stops: stops.get(use.id) ?? 0,
  }))
  const items = [...groupBy(uses, ({ use }) => use.templateId ?? '')].map(([id, mine]) =>
    sumOf(id, mine),
  )
  return { items, currency: CARD_CURRENCY, since, isPartial: counted.length < found.length }
}

function withinBudget(found: Use[]): Use[] {
  let recipients = 0
  return found.slice(0, MOST_BROADCASTS).filter(({ total }, at) => {
    recipients += total
    // The newest is always counted, however large.
    return at === 0 || recipients <= MOST_RECIPIENTS
  })
}

type Counted = { use: Use; counts: ChunkCounts; stops: number }

const REACHED = ['delivered', 'read', 'played']
const TAKEN = ['accepted', 'sent', 'failed', ...REACHED]

function sumOf(templateId: string, uses: Counted[]): TemplateUse {
  const sum = (of: (one: Counted) => number) => uses.reduce((total, one) => total + of(one), 0)
  const inStates = (states: string[]) =>
    sum(({ counts }) => states.reduce((total, state) => total + (counts.states[state] ?? 0), 0))
  return {
    templateId,
    broadcasts: uses.length,
    lastUsedAt: Math.max(...uses.map(({ use }) => use.launchedAt ?? use.createdAt)),
    used: inStates(TAKEN),
    delivered: inStates(REACHED),
    read: inStates(['read', 'played']),
    replied: sum(({ counts }) => counts.replied),
    optedOut: sum(({ stops }) => stops),
    costMicros: sum(costOf),
  }
}

function costOf({ use, counts }: Counted): number {
  const category = priceCategory(use.template?.category ?? 'MARKETING')
  const day = priceDay(use.launchedAt ?? use.createdAt)
  return Object.entries(counts.billable).reduce(
    (total, [country, people]) => total + rateFor(country, category, day).micros * people,
    0,
  )
}
