// A bulk edit goes on whether or not somebody watches; here its end is waited for and told.

import type { BulkEditView, NewBulkEdit } from '../../../worker/contract/bulk-edits'
import { showToast } from '../../components/toast'
import { ApiError } from '../../lib/request'
import { m } from '../../paraglide/messages.js'
import { fetchBulkEdit, startBulkEdit, undoBulkEdit } from './api'
import { refreshContacts } from './model'
import { runningEdit } from './selection'

const LOOK_EVERY_MS = 700

const DONE: Record<BulkEditView['do'], (inputs: { count: number }) => string> = {
  add_tag: m.contacts_bulk_tagged,
  remove_tag: m.contacts_bulk_untagged,
  opt_out: m.contacts_bulk_opted_out,
  delete: m.contacts_bulk_deleted,
}

export async function runBulkEdit(input: NewBulkEdit, idempotencyKey: string): Promise<void> {
  const begun = await startBulkEdit(input, idempotencyKey)
  // The dialog closes at once; the end comes as a notice.
  void follow(begun).then((edit) => {
    if (!edit) return
    const text = DONE[edit.do]({ count: edit.done })
    showToast(edit.canUndo ? { text, undo: () => void undo(edit.id) } : { text })
  })
}

async function undo(id: string): Promise<void> {
  try {
    const edit = await follow(await undoBulkEdit(id))
    if (edit) showToast({ text: m.contacts_bulk_undone({ count: edit.done }) })
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause
    showToast({ text: cause.message || m.contacts_bulk_undo_failed(), tone: 'danger' })
  }
}

/** Waits for the end; null when the line broke, and the edit goes on without us. */
async function follow(begun: BulkEditView): Promise<BulkEditView | null> {
  runningEdit.value = begun
  try {
    while (isUnderWay(runningEdit.value)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      runningEdit.value = await fetchBulkEdit(begun.id)
    }
    return runningEdit.value
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause
    showToast({ text: m.contacts_bulk_lost(), tone: 'danger' })
    return null
  } finally {
    runningEdit.value = null
    await refreshContacts()
  }
}

const isUnderWay = (edit: BulkEditView | null) =>
  edit?.state === 'running' || edit?.state === 'undoing'
