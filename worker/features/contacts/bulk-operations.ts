// One change to many contacts: asked for by a request, worked off by the queue in slices.

import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type { Member } from '../../boundary/http/context'
import type { BulkAction, BulkWho, NewBulkEdit } from '../../contract/bulk-edits'
import { timeOrderedId } from '../../lib/ids'
import { mapAtMost } from '../../lib/lists'
import { SECOND_MS } from '../../lib/time'
import { actorOf, recordAudit } from '../accounts/audit-operations'
import { requireRole } from '../accounts/roles'
import {
  advance,
  type BulkEdit,
  closeBulkEdit,
  findBulkEdit,
  insertBulkEdit,
  listSlice,
  moveBulkEdit,
  tagSlice,
  untagSlice,
} from './bulk-queries'
import type { StoredAction } from './bulk-tables'
import { recordOptOut } from './consent-operations'
import { bulkEditNotFound, cannotUndo, tooManyTagsInAccount } from './errors'
import { fold } from './folding'
import type { Wanted } from './queries'
import { openFilter } from './segment-operations'
import { ensureTags, TAGS_PER_ACCOUNT } from './tag-operations'

/** Erasing people belongs to deletion, which knows all that is kept of them. */
export type Erase = (
  deps: Pick<Deps, 'clock' | 'db' | 'files' | 'keys' | 'live'>,
  db: AccountDb,
  contactIds: string[],
  now: number,
) => Promise<unknown>

/** One transaction tags so many. */
const TAGGED_PER_SLICE = 2000
/** Each of these is several statements. */
const CHANGED_PER_SLICE = 100
const OPT_OUTS_AT_ONCE = 6
/** A slice of long work ends after this and queues the next, so that nothing blocks the queue. */
const SLICE_MS = 5 * SECOND_MS

/** How the audit log calls each change. */
const AUDITED = {
  add_tag: 'contact.bulk_tagged',
  remove_tag: 'contact.bulk_untagged',
  opt_out: 'contact.bulk_opted_out',
  delete: 'contact.bulk_deleted',
} as const

type BulkDeps = Pick<Deps, 'clock' | 'jobs'>

export async function startBulkEdit(
  { clock, jobs }: BulkDeps,
  db: AccountDb,
  member: Member,
  { action, who, people }: NewBulkEdit,
): Promise<BulkEdit> {
  requireRole(member, action.do === 'delete' ? 'contacts.delete' : 'contacts.change')
  const now = clock.now()
  // A segment that is gone is told now, not in the queue.
  await wantedOf(db, who, now)
  const row: BulkEdit = {
    ...{ accountId: db.accountId, id: timeOrderedId(now), who, people },
    action: await storedAction(db, action, now),
    ...{ state: 'running', cursor: '', done: 0, slices: 0, isOpen: 1 },
    ...{ createdBy: member.userId, createdAt: now, updatedAt: now, finishedAt: null },
  }
  const entry = { actor: actorOf(member), target: `bulk_edit:${row.id}`, after: `${people}` }
  await db.batch([
    insertBulkEdit(db, row),
    recordAudit(db, clock, { ...entry, action: AUDITED[action.do] }),
  ])
  // A crash before this line is mended by the sweep.
  await jobs.chore({ type: 'contacts.bulk', accountId: db.accountId, editId: row.id })
  return row
}

async function storedAction(db: AccountDb, action: BulkAction, now: number): Promise<StoredAction> {
  if (action.do !== 'add_tag') return action
  const tags = await ensureTags(db, [action.tag], now)
  const tagId = tags?.get(fold(action.tag))
  if (!tagId) throw tooManyTagsInAccount(TAGS_PER_ACCOUNT)
  return { do: 'add_tag', tagId }
}

async function wantedOf(db: AccountDb, who: BulkWho, now: number): Promise<Wanted> {
  return 'ids' in who ? { ids: who.ids, filters: [], now } : openFilter(db, who.filter, now)
}

export async function getBulkEdit(db: AccountDb, id: string): Promise<BulkEdit> {
  const edit = await findBulkEdit(db, id)
  if (!edit) throw bulkEditNotFound()
  return edit
}

