import type { CodeSent } from '../../../worker/contract/auth'
import type { List } from '../../../worker/contract/common'
import type {
  DeletionView,
  ExportView,
  FilesPart,
  NewDeletion,
  PersonRequestView,
  RetentionView,
} from '../../../worker/contract/deletion'
import { api } from '../../lib/request'

export const fetchDeletion = () => api.get<DeletionView>('/deletion')
export const askForDeletionCode = () => api.post<CodeSent>('/deletion/code')
export const requestDeletion = (input: NewDeletion) => api.post<DeletionView>('/deletion', input)
export const takeBack = () => api.post<void>('/deletion/take-back')

export const fetchExports = () => api.get<List<ExportView>>('/exports')
export const askForExportCode = () => api.post<CodeSent>('/exports/code')
export const requestExport = (code: string) => api.post<ExportView>('/exports', { code })
export const exportAddress = (id: string) => `/api/v1/exports/${id}/file`

export const fetchFilesParts = (id: string) => api.get<List<FilesPart>>(`/exports/${id}/parts`)
export const filesAddress = (id: string, { from, to }: FilesPart) =>
  `/api/v1/exports/${id}/files?from=${from}&to=${to}`

export const fetchRetention = () => api.get<RetentionView>('/retention')
export const changeRetention = (months: number | null) =>
  api.patch<RetentionView>('/retention', { months })

export const fetchPersonRequests = () => api.get<List<PersonRequestView>>('/person-requests')
export const settlePersonRequest = ({ id, contactId }: PersonRequestView) =>
  api.post<PersonRequestView>(`/person-requests/${id}/contacts/${contactId}/settle`)

export const deleteContact = (id: string) => api.delete<void>(`/contacts/${id}`)
