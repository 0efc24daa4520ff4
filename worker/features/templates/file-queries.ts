import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'

/** Ids of the samples that a template or a draft has. */
export async function listUsedFiles(db: AccountDb): Promise<Set<string>> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT t.header_file ->> '$.id' AS id FROM templates AS t
    WHERE t.account_id = ${db.accountId} AND t.header_file IS NOT NULL
    UNION
    SELECT v.value ->> '$.header.file.id' FROM template_drafts AS d, json_each(d.versions) AS v
    WHERE d.account_id = ${db.accountId} AND v.value ->> '$.header.file.id' IS NOT NULL`)
  return new Set(rows.map(({ id }) => id))
}
