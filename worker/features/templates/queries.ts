import { and, asc, eq, gt, type InferSelectModel, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { GraphTemplate } from '../../boundary/graph/templates'
import { templates } from './tables'

export type Template = InferSelectModel<typeof templates>

export type TemplateFilter = {
  status?: string | undefined
  language?: string | undefined
  category?: string | undefined
  q?: string | undefined
}

export function pageTemplates(db: AccountDb, filter: TemplateFilter, after: string, limit: number) {
  const parts: (SQL | undefined)[] = [
    eq(templates.accountId, db.accountId),
    gt(templates.id, after),
    filter.status ? eq(templates.status, filter.status) : undefined,
    filter.language ? eq(templates.language, filter.language) : undefined,
    filter.category ? eq(templates.category, filter.category) : undefined,
    // Names are lower-case ASCII with underscores, which LIKE would take for any character.
    filter.q ? sql`instr(${templates.name}, ${filter.q.toLowerCase()}) > 0` : undefined,
  ]
  return db
    .select()
    .from(templates)
    .where(and(...parts))
    .orderBy(asc(templates.id))
    .limit(limit)
}

export function findTemplate(db: AccountDb, id: string) {
  const isIt = and(eq(templates.accountId, db.accountId), eq(templates.id, id))
  return db.select().from(templates).where(isIt).get()
}

/** D1 values hold 1 MB; a page of 100 templates is about 200 KB. */
export async function saveTemplates(
  db: AccountDb,
  connectionId: string,
  page: GraphTemplate[],
): Promise<{ added: number; changed: number }> {
  const rows = page.map((one) => ({
    ...one,
    quality: one.quality_score?.score ?? null,
    rejected_reason: one.rejected_reason === 'NONE' ? null : (one.rejected_reason ?? null),
  }))
  const ids = JSON.stringify(rows.map(({ id }) => id))
  const known = await db.all<{ id: string }>(sql`
    SELECT t.id FROM json_each(${ids}) AS j
    CROSS JOIN templates AS t WHERE t.account_id = ${db.accountId} AND t.id = j.value`)
  // Unchanged rows are not written again.
  const written = await db.all<{ id: string }>(sql`
    INSERT INTO templates (account_id, id, connection_id, name, language, category, status,
                           rejected_reason, quality, parameter_format, components)
    SELECT ${db.accountId}, j.value ->> 'id', ${connectionId}, j.value ->> 'name',
           j.value ->> 'language', j.value ->> 'category', j.value ->> 'status',
           j.value ->> 'rejected_reason', j.value ->> 'quality', j.value ->> 'parameter_format',
           j.value -> 'components'
    FROM json_each(${JSON.stringify(rows)}) AS j WHERE true
    ON CONFLICT (account_id, id) DO UPDATE
    SET connection_id = excluded.connection_id, name = excluded.name, language = excluded.language,
        category = excluded.category, status = excluded.status,
        rejected_reason = excluded.rejected_reason, quality = excluded.quality,
        parameter_format = excluded.parameter_format, components = excluded.components
    WHERE (templates.connection_id, templates.name, templates.category, templates.status,
           templates.rejected_reason, templates.quality, templates.components)
       IS NOT (excluded.connection_id, excluded.name, excluded.category, excluded.status,
               excluded.rejected_reason, excluded.quality, excluded.components)
    RETURNING id`)
  const knownIds = new Set(known.map(({ id }) => id))
  const added = written.filter(({ id }) => !knownIds.has(id)).length
  return { added, changed: written.length - added }
}

/** Forgets templates of a connection that Meta no longer lists. */
export async function removeTemplatesExcept(
  db: AccountDb,
  connectionId: string,
  ids: string[],
): Promise<number> {
  const gone = await db.all<{ id: string }>(sql`
    DELETE FROM templates
    WHERE account_id = ${db.accountId} AND connection_id = ${connectionId}
      AND id NOT IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    RETURNING id`)
  return gone.length
}

/** News of one template; unknown ids change nothing: the next sync brings them. */
export async function setTemplateStatus(
  db: AccountDb,
  id: string,
  status: string,
  rejectedReason: string | null,
): Promise<void> {
  const isIt = and(eq(templates.accountId, db.accountId), eq(templates.id, id))
  await db.update(templates).set({ status, rejectedReason }).where(isIt)
}
