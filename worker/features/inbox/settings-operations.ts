import type { AccountDb } from '../../boundary/db'
import type { Deps } from '../../boundary/deps'
import type {
  InboxSettings,
  LabelInput,
  LabelView,
  NewLabel,
  SavedReplyInput,
  SavedReplyView,
} from '../../contract/inbox'
import { timeOrderedId } from '../../lib/ids'
import { recordAudit } from '../accounts/audit-operations'
import {
  labelNameTaken,
  labelNotFound,
  savedNotFound,
  shortcutTaken,
  tooManyLabels,
  tooManySaved,
} from './errors'
import {
  deleteLabel,
  deleteSavedRow,
  findSavedByShortcut,
  findSettings,
  insertLabel,
  listLabelRows,
  listSavedRows,
  MOST_LABELS,
  MOST_SAVED,
  saveAssignMode,
  saveReplyRow,
  updateLabel,
} from './settings-queries'
import { toLabelView } from './views'

type Clocked = Pick<Deps, 'clock'>

export async function readSettings(db: AccountDb): Promise<InboxSettings> {
  return { assign: (await findSettings(db))?.assign ?? 'by_hand' }
}

export async function changeSettings(
  { clock }: Clocked,
  db: AccountDb,
  actor: string,
  { assign }: InboxSettings,
): Promise<InboxSettings> {
  const before = await readSettings(db)
  await saveAssignMode(db, assign)
  const change = { before: before.assign, after: assign }
  await recordAudit(db, clock, { actor, action: 'inbox.assigning', target: 'inbox', ...change })
  return { assign }
}

export async function listLabels(db: AccountDb): Promise<LabelView[]> {
  return (await listLabelRows(db)).map(toLabelView)
}

/** The same name twice is one label. One that comes back is on the conversations that had it. */
export async function addLabel(
  { clock }: Clocked,
  db: AccountDb,
  { name, colour, id }: NewLabel,
): Promise<LabelView> {
  const known = await listLabelRows(db)
  const same = known.find((one) => isNamed(one, name))
  if (same) return toLabelView(same)
  if (known.length >= MOST_LABELS) throw tooManyLabels(MOST_LABELS)
  const label = { id: id ?? timeOrderedId(clock.now()), name, colour }
  await insertLabel(db, label, clock.now())
  return label
}

const isNamed = (label: { name: string }, name: string) =>
  label.name.toLowerCase() === name.toLowerCase()

export async function changeLabel(
  { clock }: Clocked,
  db: AccountDb,
  actor: string,
  id: string,
  { name, colour }: LabelInput,
): Promise<LabelView> {
  const others = (await listLabelRows(db)).filter((one) => one.id !== id)
  if (others.some((one) => isNamed(one, name))) throw labelNameTaken()
  if (!(await updateLabel(db, { id, name, colour }))) throw labelNotFound()
  await recordAudit(db, clock, { actor, action: 'label.changed', target: `label:${id}` })
  return { id, name, colour }
}

export async function removeLabel(
  { clock }: Clocked,
  db: AccountDb,
  actor: string,
  id: string,
): Promise<void> {
  if (!(await deleteLabel(db, id))) throw labelNotFound()
  await recordAudit(db, clock, { actor, action: 'label.deleted', target: `label:${id}` })
}

export async function listSaved(
  { keys }: Pick<Deps, 'keys'>,
  db: AccountDb,
): Promise<SavedReplyView[]> {
  const rows = await listSavedRows(db)
  const account = await keys.open(db)
  return Promise.all(
    rows.map(async ({ id, shortcut, text }) => ({
      ...{ id, shortcut },
      text: await account.open('saved_replies.text', id, text),
    })),
  )
}

export async function saveSaved(
  { clock, keys }: Clocked & Pick<Deps, 'keys'>,
  db: AccountDb,
  userId: string,
  id: string | null,
  { shortcut, text }: SavedReplyInput,
): Promise<SavedReplyView> {
  const all = await listSavedRows(db)
  if (id !== null && !all.some((one) => one.id === id)) throw savedNotFound()
  if (id === null && all.length >= MOST_SAVED) throw tooManySaved(MOST_SAVED)
  const same = await findSavedByShortcut(db, shortcut)
  if (same && same.id !== id) throw shortcutTaken()
  const now = clock.now()
  const rowId = id ?? timeOrderedId(now)
  const sealed = await (await keys.open(db)).seal('saved_replies.text', rowId, text)
  const facts = { createdBy: userId, updatedAt: now }
  await saveReplyRow(db, { id: rowId, shortcut, text: sealed, ...facts })
  return { id: rowId, shortcut, text }
}

export async function removeSaved(
  { clock }: Clocked,
  db: AccountDb,
  actor: string,
  id: string,
): Promise<void> {
  if (!(await deleteSavedRow(db, id))) throw savedNotFound()
  await recordAudit(db, clock, {
    actor,
    action: 'inbox.saved_deleted',
    target: `saved_reply:${id}`,
  })
}
