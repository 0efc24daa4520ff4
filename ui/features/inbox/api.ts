import type { List } from '../../../worker/contract/common'
import type {
  ConversationChange,
  ConversationView,
  FoundView,
  InboxSettings,
  InboxSummary,
  LabelInput,
  LabelView,
  NewLabel,
  NewNote,
  OpenConversationView,
  SavedReplyInput,
  SavedReplyView,
  StorageView,
  ThreadEntry,
} from '../../../worker/contract/inbox'
import type { MessageView, NewMessage, UploadedFile } from '../../../worker/contract/messages'
import { api, withQuery } from '../../lib/request'

export type TeamMember = { id: string; name: string }
export type ListFilters = {
  list: string
  number: string
  label: string
  after?: string
  limit?: number
}

export const fetchConversations = (filters: ListFilters) =>
  api.get<List<ConversationView>>(withQuery('/conversations', filters))
export const fetchConversation = (id: string) =>
  api.get<OpenConversationView>(`/conversations/${id}`)
/** On the way up pages are larger: fewer of them lead to what is old. */
export const fetchThread = (id: string, before?: string) =>
  api.get<List<ThreadEntry>>(
    withQuery(`/conversations/${id}/thread`, { before, ...(before && { limit: '100' }) }),
  )
export const fetchSummary = () => api.get<InboxSummary>('/conversations/summary')
export const searchInbox = (q: string) =>
  api.get<List<FoundView>>(withQuery('/conversations/search', { q }))

// The id in the body makes a repetition harmless; one key per id would refuse the second try of a failed one.
export const sendMessage = (message: NewMessage) => api.post<MessageView>('/messages', message)
export const actOn = (id: string, wish: ConversationChange) =>
  api.post<void>(`/conversations/${id}/act`, wish)
export const markRead = (id: string, upTo: number) =>
  api.post<void>(`/conversations/${id}/read`, { upTo })
export const tellTyping = (id: string) => api.post<void>(`/conversations/${id}/typing`)
export const addNote = (id: string, note: NewNote) =>
  api.post<void>(`/conversations/${id}/notes`, note)

export const fileAddress = (conversationId: string, key: string) =>
  `/api/v1/conversations/${conversationId}/files/${key}`
export const uploadFile = (numberId: string, file: Blob) =>
  api.put<UploadedFile>(withQuery('/messages/files', { number: numberId }), file)

export const fetchTeam = () => api.get<List<TeamMember>>('/inbox/team')
export const fetchSettings = () => api.get<InboxSettings>('/inbox/settings')
export const fetchStorage = () => api.get<StorageView>('/inbox/storage')
export const saveSettings = (settings: InboxSettings) =>
  api.patch<InboxSettings>('/inbox/settings', settings)
export const fetchLabels = () => api.get<List<LabelView>>('/labels')
export const createLabel = (label: NewLabel) => api.post<LabelView>('/labels', label)
export const changeLabel = (id: string, label: LabelInput) =>
  api.patch<LabelView>(`/labels/${id}`, label)
export const deleteLabel = (id: string) => api.delete<void>(`/labels/${id}`)
export const fetchSaved = () => api.get<List<SavedReplyView>>('/saved-replies')
export const createSaved = (input: SavedReplyInput) =>
  api.post<SavedReplyView>('/saved-replies', input)
export const updateSaved = (id: string, input: SavedReplyInput) =>
  api.patch<SavedReplyView>(`/saved-replies/${id}`, input)
export const deleteSaved = (id: string) => api.delete<void>(`/saved-replies/${id}`)
