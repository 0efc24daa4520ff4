// What an account knows of the people that a list names.

import { sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { ConsentState } from '../../contract/contacts'
import type { Person, Stop } from './merging'

export type Known = { person: Person; updatedAt: number }

/** Whoever of these phones the account knows already, and the stops that stand against them. */
export async function readKnown(
  db: AccountDb,
  phones: string[],
): Promise<{ known: Map<string, Known>; stops: Map<string, Stop> }> {
  const list = JSON.stringify(phones)
  const [contacts, stops] = await db.batch([
    db.all<KnownRow>(sql`
      SELECT j.value AS identity, ${KNOWN_COLUMNS}
      FROM json_each(${list}) AS j CROSS JOIN identities AS i CROSS JOIN contacts AS c
      WHERE i.account_id = ${db.accountId} AND i.kind = 'phone' AND i.value = j.value
        AND c.account_id = ${db.accountId} AND c.id = i.contact_id`),
    db.all<{ identity: string; at: number; reason: string }>(sql`
      SELECT s.identity, min(s.at) AS at, s.reason
      FROM json_each(${list}) AS j CROSS JOIN suppressions AS s
      WHERE s.account_id = ${db.accountId} AND s.identity = j.value
      GROUP BY s.identity`),
  ])
  return {
    known: new Map(contacts.map((row) => [row.identity, toKnown(row)])),
    stops: new Map(stops.map(({ identity, at, reason }) => [identity, { at, reason }])),
  }
}

/** The same by id. */
export async function readKnownById(db: AccountDb, ids: string[]): Promise<Map<string, Known>> {
  const rows = await db.all<KnownRow>(sql`
    SELECT c.id AS identity, ${KNOWN_COLUMNS}
    FROM json_each(${JSON.stringify(ids)}) AS j CROSS JOIN contacts AS c
    WHERE c.account_id = ${db.accountId} AND c.id = j.value`)
  return new Map(rows.map((row) => [row.id, toKnown(row)]))
}

const KNOWN_COLUMNS = sql.raw(
  `c.id, c.name, c.first_name, c.last_name, c.phone, c.email, c.country, c.fields, c.tags, c.consent,
   c.consent_at, c.consent_source, c.updated_at`,
)

type KnownRow = {
  identity: string
  id: string
  name: string | null
  first_name: string | null
  last_name: string | null
  phone: string | null
  email: string | null
  country: string | null
  fields: string
  tags: string
  consent: ConsentState
  consent_at: number | null
  consent_source: string | null
  updated_at: number
}

const toKnown = (row: KnownRow): Known => ({
  person: {
    id: row.id,
    name: row.name,
    firstName: row.first_name,
    lastName: row.last_name,
    phone: row.phone,
    email: row.email,
    country: row.country,
    // Both columns hold what this feature wrote there as JSON.
    fields: JSON.parse(row.fields) as Record<string, string>,
    tags: JSON.parse(row.tags) as string[],
    consent: row.consent,
    consentAt: row.consent_at,
    consentSource: row.consent_source,
  },
  updatedAt: row.updated_at,
})
