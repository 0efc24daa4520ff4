import { and, eq, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { AccountDb } from '../../boundary/db'
import type { GraphTemplate } from '../../boundary/graph/templates'
import { timeOrderedId } from '../../lib/ids'
import { tenants } from '../accounts/tables'
import { connections } from '../meta/tables'

export type StopReason = 'template_changed' | 'template_recategorised'

/** A template that could be sent before and can't now, or not at that price and to those people. */
export type Lost = { id: string; reason: StopReason }

/** Who must not get marketing was chosen before it became marketing, and so was the price. */
export const isDearer = (before: string | undefined, now: string): boolean =>
  before === 'UTILITY' && now === 'MARKETING'

/** Of what Meta says now, what is lost beside what is known here. */
export async function findLost(db: AccountDb, page: GraphTemplate[]): Promise<Lost[]> {
  const known = await db.all<{ id: string; status: string; category: string }>(sql`
    SELECT t.id, t.status, t.category
    FROM json_each(${JSON.stringify(page.map(({ id }) => id))}) AS j
    CROSS JOIN templates AS t WHERE t.account_id = ${db.accountId} AND t.id = j.value`)
  const before = new Map(known.map((one) => [one.id, one]))
  return page.flatMap(({ id, status, category }): Lost[] => {
    const was = before.get(id)
    const isLost = was?.status === 'APPROVED' && status !== 'APPROVED'
    if (isLost) return [{ id, reason: 'template_changed' }]
    return isDearer(was?.category, category) ? [{ id, reason: 'template_recategorised' }] : []
  })
}

export type Saved = { added: number; changed: number }

/** D1 values hold 1 MB; a page of 100 templates is about 200 KB. */
export async function saveTemplates(
  db: AccountDb,
  connectionId: string,
  page: GraphTemplate[],
  now: number,
): Promise<Saved> {
  const rows = page.map((one) => ({
    ...one,
    quality: one.quality_score?.score ?? null,
    rejected_reason: one.rejected_reason === 'NONE' ? null : (one.rejected_reason ?? null),
    event: timeOrderedId(now).slice(0, -1),
  }))
  const json = JSON.stringify(rows)
  const known = await db.all<{ id: string }>(sql`
    SELECT t.id FROM json_each(${JSON.stringify(rows.map(({ id }) => id))}) AS j
    CROSS JOIN templates AS t WHERE t.account_id = ${db.accountId} AND t.id = j.value`)
  // Asked first, one after the other in one transaction: what moved, then the rows themselves.
  const [, written] = await db.batch([
    db.run(noteMoves(db, json, now)),
    db.all<{ id: string }>(upsert(db, connectionId, json)),
  ])
  const before = new Set(known.map(({ id }) => id))
  const added = written.filter(({ id }) => !before.has(id)).length
  return { added, changed: written.length - added }
}

/** A line for each status, quality or category that is another than before. */
const noteMoves = (db: AccountDb, json: string, now: number) => sql`
  INSERT INTO template_events (account_id, template_id, id, at, kind, before, after)
  SELECT account_id, id, event || kind_no, ${now}, kind, before, after FROM (
    SELECT t.account_id, t.id, j.value ->> 'event' AS event, k.value ->> 0 AS kind_no,
           k.value ->> 1 AS kind,
           CASE k.value ->> 1 WHEN 'status' THEN t.status WHEN 'quality' THEN t.quality
             ELSE t.category END AS before,
           j.value ->> (k.value ->> 1) AS after
    FROM json_each(${json}) AS j
    CROSS JOIN templates AS t ON t.account_id = ${db.accountId} AND t.id = j.value ->> 'id'
    CROSS JOIN json_each('[["2","status"],["3","quality"],["4","category"]]') AS k)
  WHERE after IS NOT NULL AND before IS NOT after`

/** Unchanged rows are not written again. */
const upsert = (db: AccountDb, connectionId: string, json: string) => sql`
  INSERT INTO templates (account_id, id, connection_id, name, language, category, status,
                         rejected_reason, quality, parameter_format, components,
                         previous_category, correct_category, ttl_seconds)
  SELECT ${db.accountId}, j.value ->> 'id', ${connectionId}, j.value ->> 'name',
         j.value ->> 'language', j.value ->> 'category', j.value ->> 'status',
         j.value ->> 'rejected_reason', j.value ->> 'quality', j.value ->> 'parameter_format',
         j.value -> 'components', j.value ->> 'previous_category', j.value ->> 'correct_category',
         j.value ->> 'message_send_ttl_seconds'
  FROM json_each(${json}) AS j WHERE true
  ON CONFLICT (account_id, id) DO UPDATE
  SET connection_id = excluded.connection_id, name = excluded.name, language = excluded.language,
      category = excluded.category, status = excluded.status,
      rejected_reason = excluded.rejected_reason, quality = excluded.quality,
      parameter_format = excluded.parameter_format, components = excluded.components,
      previous_category = coalesce(excluded.previous_category, templates.previous_category),
      correct_category = excluded.correct_category, ttl_seconds = excluded.ttl_seconds,
      -- What a webhook said belongs to the status that it came with.
      status_detail = iif(templates.status IS excluded.status, templates.status_detail, NULL)
  WHERE (templates.connection_id, templates.name, templates.category, templates.status,
         templates.rejected_reason, templates.quality, templates.components,
         templates.correct_category, templates.ttl_seconds)
     IS NOT (excluded.connection_id, excluded.name, excluded.category, excluded.status,
             excluded.rejected_reason, excluded.quality, excluded.components,
             excluded.correct_category, excluded.ttl_seconds)
  RETURNING id`

export async function listTemplateIds(db: AccountDb, connectionId: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT id FROM templates
    WHERE account_id = ${db.accountId} AND connection_id = ${connectionId}`)
  return rows.map(({ id }) => id)
}

/** Forgets templates of a connection that Meta no longer lists; answers how many. */
export async function removeTemplates(
  db: AccountDb,
  connectionId: string,
  ids: string[],
): Promise<number> {
  if (ids.length === 0) return 0
  const json = JSON.stringify(ids)
  const [, gone] = await db.batch([
    db.run(sql`
      DELETE FROM template_events
      WHERE account_id = ${db.accountId}
        AND template_id IN (SELECT value FROM json_each(${json}))`),
    db.all<{ id: string }>(sql`
      DELETE FROM templates
      WHERE account_id = ${db.accountId} AND connection_id = ${connectionId}
        AND id IN (SELECT value FROM json_each(${json}))
      RETURNING id`),
  ])
  return gone.length
}

/** Connections of a shard whose templates are kept in step. */
export function listActiveConnections(shard: DrizzleD1Database) {
  return shard
    .select({ accountId: connections.accountId, connectionId: connections.id })
    .from(connections)
    .innerJoin(tenants, eq(tenants.accountId, connections.accountId))
    .where(and(eq(connections.state, 'active'), eq(tenants.state, 'active')))
}
