import * as v from 'valibot'
import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { List } from '../../contract/common'
import type { ContactSort } from '../../contract/contact-list'
import type {
  ContactView,
  FieldView,
  NewContact,
  TagView,
  TimelineEntry,
} from '../../contract/contacts'
import { timeOrderedId } from '../../lib/ids'
import { toList } from '../../lib/lists'
import { getAccount } from '../accounts/account-operations'
import { recordAudit } from '../accounts/audit-operations'
import { pageConsents } from './consent-queries'
import {
  consentSourceMissing,
  contactExists,
  contactMerged,
  contactNotFound,
  cursorUnknown,
  phoneNotValid,
  tooManyTagsInAccount,
} from './errors'
import { searchTextOf } from './folding'
import {
  type Contact,
  type FirstConsent,
  findByIdentities,
  findContactRow,
  findStop,
  type Identity,
  insertContact,
} from './identity-queries'
import { findMergeInto } from './merge-queries'
import { type ReadPhone, readPhone, spellingsOf } from './phone'
import {
  BEFORE_SILENT,
  type ContactSearch,
  countContacts,
  findSortKey,
  findTagNames,
  type Place,
  pageContacts,
} from './queries'
import { openFilter } from './segment-operations'
import { ensureTags, TAGS_PER_ACCOUNT } from './tag-operations'
import { listFieldRows, listTagRows } from './tag-queries'
import { mergeTimelines, type TimelineScope, type TimelineSource } from './timeline'
import { toConsentEntry, toContactView, toFieldView, toTagView } from './views'

const LISTED_FIELDS = 500

type Page = { sort?: ContactSort; after: string | undefined; limit: number }

export async function listContacts(
  db: AccountDb,
  filter: ContactSearch,
  { sort = 'newest', after, limit }: Page,
  now: number,
): Promise<List<ContactView>> {
  const wanted = await openFilter(db, filter, now)
  const place = await placeIn(db, sort, after, filter.isBlind)
  const page = await pageContacts(db, wanted, sort, place, limit + 1)
  const missing = limit + 1 - page.length
  const isWritersEnd = sort === 'last' && place?.key !== 0 && missing > 0
  const rows = isWritersEnd
    ? [...page, ...(await pageContacts(db, wanted, sort, BEFORE_SILENT, missing))]
    : page
  const { items, next } = toList(rows, limit, ({ id, sortKey }) =>
    JSON.stringify(filter.isBlind && isNumber(sortKey) ? [id] : [id, sortKey]),
  )
  return { items: await toViews(db, items), next }
}

/**
 * A cursor is what the last page ended with; any other text is a mistake of whoever made the address. For
 * who may not see numbers, what is sorted by one is named by its contact alone.
 */
async function placeIn(
  db: AccountDb,
  sort: ContactSort,
  cursor: string | undefined,
  isBlind = false,
): Promise<Place | null> {
  if (cursor === undefined) return null
  const parsed = v.safeParse(CursorText, cursor)
  if (!parsed.success) throw cursorUnknown()
  const [id, named] = parsed.output
  const isUsable = named !== undefined && !(isBlind && isNumber(named))
  const key = isUsable ? named : await findSortKey(db, id, sort)
  if (key === null) throw cursorUnknown()
  return { id, key }
}

const Key = v.union([v.string(), v.number()])
const CursorText = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([v.tuple([v.string(), Key]), v.tuple([v.string()])]),
)

/** Who has no name stands in the list by the number. */
const isNumber = (key: string | number) => typeof key === 'string' && key.startsWith('+')

export const totalContacts = async (
  db: AccountDb,
  filter: ContactSearch,
  now: number,
): Promise<number> => countContacts(db, await openFilter(db, filter, now))

export async function getContact(db: AccountDb, id: string): Promise<ContactView> {
  const row = await findContactRow(db, id)
  const [view] = row ? await toViews(db, [row]) : []
  if (view) return view
  const into = await findMergeInto(db, id)
  throw into ? contactMerged(into.keptId) : contactNotFound()
}

