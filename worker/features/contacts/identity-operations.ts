// Who a message is from: a person may be named by a phone, by Meta's spelling of it, or by ids.

import type { AccountDb } from '../../boundary/db'
import { timeOrderedId } from '../../lib/ids'
import { noteProven } from './duplicate-queries'
import { searchTextOf } from './folding'
import {
  type Contact,
  type FirstState,
  fillContact,
  findByIdentities,
  findContactRow,
  findStop,
  type Identity,
  insertContact,
  linkIdentities,
  markInbound,
  renameContact,
} from './identity-queries'
import { type OtherName, readPhone, spellingsOf } from './phone'

/** How one webhook, answer or request names one person; whatever it names belongs together. */
export type Named = {
  /** In E.164. */
  phone?: string | null | undefined
  /** Digits, as Meta spells the number. */
  waId?: string | null | undefined
  bsuid?: string | null | undefined
  parentBsuid?: string | null | undefined
  /** The profile's name; fills a blank, never replaces what the account wrote. */
  profileName?: string | null | undefined
}

/** Somebody else may add the same person between our look and our write. */
const TRIES = 3

/**
 * The id of a person's contact, by the strongest name first; made when nobody has any of the names. Names
 * that were new are linked, so that the next message finds the same contact by any of them. Null when
 * nobody is named at all.
 */
export async function findOrCreateByIdentity(
  db: AccountDb,
  named: Named,
  now: number,
): Promise<string | null> {
  const identities = identitiesOf(named)
  if (identities.length === 0) return null
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await findByIdentities(db, [...identities, ...otherSpellings(identities)])
    const first = found[0]
    if (first) {
      // Named in one breath, so one person; who is which a member decides.
      const others = found.map(({ contactId }) => contactId)
      await noteProven(db, first.contactId, others, now)
      await learn(db, first.contactId, named, identities, found, now)
      return first.contactId
    }
    const contactId = await create(db, named, identities, now)
    if (contactId) return contactId
  }
  throw new Error('a person is being added again and again')
}

/**
 * Numbers that Meta spells in its own way (Argentina's without the 9): what people write from them finds the
 * same contact. As a phone it could be another person's, so it is none of the contact's phones.
 */
export const learnNames = (db: AccountDb, names: OtherName[]): Promise<void> =>
  linkIdentities(
    db,
    names.map(({ contactId, waId }) => ({ kind: 'wa_id', value: waId, contactId })),
  )

/** Remembers when a person last wrote; an older message that arrives late changes nothing. */
export const noteInbound = (db: AccountDb, contactId: string, at: number): Promise<void> =>
  markInbound(db, contactId, at)

/**
 * Meta says that somebody has another number or id: the contact takes it and keeps its history. Without a
 * number the old one is dropped. Where the new name is somebody else's already, both stay as they are, and
 * are offered to be merged. Answers whose news it was; null when nobody has the old names.
 */
export async function changeIdentity(
  db: AccountDb,
  from: Pick<Named, 'waId' | 'bsuid'>,
  to: Pick<Named, 'waId' | 'bsuid'>,
  now: number,
): Promise<string | null> {
  const named = identitiesOf(from)
  const [found] = await findByIdentities(db, [...named, ...otherSpellings(named)])
  const contact = found && (await findContactRow(db, found.contactId))
  // A number that has gone on to somebody else meanwhile says nothing about them.
  const isAnother = from.bsuid && contact?.bsuid && contact.bsuid !== from.bsuid
  if (!contact || isAnother) return null
  const after = identitiesOf(to)
  const owners = await findByIdentities(db, [...after, ...otherSpellings(after)])
  const others = owners.map(({ contactId }) => contactId).filter((id) => id !== contact.id)
  if (others.length > 0) {
    await noteProven(db, contact.id, others, now)
    return contact.id
  }
  const { name, email, country } = contact
  const phone = to.waId ? `+${to.waId}` : null
  const waId = to.waId ?? null
  const bsuid = to.bsuid ?? contact.bsuid
  const old = identitiesOf({ phone: contact.phone, waId: contact.waId, bsuid: contact.bsuid })
  const isKept = (one: Identity) =>
    after.some(({ kind, value }) => kind === one.kind && value === one.value) ||
    (one.kind === 'bsuid' && one.value === bsuid)
  const before = [...old, ...named, ...otherSpellings([...old, ...named])]
  await renameContact(
    db,
    contact,
    {
      before: before.filter((one) => !isKept(one)),
      after,
      facts: {
        ...{ name, phone, waId, bsuid },
        country: countryOf(phone, bsuid) ?? country,
        search: searchTextOf({ name, phone, email }),
      },
    },
    now,
  )
  return contact.id
}

