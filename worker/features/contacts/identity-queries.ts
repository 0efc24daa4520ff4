import { and, eq, sql } from 'drizzle-orm'
import type { AccountDb } from '../../boundary/db'
import type { ConsentState } from '../../contract/contacts'
import { contacts, type IdentityKind } from './tables'

export type Identity = { kind: IdentityKind; value: string }
export type Contact = typeof contacts.$inferSelect

/** Contacts that carry one of these identities, in the order of the identities. */
export const findByIdentities = (db: AccountDb, identities: Identity[]) =>
  db.all<Identity & { contactId: string }>(sql`
    SELECT i.kind, i.value, i.contact_id AS "contactId"
    FROM json_each(${listOf(identities)}) AS j CROSS JOIN identities AS i
    WHERE i.account_id = ${db.accountId}
      AND i.kind = j.value ->> 0 AND i.value = j.value ->> 1
    ORDER BY j.key`)

/** Of names as Meta has them, digits or ids of its own: since when there is a contact that carries them. */
export async function findNamesSince(
  db: AccountDb,
  names: string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.all<{ name: string; at: number }>(sql`
    SELECT j.value AS name, min(c.created_at) AS at
    FROM json_each(${JSON.stringify(names)}) AS j CROSS JOIN identities AS i CROSS JOIN contacts AS c
    WHERE i.account_id = ${db.accountId} AND i.kind IN ('wa_id', 'phone', 'bsuid')
      AND i.value = iif(i.kind = 'phone', '+' || j.value, j.value)
      AND c.account_id = i.account_id AND c.id = i.contact_id
    GROUP BY j.value`)
  return new Map(rows.map(({ name, at }) => [name, at]))
}

const listOf = (identities: Identity[]) =>
  JSON.stringify(identities.map(({ kind, value }) => [kind, value]))

export const findContactRow = (db: AccountDb, id: string): Promise<Contact | undefined> =>
  db
    .select()
    .from(contacts)
    .where(and(eq(contacts.accountId, db.accountId), eq(contacts.id, id)))
    .get()

/** A stop against one of these identities; it outlives the contact it was recorded for. */
export const findStop = async (db: AccountDb, identities: string[]) => {
  const [stop] = await db.all<{ at: number; reason: string }>(sql`
    SELECT s.at, s.reason FROM json_each(${JSON.stringify(identities)}) AS j
    CROSS JOIN suppressions AS s
    WHERE s.account_id = ${db.accountId} AND s.identity = j.value ORDER BY s.at LIMIT 1`)
  return stop
}

export type NewContactRow = Omit<
  Contact,
  'accountId' | 'lastInboundAt' | 'createdAt' | 'updatedAt' | 'jobs'
>

/** An opt-in that comes with a new contact. */
export type FirstConsent = {
  entryId: string
  wording: string | null
  source: string
  actor: string
}

