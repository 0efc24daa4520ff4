// What the team and its jobs did with a person: sources of the timeline.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { FieldEdit, TimelineEntry } from '../../contract/contacts'
import { timeOrderedId } from '../../lib/ids'
import { namesOf } from '../accounts/user-operations'
import { userOf } from './evidence'
import { findImportLike, findJobs, insertChange, pageChanges } from './history-queries'
import { findContactRow } from './identity-queries'
import { importPrefix } from './import-ids'
import { listMergesOf } from './merge-queries'
import { listNotes } from './note-operations'
import type { TimelineScope, TimelineSource } from './timeline'

type By = { id: string; name: string } | null

/** Writes down who changed which fields of one person, from what to what; sealed. */
export async function noteEdit(
  deps: Pick<Deps, 'clock' | 'keys'>,
  db: AccountDb,
  { contactId, actor, edits }: { contactId: string; actor: string; edits: FieldEdit[] },
): Promise<void> {
  if (edits.length === 0) return
  const at = deps.clock.now()
  const id = timeOrderedId(at)
  const body = await (await deps.keys.open(db)).seal(
    'contact_changes.body',
    id,
    JSON.stringify(edits),
  )
  await insertChange(db, { contactId, id, at, actor, body })
}

const namer = async ({ deps }: TimelineScope, userIds: (string | null)[]) => {
  const names = await namesOf(
    deps,
    userIds.flatMap((id) => id ?? []),
  )
  return (id: string | null): By => {
    const name = names.get(id ?? '')
    return id === null || name === undefined ? null : { id, name }
  }
}

export const editTimeline: TimelineSource = async (scope, contactId, before, limit) => {
  const rows = await pageChanges(scope.db, contactId, before, limit)
  if (rows.length === 0) return []
  const [keys, by] = await Promise.all([
    scope.deps.keys.open(scope.db),
    namer(
      scope,
      rows.map(({ actor }) => userOf(actor)),
    ),
  ])
  return Promise.all(
    rows.map(async ({ id, at, actor, body }) => ({
      ...{ kind: 'edit' as const, at, by: by(userOf(actor)) },
      // Sealed by `noteEdit`.
      edits: JSON.parse(await keys.open('contact_changes.body', id, body)) as FieldEdit[],
    })),
  )
}

export const mergeTimeline: TimelineSource = async (scope, contactId, before, limit) => {
  const merges = await listMergesOf(scope.db, contactId, '~', limit)
  const by = await namer(
    scope,
    merges.map(({ createdBy }) => createdBy),
  )
  return merges.flatMap(({ at, createdBy, state }) =>
    at < before
      ? [{ kind: 'merge' as const, at, by: by(createdBy), isUndone: state === 'undone' }]
      : [],
  )
}

export const noteTimeline: TimelineSource = async ({ deps, db }, contactId, before, limit) =>
  (await listNotes(deps, db, contactId))
    .filter(({ at }) => at < before)
    .slice(0, limit)
    .map(({ at, by, text }) => ({ kind: 'note' as const, at, by, text }))

/** How the contact came to be, and which imports and bulk edits have changed it. */
export const jobTimeline: TimelineSource = async (scope, contactId, before, limit) => {
  const { db } = scope
  const contact = await findContactRow(db, contactId)
  if (!contact) return []
  const [from] = await findImportLike(db, importPrefix(contactId))
  const ids = [...new Set([...(contact.jobs ?? []), ...(from ? [from.id] : [])])]
  const rows = await findJobs(db, ids)
  const by = await namer(
    scope,
    rows.map((row) => row.by),
  )
  const jobs = rows.map((row): TimelineEntry => {
    const isUndone = row.state === 'undone' || row.state === 'undoing'
    const facts = { at: row.at, by: by(row.by), name: row.name, isUndone }
    if (row.action === null) {
      return { kind: 'import', ...facts, importId: row.id, isNew: row.id === from?.id }
    }
    return { kind: 'tag', ...facts, isAdded: row.action === 'add_tag' }
  })
  const added: TimelineEntry[] = from ? [] : [{ kind: 'added', at: contact.createdAt }]
  return [...jobs, ...added]
    .filter(({ at }) => at < before)
    .sort((a, b) => b.at - a.at)
    .slice(0, limit)
}
