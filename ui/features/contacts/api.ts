import type { List } from '../../../worker/contract/common'
import type {
  ContactFilter,
  ContactView,
  CountView,
  FieldView,
  NewContact,
  TagView,
  TimelineEntry,
} from '../../../worker/contract/contacts'
import { api, withQuery } from '../../lib/request'

type Filters = { [Key in keyof ContactFilter]?: string | undefined }

export const fetchContacts = (filters: Filters & { after?: string; limit?: number }) =>
  api.get<List<ContactView>>(withQuery('/contacts', filters))
export const countContacts = (filters: Filters) =>
  api.get<CountView>(withQuery('/contacts/count', filters))
export const fetchContact = (id: string) => api.get<ContactView>(`/contacts/${id}`)
export const fetchTimeline = (id: string, after: string) =>
  api.get<List<TimelineEntry>>(withQuery(`/contacts/${id}/timeline`, { after }))
export const createContact = (input: NewContact, idempotencyKey: string) =>
  api.post<ContactView>('/contacts', input, { idempotencyKey })
export const fetchTags = () => api.get<List<TagView>>('/tags')
export const fetchFields = () => api.get<List<FieldView>>('/fields')