async function toViews(db: AccountDb, rows: Contact[]): Promise<ContactView[]> {
  const ids = [...new Set(rows.flatMap(({ tags }) => tags))]
  const names = ids.length > 0 ? await findTagNames(db, ids) : []
  const byId = new Map(names.map(({ id, name }) => [id, name]))
  return rows.map((row) => toContactView(row, byId))
}

/** Adds one person. A number that the account has already is refused, naming whose it is. */
export async function addContact(
  deps: Pick<Deps, 'db' | 'clock'>,
  db: AccountDb,
  actor: string,
  typed: NewContact,
): Promise<ContactView> {
  const { country } = await getAccount(deps.db.directory, db.accountId)
  const phone = readPhone(typed.phone, country)
  if (!phone.ok) throw phoneNotValid(phone.problem)
  if (typed.consent === 'opted_in' && !typed.consentSource) throw consentSourceMissing()
  const now = deps.clock.now()
  const id = timeOrderedId(now)
  const identities: Identity[] = [{ kind: 'phone', value: phone.e164 }]
  await refuseKnown(db, phone.e164)

  const tags = await ensureTags(db, typed.tags, now)
  if (!tags) throw tooManyTagsInAccount(TAGS_PER_ACCOUNT)
  const { row, consent } = await toNewRow(db, id, typed, phone, [...tags.values()], now)
  const isAdded = await insertContact(db, row, identities, consent && { ...consent, actor }, now)
  if (!isAdded) await refuseKnown(db, phone.e164)
  const act = { actor, action: 'contact.added', target: `contact:${id}` }
  await recordAudit(db, deps.clock, { ...act, after: row.consent })
  return getContact(db, id)
}

async function refuseKnown(db: AccountDb, e164: string): Promise<void> {
  const phones = spellingsOf(e164).map((value) => ({ kind: 'phone' as const, value }))
  const [known] = await findByIdentities(db, phones)
  if (known) throw contactExists(known.contactId)
}

async function toNewRow(
  db: AccountDb,
  id: string,
  typed: NewContact,
  phone: Extract<ReadPhone, { ok: true }>,
  tags: string[],
  now: number,
) {
  const { firstName = null, lastName = null, email = null, consentSource = null } = typed
  const name = [firstName, lastName].filter(Boolean).join(' ') || null
  // A stop outlives the contact it was recorded for; only the person lifts it.
  const stop = await findStop(db, spellingsOf(phone.e164))
  const isOptIn = typed.consent === 'opted_in' && !stop
  const consent: Omit<FirstConsent, 'actor'> | null = isOptIn
    ? { entryId: timeOrderedId(now), source: 'agent', wording: consentSource }
    : null
  const state = stop
    ? { consent: 'opted_out' as const, consentAt: stop.at, consentSource: stop.reason }
    : {
        consent: typed.consent,
        consentAt: isOptIn ? now : null,
        consentSource: isOptIn ? consentSource : null,
      }
  const row = {
    ...{ id, name, firstName, lastName, phone: phone.e164, waId: null, bsuid: null, email },
    country: phone.country,
    language: null,
    fields: {},
    tags,
    ...state,
    search: searchTextOf({ name, phone: phone.e164, email }),
  }
  return { row, consent }
}

export async function listTags(db: AccountDb): Promise<List<TagView>> {
  return { items: (await listTagRows(db, TAGS_PER_ACCOUNT)).map(toTagView), next: null }
}

export async function listFields(db: AccountDb): Promise<List<FieldView>> {
  return { items: (await listFieldRows(db, LISTED_FIELDS)).map(toFieldView), next: null }
}

/** A page of what happened with a person, from all sources. */
export async function readTimeline(
  scope: TimelineScope,
  sources: readonly TimelineSource[],
  contactId: string,
  before: number,
  limit: number,
): Promise<List<TimelineEntry>> {
  if (!(await findContactRow(scope.db, contactId))) throw contactNotFound()
  const parts = sources.map((source) => source(scope, contactId, before, limit + 1))
  return mergeTimelines(await Promise.all(parts), limit)
}

/** The consents of a person, as a source of the timeline. */
export const consentTimeline: TimelineSource = async ({ db }, contactId, before, limit) =>
  (await pageConsents(db, contactId, before, limit)).map(toConsentEntry)
