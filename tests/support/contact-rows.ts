import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../worker/boundary/db'
import { jsonPieces } from '../../worker/boundary/db/json-pieces'
import type { ConsentState } from '../../worker/contract/contacts'
import { timeOrderedId } from '../../worker/lib/ids'

/** What a test cares about in a person; the rest is filled in. */
export type PersonWish = {
  firstName?: string | null
  phone?: string | null
  bsuid?: string | null
  country?: string | null
  consent?: ConsentState
  tags?: string[]
  fields?: Record<string, string>
  /** Asked to get no more, of this. */
  stopped?: 'all' | 'marketing'
}

let serial = 0

/** Israeli mobile numbers that nobody else in the test run has. */
export const nextPhone = () => `+97254${String(2_000_000 + serial++).padStart(7, '0')}`

export function toPersonRow(wish: PersonWish, tagIds: Map<string, string>) {
  const { firstName = 'Noa', bsuid = null, country = 'IL', consent = 'opted_in' } = wish
  const phone = wish.phone === undefined ? nextPhone() : wish.phone
  return {
    // A millisecond apart, so that people come in the order in which a test names them.
    id: timeOrderedId(1_700_000_000_000 + serial++),
    firstName,
    phone,
    bsuid,
    country,
    consent,
    fields: wish.fields ?? {},
    tags: (wish.tags ?? []).flatMap((name) => tagIds.get(name) ?? []),
  }
}

type PersonRow = ReturnType<typeof toPersonRow>

/** Writes contacts, identities and tags as an import does, many at once. */
export async function insertPeople(db: AccountDb, people: PersonRow[]): Promise<void> {
  for (const list of jsonPieces(people)) {
    const from = sql`FROM json_each(${list}) AS j`
    await db.batch([
      db.run(sql`
        INSERT INTO contacts (account_id, id, name, first_name, phone, bsuid, country, fields, tags,
                              consent, search, created_at, updated_at)
        SELECT ${db.accountId}, j.value ->> 'id', j.value ->> 'firstName', j.value ->> 'firstName',
               j.value ->> 'phone', j.value ->> 'bsuid', j.value ->> 'country', j.value -> 'fields',
               j.value -> 'tags', j.value ->> 'consent',
               lower(concat(j.value ->> 'firstName', ' ', j.value ->> 'phone')), 1, 1 ${from}`),
      db.run(sql`
        INSERT INTO identities (account_id, kind, value, contact_id)
        SELECT ${db.accountId}, k.kind, j.value ->> k.kind, j.value ->> 'id'
        ${from}, (SELECT 'phone' AS kind UNION ALL SELECT 'bsuid') AS k
        WHERE j.value ->> k.kind IS NOT NULL`),
      db.run(sql`
        INSERT INTO contact_tags (account_id, tag_id, contact_id)
        SELECT ${db.accountId}, t.value, j.value ->> 'id' ${from}, json_each(j.value, '$.tags') AS t`),
    ])
  }
}
