import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { ContactChange, ContactView, FieldEdit } from '../../contract/contacts'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { contactChangedElsewhere, contactNotFound, fieldValueInvalid } from './errors'
import { fieldValue } from './field-values'
import { searchTextOf } from './folding'
import { noteEdit } from './history-operations'
import { type Contact, changeContactRow, findContactRow } from './identity-queries'
import { getContact } from './operations'
import { listFieldRows } from './tag-queries'
import { toFieldView } from './views'

const MOST_FIELDS = 500

/** Saves what a person changed on the version they saw; a later change by somebody else is told. */
export async function changeContact(
  deps: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  member: { userId: string },
  id: string,
  { version, fields = {}, ...change }: ContactChange,
): Promise<ContactView> {
  const { clock } = deps
  const before = await findContactRow(db, id)
  if (!before) throw contactNotFound()
  const after = { ...before, ...withoutUndefined(change) }
  const { firstName, lastName, phone, email, language } = after
  const parts = [firstName, lastName].filter(Boolean).join(' ') || null
  const isRenamed = change.firstName !== undefined || change.lastName !== undefined
  const name = isRenamed ? parts : before.name
  const facts = {
    ...{ name, firstName, lastName, email, language },
    fields: await changedFields(db, before.fields, fields),
    search: searchTextOf({ name, phone, email }),
  }
  const now = clock.now()
  if (!(await changeContactRow(db, id, version, facts, now))) throw contactChangedElsewhere()
  const entry = { actor: actorOf(member), action: 'contact.changed', target: `contact:${id}` }
  await recordAudit(db, clock, entry)
  await noteEdit(deps, db, {
    contactId: id,
    actor: entry.actor,
    edits: editsBetween(before, facts),
  })
  return getContact(db, id)
}

const EDITED = ['firstName', 'lastName', 'email', 'language'] as const
type Edited = Pick<Contact, (typeof EDITED)[number] | 'fields'>

function editsBetween(before: Edited, after: Edited): FieldEdit[] {
  const columns = EDITED.map((key) => ({ field: key, from: before[key], to: after[key] }))
  const keys = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])]
  const fields = keys.map((key) => ({
    field: `fields.${key}`,
    ...{ from: before.fields[key] ?? null, to: after.fields[key] ?? null },
  }))
  return [...columns, ...fields].filter(({ from, to }) => from !== to)
}

/** Without keys that the change does not name. */
const withoutUndefined = <T extends object>(change: T) =>
  // What is left has the same keys and types, only fewer of them.
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }

async function changedFields(
  db: AccountDb,
  before: Record<string, string>,
  typed: Record<string, string | null>,
): Promise<Record<string, string>> {
  const changes = Object.entries(typed)
  if (changes.length === 0) return before
  const known = new Map((await listFieldRows(db, MOST_FIELDS)).map((row) => [row.key, row]))
  const after = { ...before }
  for (const [key, value] of changes) {
    const field = known.get(key)
    if (value === null) delete after[key]
    else {
      const kept = field && fieldValue(toFieldView(field), value)
      if (kept === undefined) throw fieldValueInvalid(key, field?.name ?? key)
      after[key] = kept
    }
  }
  return after
}