/** Takes back what tagging changed, also half-way; a day later, or for anything else, it is too late. */
export async function undoBulkEdit(
  { clock, jobs }: BulkDeps,
  db: AccountDb,
  member: Member,
  id: string,
): Promise<BulkEdit> {
  requireRole(member, 'contacts.change')
  const edit = await getBulkEdit(db, id)
  if (edit.state === 'undoing' || edit.state === 'undone') return edit
  if (!isTagging(edit.action)) throw cannotUndo()
  const now = clock.now()
  const moved = await moveBulkEdit(db, id, ['running', 'done'], {
    state: 'undoing',
    updatedAt: now,
  })
  if (!moved) throw cannotUndo()
  const entry = { actor: actorOf(member), target: `bulk_edit:${id}`, after: `${moved.done}` }
  await recordAudit(db, clock, { ...entry, action: 'contact.bulk_undone' })
  await jobs.chore({ type: 'contacts.bulk', accountId: db.accountId, editId: id })
  return moved
}

type TagAction = Extract<StoredAction, { tagId: string }>

export const isTagging = (action: StoredAction): action is TagAction => 'tagId' in action

/** Works for a few seconds; `more` when there is work left. Repeatable: a crash repeats one step. */
export async function continueBulkEdit(
  deps: Pick<Deps, 'clock' | 'db' | 'files' | 'keys' | 'live'>,
  db: AccountDb,
  id: string,
  erase: Erase,
): Promise<'more' | 'done'> {
  const { clock } = deps
  const stopAt = clock.now() + SLICE_MS
  for (;;) {
    const edit = await findBulkEdit(db, id)
    if (edit?.state !== 'running' && edit?.state !== 'undoing') return 'done'
    const step = {
      clock,
      db,
      edit,
      erase: (ids: string[], now: number) => erase(deps, db, ids, now),
    }
    const isOver = edit.state === 'undoing' ? await stepBack(step) : await stepOn(step)
    if (isOver) return 'done'
    if (clock.now() >= stopAt) return 'more'
  }
}

type Step = {
  clock: Deps['clock']
  db: AccountDb
  edit: BulkEdit
  erase(contactIds: string[], now: number): Promise<unknown>
}

async function stepOn({ clock, db, edit, erase }: Step): Promise<boolean> {
  const { action, who, createdAt } = edit
  const now = clock.now()
  const wanted = await wantedOf(db, who, createdAt)
  if (isTagging(action)) {
    const work = { isAdding: action.do === 'add_tag', tagId: action.tagId, now }
    await tagSlice(db, wanted, edit, { ...work, most: TAGGED_PER_SLICE })
    const after = await getBulkEdit(db, edit.id)
    if (after.cursor !== edit.cursor || after.state !== 'running') return false
    await moveBulkEdit(db, edit.id, ['running'], { state: 'done', finishedAt: now })
    return true
  }
  const ids = await listSlice(db, wanted, edit, CHANGED_PER_SLICE)
  const last = ids.at(-1)
  if (last === undefined) {
    await moveBulkEdit(db, edit.id, ['running'], { state: 'done', finishedAt: now })
    await closeBulkEdit(db, edit.id)
    return true
  }
  if (action.do === 'delete') await erase(ids, now)
  else await optOut(db, ids, { reason: action.reason, createdBy: edit.createdBy }, now)
  await advance(db, edit, { last, count: ids.length }, now)
  return false
}

async function optOut(
  db: AccountDb,
  ids: string[],
  { reason, createdBy }: { reason: string; createdBy: string },
  now: number,
): Promise<void> {
  const said = { identities: [], source: 'agent', wording: reason, actor: `user:${createdBy}` }
  await mapAtMost(OPT_OUTS_AT_ONCE, ids, (contactId) =>
    recordOptOut(db, { ...said, contactId }, now),
  )
}

async function stepBack({ clock, db, edit }: Step): Promise<boolean> {
  if (!isTagging(edit.action)) return true
  const { tagId, do: what } = edit.action
  const now = clock.now()
  if (await untagSlice(db, edit, { isAdding: what === 'add_tag', tagId, now })) return false
  await moveBulkEdit(db, edit.id, ['undoing'], { state: 'undone', finishedAt: now })
  await closeBulkEdit(db, edit.id)
  return true
}
