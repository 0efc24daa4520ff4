import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import { GraphError, isOutOfSight, NoAnswerError } from '../../boundary/graph/errors'
import { deleteTemplate, readTemplate, unpauseTemplate } from '../../boundary/graph/templates'
import type { Member } from '../../boundary/http/context'
import type { List } from '../../contract/common'
import type { PriceEffect } from '../../contract/templates'
import { AppError } from '../../lib/errors'
import { toList } from '../../lib/lists'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { listConnectionRows } from '../meta/queries'
import { CARD_CURRENCY, priceCategory, priceDay, rateDate, rateFor } from '../meta/rates'
import { withToken } from '../meta/token-operations'
import { metaAway, notDeletable, refusedByMeta, templateNotFound } from './errors'
import {
  changeTemplate,
  commonCountry,
  findTemplate,
  listEvents,
  listLanguages,
  pageTemplates,
  removeTemplate,
  type Template,
  type TemplateEvent,
  type TemplateFilter,
} from './queries'

type MetaDeps = Pick<Deps, 'graph' | 'keys' | 'clock' | 'live'>

/** A page of templates, and when each connection's were last synced. */
export async function listTemplates(
  db: AccountDb,
  filter: TemplateFilter,
  after: string,
  limit: number,
): Promise<List<Template> & { syncedAt: Map<string, number> }> {
  const [rows, connections] = await Promise.all([
    pageTemplates(db, filter, after, limit + 1),
    listConnectionRows(db),
  ])
  const syncedAt = new Map(connections.map((one) => [one.id, one.templatesSyncedAt ?? 0]))
  return { ...toList(rows, limit, ({ id }) => id), syncedAt }
}

export async function getTemplate(
  db: AccountDb,
  id: string,
): Promise<{ row: Template; syncedAt: number }> {
  const [row, connections] = await Promise.all([findTemplate(db, id), listConnectionRows(db)])
  if (!row) throw templateNotFound()
  const owner = connections.find((one) => one.id === row.connectionId)
  return { row, syncedAt: owner?.templatesSyncedAt ?? 0 }
}

export type History = { siblings: Template[]; events: TemplateEvent[]; price: PriceEffect | null }

/** What happened to a template, its other languages, and what a change of category does to its price. */
export async function historyOf(
  { clock }: Pick<Deps, 'clock'>,
  db: AccountDb,
  id: string,
): Promise<History> {
  const { row } = await getTemplate(db, id)
  const [languages, events] = await Promise.all([listLanguages(db, row), listEvents(db, id)])
  const siblings = languages.filter((one) => one.id !== id)
  return { siblings, events, price: await priceEffect(db, row, clock.now()) }
}

/** Null where Meta neither moved it nor is about to. */
async function priceEffect(
  db: AccountDb,
  { category, previousCategory, correctCategory }: Template,
  now: number,
): Promise<PriceEffect | null> {
  const isAhead = correctCategory !== null && correctCategory !== category
  const [from, to] = isAhead ? [category, correctCategory] : [previousCategory, category]
  if (from === null || from === to) return null
  const country = await commonCountry(db)
  const day = priceDay(now)
  const [before, after] = [from, to].map((one) => rateFor(country, priceCategory(one), day))
  if (!before || !after) return null
  return {
    from,
    to,
    country,
    market: after.market,
    fromMicros: before.micros,
    toMicros: after.micros,
    currency: CARD_CURRENCY,
    rateDate: rateDate(day),
  }
}

/**
 * Deletes one language of a template at Meta. What Meta still delivers keeps it there for a while, being
 * deleted: then it stays here too, with that status.
 */
export async function deleteAtMeta(
  deps: MetaDeps,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<void> {
  const { row } = await getTemplate(db, id)
  if (row.status === 'DISABLED') throw notDeletable()
  await asked(() =>
    withToken(deps, db, row.connectionId, (token, { wabaId }) =>
      deleteTemplate(deps.graph, token, wabaId, row),
    ),
  )
  const status = await statusNow(deps, db, row)
  if (status === null) await removeTemplate(db, id)
  else await changeTemplate(db, id, { status }, deps.clock.now())
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'template.deleted',
    target: `template:${id}`,
    before: row.status,
    after: status ?? 'DELETED',
  })
  await deps.live.changed(db.accountId, ['templates'])
}

/** Null where Meta doesn't know it any more; what it was when Meta can't be asked. */
async function statusNow(deps: MetaDeps, db: AccountDb, row: Template): Promise<string | null> {
  try {
    const read = await withToken(deps, db, row.connectionId, (token) =>
      readTemplate(deps.graph, token, row.id),
    )
    return read.status
  } catch (error) {
    if (error instanceof GraphError && isOutOfSight(error)) return null
    if (error instanceof GraphError || error instanceof NoAnswerError) return 'PENDING_DELETION'
    throw error
  }
}

/** Asks Meta to end a pause by pacing, which does not end by itself. */
export async function unpauseAtMeta(
  deps: MetaDeps,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<Template> {
  const { row } = await getTemplate(db, id)
  const status = await asked(() =>
    withToken(deps, db, row.connectionId, async (token) => {
      await unpauseTemplate(deps.graph, token, id)
      return (await readTemplate(deps.graph, token, id)).status
    }),
  )
  await changeTemplate(db, id, { status, statusDetail: null }, deps.clock.now())
  await recordAudit(db, deps.clock, {
    actor: actorOf(member),
    action: 'template.unpaused',
    target: `template:${id}`,
    before: row.status,
    after: status,
  })
  await deps.live.changed(db.accountId, ['templates'])
  return (await getTemplate(db, id)).row
}

/** Turns what Meta said into a refusal that says it. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError) throw error
    if (error instanceof NoAnswerError) throw metaAway(error)
    if (error instanceof GraphError) throw refusedByMeta(error)
    throw error
  }
}
