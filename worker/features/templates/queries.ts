import { and, asc, desc, eq, gt, type InferSelectModel, type SQL, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import { timeOrderedId } from '../../lib/ids'
import { templateEvents, templates } from './tables'

export type Template = InferSelectModel<typeof templates>
export type TemplateEvent = InferSelectModel<typeof templateEvents>

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

const isIt = (db: AccountDb, id: string) =>
  and(eq(templates.accountId, db.accountId), eq(templates.id, id))

export function findTemplate(db: AccountDb, id: string) {
  return db.select().from(templates).where(isIt(db, id)).get()
}

/** All languages of a name in one WABA; Meta has some seventy. */
export function listLanguages(
  db: AccountDb,
  { connectionId, name }: Pick<Template, 'connectionId' | 'name'>,
) {
  const isOne = and(
    eq(templates.accountId, db.accountId),
    eq(templates.connectionId, connectionId),
    eq(templates.name, name),
  )
  return db.select().from(templates).where(isOne).orderBy(asc(templates.language)).limit(100)
}

/** Forgets a template that is gone at Meta, with its story. */
export async function removeTemplate(db: AccountDb, id: string): Promise<void> {
  const ofIt = and(eq(templateEvents.accountId, db.accountId), eq(templateEvents.templateId, id))
  await db.batch([db.delete(templateEvents).where(ofIt), db.delete(templates).where(isIt(db, id))])
}

type Change = Partial<Omit<Template, 'accountId' | 'id' | 'connectionId' | 'components'>>

/**
 * Changes one template and keeps a line of what moved, in one transaction. Answers the row as it was;
 * none: it is not known here yet.
 */
export async function changeTemplate(
  db: AccountDb,
  id: string,
  change: Change,
  now: number,
): Promise<Template | undefined> {
  const before = db.select().from(templates).where(isIt(db, id))
  const { status = null, quality = null, category = null } = change
  const [rows] = await db.batch([
    before,
    db.run(noteChange(db, id, 'status', status, now)),
    db.run(noteChange(db, id, 'quality', quality, now)),
    db.run(noteChange(db, id, 'category', category, now)),
    db.update(templates).set(change).where(isIt(db, id)),
  ])
  return rows[0]
}

const COLUMN = {
  status: templates.status,
  quality: templates.quality,
  category: templates.category,
}

/** A line only where the column becomes another; goes before the change itself. */
const noteChange = (
  db: AccountDb,
  id: string,
  kind: keyof typeof COLUMN,
  after: string | null,
  now: number,
): SQL => sql`
  INSERT INTO template_events (account_id, template_id, id, at, kind, before, after)
  SELECT account_id, id, ${timeOrderedId(now)}, ${now}, ${kind}, ${COLUMN[kind]}, ${after}
  FROM templates
  WHERE account_id = ${db.accountId} AND id = ${id}
    AND ${after} IS NOT NULL AND ${COLUMN[kind]} IS NOT ${after}`

/** Newest first; a template changes a few times a month, so 200 lines tell of years. */
export function listEvents(db: AccountDb, templateId: string) {
  const ofIt = and(
    eq(templateEvents.accountId, db.accountId),
    eq(templateEvents.templateId, templateId),
  )
  return db.select().from(templateEvents).where(ofIt).orderBy(desc(templateEvents.id)).limit(200)
}

/** Where most of an account's people live. */
export async function commonCountry(db: AccountDb): Promise<string | null> {
  // A sample of the newest: the question is only in which market the account writes.
  const row = await db.get<{ country: string | null } | undefined>(sql`
    SELECT country FROM (
      SELECT country FROM contacts WHERE account_id = ${db.accountId} ORDER BY id DESC LIMIT 500)
    WHERE country IS NOT NULL GROUP BY country ORDER BY count(*) DESC LIMIT 1`)
  return row?.country ?? null
}