/** BSUIDs first: phones change hands, and Meta may spell them in two ways. */
function identitiesOf({ phone, waId, bsuid, parentBsuid }: Named): Identity[] {
  const phones = new Set([phone, waId && `+${waId}`])
  const all: (Omit<Identity, 'value'> & { value: string | null | undefined })[] = [
    { kind: 'bsuid', value: bsuid },
    { kind: 'parent_bsuid', value: parentBsuid },
    { kind: 'wa_id', value: waId },
    ...[...phones].map((value) => ({ kind: 'phone' as const, value })),
  ]
  return all.flatMap(({ kind, value }) => (value ? [{ kind, value }] : []))
}

const otherSpellings = (identities: Identity[]): Identity[] =>
  identities
    .filter(({ kind }) => kind === 'phone')
    .flatMap(({ value }) => spellingsOf(value).slice(1))
    .map((value) => ({ kind: 'phone', value }))

async function create(
  db: AccountDb,
  named: Named,
  identities: Identity[],
  now: number,
): Promise<string | null> {
  const { waId = null, bsuid = null } = named
  const phone = named.phone ?? (waId && `+${waId}`)
  const name = named.profileName?.trim() || null
  const stop = await findStop(
    db,
    [...identities, ...otherSpellings(identities)].map(({ value }) => value),
  )
  const state: FirstState = stop
    ? { consent: 'opted_out', consentAt: stop.at, consentSource: stop.reason }
    : { consent: 'unknown', consentAt: null, consentSource: null }
  const id = timeOrderedId(now)
  const row = {
    id,
    name,
    firstName: null,
    lastName: null,
    phone,
    waId,
    bsuid,
    email: null,
    country: countryOf(phone, bsuid),
    language: null,
    fields: {},
    tags: [],
    ...state,
    search: searchTextOf({ name, phone, email: null }),
  }
  return (await insertContact(db, row, identities, null, now)) ? id : null
}

/** A BSUID begins with the country of the person. */
function countryOf(phone: string | null, bsuid: string | null): string | null {
  const read = phone ? readPhone(phone, '') : null
  if (read?.ok && read.country) return read.country
  return /^([A-Z]{2})\./.exec(bsuid ?? '')?.[1] ?? null
}

async function learn(
  db: AccountDb,
  contactId: string,
  named: Named,
  identities: Identity[],
  found: (Identity & { contactId: string })[],
  now: number,
): Promise<void> {
  const isKnown = ({ kind, value }: Identity) =>
    found.some((one) => one.kind === kind && one.value === value)
  const missing = identities.filter((identity) => !isKnown(identity))
  if (missing.length > 0) {
    await linkIdentities(
      db,
      missing.map((one) => ({ ...one, contactId })),
    )
  }

  const contact = await findContactRow(db, contactId)
  if (!contact) return
  // A number that is another contact's stays theirs: both would be written to by it.
  const isOthers = found.some(
    (one) => one.contactId !== contactId && (one.kind === 'phone' || one.kind === 'wa_id'),
  )
  const facts = factsOf(contact, isOthers ? { ...named, phone: null, waId: null } : named)
  if (facts) await fillContact(db, contact, facts, now)
}

/** Null when the contact says all of it already. */
function factsOf(contact: Contact, named: Named) {
  const name = contact.name ?? (named.profileName?.trim() || null)
  const waId = contact.waId ?? named.waId ?? null
  const bsuid = contact.bsuid ?? named.bsuid ?? null
  const phone = contact.phone ?? named.phone ?? (waId && `+${waId}`)
  const isSame =
    name === contact.name &&
    waId === contact.waId &&
    bsuid === contact.bsuid &&
    phone === contact.phone
  if (isSame) return null
  const country = contact.country ?? countryOf(phone, bsuid)
  const search = searchTextOf({ name, phone, email: contact.email })
  return { name, waId, bsuid, phone, country, search }
}
