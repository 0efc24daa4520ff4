import type { List } from '../../../worker/contract/common'
import type {
  HeaderFile,
  LibraryTemplateView,
  NewTemplateDraft,
  SubmissionView,
  TemplateDraftChange,
  TemplateDraftView,
} from '../../../worker/contract/template-drafts'
import type {
  TemplateHistoryView,
  TemplateSyncView,
  TemplateUseView,
  TemplateView,
} from '../../../worker/contract/templates'
import { api, type RequestOptions, withQuery } from '../../lib/request'

export type TemplateFilters = {
  q?: string
  status?: string
  language?: string
  category?: string
  after?: string
  limit?: number
}

export const fetchTemplates = (filters: TemplateFilters) =>
  api.get<List<TemplateView>>(withQuery('/templates', filters))
export const fetchTemplate = (id: string) => api.get<TemplateView>(`/templates/${id}`)
export const fetchTemplateSync = () => api.get<TemplateSyncView>('/templates/sync')
export const syncTemplates = () => api.post<TemplateSyncView>('/templates/sync')

export const fetchHistory = (id: string) => api.get<TemplateHistoryView>(`/templates/${id}/history`)
export const fetchUses = () => api.get<TemplateUseView>('/templates/use')
export const fetchUse = (id: string) => api.get<TemplateUseView>(`/templates/${id}/use`)
export const deleteTemplate = (id: string) => api.delete<void>(`/templates/${id}`)
export const unpauseTemplate = (id: string, idempotencyKey: string) =>
  api.post<TemplateView>(`/templates/${id}/unpause`, {}, { idempotencyKey })

export const fetchLibrary = () => api.get<List<LibraryTemplateView>>('/templates/library')
export const fetchDrafts = () => api.get<List<TemplateDraftView>>('/templates/drafts')
export const fetchDraft = (id: string) => api.get<TemplateDraftView>(`/templates/drafts/${id}`)
export const beginDraft = (wish: NewTemplateDraft, idempotencyKey: string) =>
  api.post<TemplateDraftView>('/templates/drafts', wish, { idempotencyKey })
export const saveDraft = (id: string, change: TemplateDraftChange) =>
  api.patch<TemplateDraftView>(`/templates/drafts/${id}`, change)
export const discardDraft = (id: string) => api.delete<void>(`/templates/drafts/${id}`)
export const submitDraft = (id: string, version: number, idempotencyKey: string) =>
  api.post<SubmissionView>(`/templates/drafts/${id}/submit`, { version }, { idempotencyKey })

export const uploadHeaderFile = (file: File, onProgress: RequestOptions['onProgress']) =>
  api.put<HeaderFile>(
    withQuery('/templates/files', { name: file.name }),
    file.slice(),
    onProgress ? { onProgress } : {},
  )
export const headerFileAddress = (id: string) => `/api/v1/templates/files/${id}`
