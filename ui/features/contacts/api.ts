import type { FrequencyCapView } from '../../../worker/contract/broadcasts'
import type { BulkEditView, NewBulkEdit } from '../../../worker/contract/bulk-edits'
import type { List } from '../../../worker/contract/common'
import type { ContactFilter } from '../../../worker/contract/contact-list'
import type { ContactNoteView, NewContactNote } from '../../../worker/contract/contact-notes'
import type {
  ContactChange,
  ContactView,
  CountView,
  FieldChange,
  FieldView,
  NewContact,
  NewField,
  TagView,
  TimelineEntry,
  TimelineGroup,
} from '../../../worker/contract/contacts'
import type { LegalBasisView, NewLegalBasis } from '../../../worker/contract/legal-basis'
import type { NewSegment, SegmentChange, SegmentView } from '../../../worker/contract/segments'
import { api, withQuery } from '../../lib/request'

/** As they stand in an address: all of them text. */
export type Filters = { [Key in keyof ContactFilter]?: string | undefined }

export const fetchContacts = (
  filters: Filters & { sort?: string; after?: string; limit?: number },
) => api.get<List<ContactView>>(withQuery('/contacts', filters))
export const countContacts = (filters: Filters) =>
  api.get<CountView>(withQuery('/contacts/count', filters))
export const fetchContact = (id: string) => api.get<ContactView>(`/contacts/${id}`)
export const fetchTimeline = (id: string, after: string, what: TimelineGroup | '') =>
  api.get<List<TimelineEntry>>(withQuery(`/contacts/${id}/timeline`, { after, what }))
export const fetchNotes = (id: string) => api.get<List<ContactNoteView>>(`/contacts/${id}/notes`)
export const createNote = (id: string, input: NewContactNote, idempotencyKey: string) =>
  api.post<ContactNoteView>(`/contacts/${id}/notes`, input, { idempotencyKey })
export const updateNote = (id: string, noteId: string, text: string) =>
  api.patch<ContactNoteView>(`/contacts/${id}/notes/${noteId}`, { text })
export const deleteNote = (id: string, noteId: string) =>
  api.delete(`/contacts/${id}/notes/${noteId}`)
export const createContact = (input: NewContact, idempotencyKey: string) =>
  api.post<ContactView>('/contacts', input, { idempotencyKey })
export const fetchTags = () => api.get<List<TagView>>('/tags')
export const fetchFields = () => api.get<List<FieldView>>('/fields')

export const fetchSegments = () => api.get<List<SegmentView>>('/segments')
export const createSegment = (input: NewSegment, idempotencyKey: string) =>
  api.post<SegmentView>('/segments', input, { idempotencyKey })
export const changeSegment = (id: string, change: SegmentChange) =>
  api.patch<SegmentView>(`/segments/${id}`, change)
export const deleteSegment = (id: string) => api.delete<void>(`/segments/${id}`)

export const startBulkEdit = (input: NewBulkEdit, idempotencyKey: string) =>
  api.post<BulkEditView>('/bulk-edits', input, { idempotencyKey })
export const fetchBulkEdit = (id: string) => api.get<BulkEditView>(`/bulk-edits/${id}`)
export const undoBulkEdit = (id: string) => api.post<BulkEditView>(`/bulk-edits/${id}/undo`)

export const changeContact = (id: string, change: ContactChange) =>
  api.patch<ContactView>(`/contacts/${id}`, change)
export const declareField = (field: NewField, idempotencyKey: string) =>
  api.post<FieldView>('/fields', field, { idempotencyKey })
export const changeField = (key: string, change: FieldChange) =>
  api.patch<FieldView>(`/fields/${encodeURIComponent(key)}`, change)

export const fetchBasis = () => api.get<LegalBasisView>('/legal-basis')
export const declareBasis = (input: NewLegalBasis, idempotencyKey: string) =>
  api.post<LegalBasisView>('/legal-basis', input, { idempotencyKey })
export const withdrawBasis = () => api.delete<void>('/legal-basis')

export const fetchCap = () => api.get<FrequencyCapView>('/frequency-cap')
export const changeCap = (view: FrequencyCapView) =>
  api.patch<FrequencyCapView>('/frequency-cap', view)
