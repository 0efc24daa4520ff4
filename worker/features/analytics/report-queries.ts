import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { isReal } from '../templates/sample-queries'
import { templates } from '../templates/tables'
import { rateCards, usageClicks, usageMeta } from './tables'

export function listMetaDays(db: AccountDb, from: string, to: string) {
  const isThen = and(
    eq(usageMeta.accountId, db.accountId),
    gte(usageMeta.day, from),
    lte(usageMeta.day, to),
  )
  return db.select().from(usageMeta).where(isThen).orderBy(usageMeta.day)
}

export function listClicks(db: AccountDb, from: string, to: string) {
  const isThen = and(
    eq(usageClicks.accountId, db.accountId),
    gte(usageClicks.day, from),
    lte(usageClicks.day, to),
  )
  return db.select().from(usageClicks).where(isThen)
}

export type BroadcastName = {
  id: string
  name: string
  templateId: string | null
  templateName: string | null
  templateLanguage: string | null
}

export function listBroadcastNames(db: AccountDb, ids: string[]): Promise<BroadcastName[]> {
  return db.all<BroadcastName>(sql`
    SELECT b.id, b.name, b.template_id AS templateId, b.template ->> 'name' AS templateName,
           b.template ->> 'language' AS templateLanguage
    FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN broadcasts AS b
    WHERE b.account_id = ${db.accountId} AND b.id = j.value`)
}

export function listTemplateStates(db: AccountDb, limit: number) {
  return db
    .select({
      id: templates.id,
      connectionId: templates.connectionId,
      name: templates.name,
      language: templates.language,
      status: templates.status,
      quality: templates.quality,
    })
    .from(templates)
    .where(and(eq(templates.accountId, db.accountId), inArray(templates.status, LIVING), isReal))
    .orderBy(templates.name, templates.language)
    .limit(limit)
}

const LIVING = ['APPROVED', 'PAUSED', 'DISABLED', 'FLAGGED']

export function listQualityChanges(db: AccountDb, templateIds: string[]) {
  return db.all<{ templateId: string; at: number; before: string | null; after: string }>(sql`
    SELECT e.template_id AS templateId, e.at, e.before, e.after
    FROM json_each(${JSON.stringify(templateIds)}) AS j CROSS JOIN template_events AS e
    WHERE e.account_id = ${db.accountId} AND e.template_id = j.value AND e.kind = 'quality'
    ORDER BY e.id`)
}

/** Of all templates, with their names; 2,000 rows bound the page. */
export function listQualityHistory(db: AccountDb, since: number) {
  return db.all<{
    templateId: string
    name: string
    language: string
    at: number
    before: string | null
    after: string
  }>(sql`
    SELECT e.template_id AS templateId, t.name, t.language, e.at, e.before, e.after
    FROM template_events AS e CROSS JOIN templates AS t
      ON t.account_id = e.account_id AND t.id = e.template_id
    WHERE e.account_id = ${db.accountId} AND e.kind = 'quality' AND e.at >= ${since}
    ORDER BY t.name, t.language, e.id LIMIT 2000`)
}

export const listCards = (db: AccountDb) =>
  db.select().from(rateCards).where(eq(rateCards.accountId, db.accountId)).limit(500)
