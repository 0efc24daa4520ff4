import type { List } from '../../../worker/contract/common'
import type { TemplateSyncView, TemplateView } from '../../../worker/contract/templates'
import { api, withQuery } from '../../lib/request'

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