/** Adds a contact with its identities, tags and consent. False when an identity belongs to somebody. */
export async function insertContact(
  db: AccountDb,
  row: NewContactRow,
  identities: Identity[],
  consent: FirstConsent | null,
  now: number,
): Promise<boolean> {
  const { accountId } = db
  const added = [
    db.insert(contacts).values({ ...row, accountId, createdAt: now, updatedAt: now }),
    // Without ON CONFLICT: an identity that somebody else has breaks the batch.
    db.run(sql`
      INSERT INTO identities (account_id, kind, value, contact_id)
      SELECT ${accountId}, j.value ->> 0, j.value ->> 1, ${row.id}
      FROM json_each(${listOf(identities)}) AS j`),
    db.run(sql`
      INSERT INTO contact_tags (account_id, tag_id, contact_id)
      SELECT ${accountId}, j.value, ${row.id} FROM json_each(${JSON.stringify(row.tags)}) AS j`),
  ] as const
  const entry =
    consent &&
    db.run(sql`
      INSERT INTO consents (account_id, contact_id, id, at, change, source, wording, actor)
      VALUES (${accountId}, ${row.id}, ${consent.entryId}, ${now}, 'opted_in', ${consent.source},
        ${consent.wording}, ${consent.actor})`)
  try {
    await db.batch(entry ? [...added, entry] : [...added])
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
}

const isTaken = (error: unknown) =>
  /UNIQUE constraint failed: identities/.test(
    `${error} ${error instanceof Error ? error.cause : ''}`,
  )

/** Further spellings and ids of known people; one that belongs to somebody else stays there. */
export async function linkIdentities(
  db: AccountDb,
  links: (Identity & { contactId: string })[],
): Promise<void> {
  const list = JSON.stringify(links.map(({ kind, value, contactId }) => [kind, value, contactId]))
  await db.run(sql`
    INSERT INTO identities (account_id, kind, value, contact_id)
    SELECT ${db.accountId}, j.value ->> 0, j.value ->> 1, j.value ->> 2
    FROM json_each(${list}) AS j WHERE true
    ON CONFLICT DO NOTHING`)
}

export type ContactFacts = Pick<Contact, 'name' | 'phone' | 'waId' | 'bsuid' | 'country' | 'search'>

/** Fills in what was learnt, unless the contact changed since it was read. */
export async function fillContact(
  db: AccountDb,
  seen: Contact,
  facts: ContactFacts,
  now: number,
): Promise<void> {
  await db
    .update(contacts)
    .set({ ...facts, updatedAt: Math.max(now, seen.updatedAt + 1) })
    .where(
      and(
        eq(contacts.accountId, db.accountId),
        eq(contacts.id, seen.id),
        eq(contacts.updatedAt, seen.updatedAt),
      ),
    )
}

type ChangedFacts = Pick<
  Contact,
  'name' | 'firstName' | 'lastName' | 'email' | 'language' | 'fields' | 'search'
>

/** False when the contact is of another version by now. */
export async function changeContactRow(
  db: AccountDb,
  id: string,
  version: number,
  facts: ChangedFacts,
  now: number,
): Promise<boolean> {
  const isSeen = and(eq(contacts.id, id), eq(contacts.updatedAt, version))
  const { meta } = await db
    .update(contacts)
    .set({ ...facts, updatedAt: Math.max(now, version + 1) })
    .where(and(eq(contacts.accountId, db.accountId), isSeen))
  return meta.changes > 0
}

export type FirstState = {
  consent: ConsentState
  consentAt: number | null
  consentSource: string | null
}

export async function markInbound(db: AccountDb, contactId: string, at: number): Promise<void> {
  await db.run(sql`
    UPDATE contacts SET last_inbound_at = ${at}
    WHERE account_id = ${db.accountId} AND id = ${contactId} AND coalesce(last_inbound_at, 0) < ${at}`)
}

/**
 * Gives a person other names: the old ones go, since numbers change hands, and every stop against them
 * holds for the new ones. The contact, and so its history, stays.
 */
export async function renameContact(
  db: AccountDb,
  seen: Contact,
  { before, after, facts }: { before: Identity[]; after: Identity[]; facts: ContactFacts },
  now: number,
): Promise<void> {
  const { accountId } = db
  const old = listOf(before)
  const values = (list: Identity[]) => JSON.stringify(list.map(({ value }) => value))
  await db.batch([
    db.run(sql`
      INSERT INTO suppressions (account_id, identity, scope, reason, at)
      SELECT ${accountId}, n.value, s.scope, s.reason, s.at
      FROM suppressions AS s, json_each(${values(after)}) AS n
      WHERE s.account_id = ${accountId}
        AND s.identity IN (SELECT value FROM json_each(${values(before)}))
      ON CONFLICT DO NOTHING`),
    db.run(sql`
      DELETE FROM identities WHERE account_id = ${accountId} AND contact_id = ${seen.id}
        AND (kind, value) IN (SELECT j.value ->> 0, j.value ->> 1 FROM json_each(${old}) AS j)`),
    db.run(sql`
      INSERT INTO identities (account_id, kind, value, contact_id)
      SELECT ${accountId}, j.value ->> 0, j.value ->> 1, ${seen.id}
      FROM json_each(${listOf(after)}) AS j WHERE true ON CONFLICT DO NOTHING`),
    db
      .update(contacts)
      .set({ ...facts, updatedAt: Math.max(now, seen.updatedAt + 1) })
      .where(and(eq(contacts.accountId, accountId), eq(contacts.id, seen.id))),
  ])
}
