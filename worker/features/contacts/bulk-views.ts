import type { BulkEditView } from '../../contract/bulk-edits'
import type { BulkEdit } from './bulk-queries'

export const toBulkEditView = (edit: BulkEdit): BulkEditView => ({
  id: edit.id,
  do: edit.action.do,
  state: edit.state,
  people: edit.people,
  done: edit.done,
  canUndo: edit.isOpen === 1 && 'tagId' in edit.action && edit.state !== 'undone',
  createdAt: edit.createdAt,
  finishedAt: edit.finishedAt,
})
